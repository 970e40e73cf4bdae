"""A mail to each owner when an endpoint was paused by itself."""

from __future__ import annotations

from jobs.services import enqueue
from partners.models import Membership
from webhooks.models import Endpoint


def tell_owners(endpoint: Endpoint) -> None:
    """In the transaction of the pause, of which there is one."""
    owners = Membership.objects.filter(
        organisation=endpoint.organisation_id, role=Membership.Role.OWNER, user__is_active=True
    )
    for user_id in owners.values_list("user", flat=True):
        enqueue("webhooks.mail_paused", {"endpoint": endpoint.pk, "user": user_id}, queue="mail")
