"""Telling one side of a programme by mail what the other did."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from events.models import EventHost, ProgrammeEntry
from jobs.services import enqueue
from partners.models import Membership

Role = Membership.Role


class Deed(StrEnum):
    HANDED_IN = "handed_in"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DECLINED = "declined"
    PLACED = "placed"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


def tell_editors(entry: ProgrammeEntry, deed: Deed) -> None:
    """Write to who decides about the programme: its organisation's organisers and owners."""
    _tell(entry, deed, [entry.programme.organisation_id])


def tell_lead(entry: ProgrammeEntry, deed: Deed) -> None:
    """Write to the organisers and owners of whoever leads the event."""
    leads = EventHost.objects.accepted().filter(event=entry.event_id, role=EventHost.Role.LEAD)
    _tell(entry, deed, leads.values_list("organisation", flat=True))


def _tell(entry: ProgrammeEntry, deed: Deed, organisations: Iterable[int]) -> None:
    people = Membership.objects.filter(
        organisation__in=organisations,
        role__in=[Role.ORGANISER, Role.OWNER],
        user__is_active=True,
    )
    for user_id in people.values_list("user", flat=True):
        enqueue(
            "events.programme_tell",
            {"entry": entry.pk, "deed": deed.value, "user": user_id},
            queue="mail",
        )
