"""The public side: looking, registering, confirming, leaving."""

from events.views.leaving import bring_fewer, cancel_mine
from events.views.links import cancel, confirm, offer, ticket
from events.views.looking import detail, event_list, picture
from events.views.registering import register, registered

__all__ = [
    "bring_fewer",
    "cancel",
    "cancel_mine",
    "confirm",
    "detail",
    "event_list",
    "offer",
    "picture",
    "register",
    "registered",
    "ticket",
]
