"""Where organisations are told, of what, and how that went."""

from webhooks.models.endpoints import Endpoint, EndpointQuerySet
from webhooks.models.messages import Delivery, DeliveryQuerySet, Message

__all__ = ["Delivery", "DeliveryQuerySet", "Endpoint", "EndpointQuerySet", "Message"]
