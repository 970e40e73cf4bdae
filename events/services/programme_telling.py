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


# What the event's lead does is news to the programme's editors; the rest is news to the lead.
OF_THE_LEAD = frozenset({Deed.HANDED_IN, Deed.WITHDRAWN, Deed.AGREED, Deed.REFUSED})


def people_to_tell(entry: ProgrammeEntry, deed: Deed) -> set[int]:
    """Organisers and owners of the other side now: asked again when the mail is written."""
    organisations: Iterable[int] = [entry.programme.organisation_id]
    if deed not in OF_THE_LEAD:
        leads = EventHost.objects.accepted().filter(event=entry.event_id, role=EventHost.Role.LEAD)
        organisations = leads.values_list("organisation", flat=True)
    people = Membership.objects.filter(
        organisation__in=organisations,
        role__in=[Role.ORGANISER, Role.OWNER],
        user__is_active=True,
    )
    return set(people.values_list("user", flat=True))


def tell(entry: ProgrammeEntry, deed: Deed) -> None:
    """Write to whoever decides on the side that did not do it."""
    for user_id in sorted(people_to_tell(entry, deed)):
        enqueue(
            "events.programme_tell",
            {"entry": entry.pk, "deed": deed.value, "user": user_id},
            queue="mail",
        )
