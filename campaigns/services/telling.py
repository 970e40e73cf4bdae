"""Telling one side of an endorsement what the other did: each who decides there, by mail."""

from __future__ import annotations

from campaigns.models import Endorsement
from jobs.services import enqueue
from partners.models import Membership

DECIDING = (Membership.Role.ORGANISER, Membership.Role.OWNER)


def tell(endorsement: Endorsement, deed: str, organisation_id: int) -> None:
    """Write to the organisers and owners of this organisation, each in their language."""
    people = Membership.objects.filter(
        organisation=organisation_id, role__in=DECIDING, user__is_active=True
    )
    for user_id in people.values_list("user", flat=True):
        enqueue(
            "campaigns.tell_of_endorsement",
            {"endorsement": endorsement.pk, "deed": deed, "user": user_id},
            queue="mail",
        )
