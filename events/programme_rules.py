"""Who may do what with programmes: the organisation that edits one, and who hands events in."""

from typing import Any

import rules

from events.models import (
    Event,
    EventHost,
    EventQuerySet,
    Programme,
    ProgrammeEntry,
    ProgrammeEntryQuerySet,
    ProgrammeQuerySet,
)
from events.rules import leads, takes_part, writes_for_lead
from partners.models import Membership, OrganisationQuerySet
from partners.rules import has_role, open_to

Role = Membership.Role
State = ProgrammeEntry.State


def umbrellas_of(user: Any) -> ProgrammeQuerySet:
    """Under what one may put a programme: one's own, as it shows on the umbrella's page."""
    return Programme.objects.filter(organisation__in=open_to(user, Role.EDITOR)).with_texts()


def umbrellas_for(user: Any, programme: Programme) -> ProgrammeQuerySet:
    """As `umbrellas_of`, and what this one is part of now, whoever changes it; never itself."""
    now = Programme.objects.filter(pk=programme.parent_id or 0)
    return (umbrellas_of(user) | now).exclude(pk=programme.pk)


def events_to_offer(user: Any, programme: Programme) -> EventQuerySet:
    """The events that this user can hand in for the programme: led by an organisation of
    theirs, still to come, and not with it already."""
    known = programme.entries.filter(state__in=[State.HANDED_IN, State.ACCEPTED, State.DECLINED])
    led = _led_by(open_to(user, Role.EDITOR).active())
    return (
        Event.objects.filter(hosts__in=led, state__in=[Event.State.DRAFT, Event.State.CONFIRMED])
        .exclude(programme_entries__in=known)
        .coming()
        .with_texts()
    )


def entries_of_hosts(user: Any) -> ProgrammeEntryQuerySet:
    """Where the events led by this user's organisations stand."""
    entries = ProgrammeEntry.objects.filter(event__hosts__in=_led_by(open_to(user)))
    return entries.exclude(state=State.WITHDRAWN)


def _led_by(organisations: OrganisationQuerySet) -> Any:
    hosts = EventHost.objects.accepted()
    return hosts.filter(organisation__in=organisations, role=EventHost.Role.LEAD)


def _editing(role: str, name: str) -> Any:
    def predicate(user: Any, programme: Programme | None = None) -> bool:
        return has_role(user, None if programme is None else programme.organisation_id, role)

    return rules.predicate(predicate, name=name)


looks_at = _editing(Role.VIEWER, "looks_at_programme")
edits = _editing(Role.EDITOR, "edits_programme")
decides = _editing(Role.ORGANISER, "decides_about_programme")


@rules.predicate
def sees_entry(user: Any, entry: ProgrammeEntry | None = None) -> bool:
    """Both sides: who edits the programme, and who holds the event."""
    if entry is None:
        return False
    # What was taken out, a draft perhaps, is its hosts' alone again.
    is_in = entry.state != State.WITHDRAWN
    return (is_in and looks_at(user, entry.programme)) or takes_part(user, entry.event)


@rules.predicate
def answers_for_entry(user: Any, entry: ProgrammeEntry | None = None) -> bool:
    """Speaks for the lead: withdraws the event, agrees to another time."""
    return entry is not None and leads(user, entry.event)


rules.add_perm("events.view_programme", looks_at)
rules.add_perm("events.add_programme", edits)
rules.add_perm("events.change_programme", edits)
rules.add_perm("events.publish_programme", decides)
rules.add_perm("events.hand_in_event", writes_for_lead)
rules.add_perm("events.view_programmeentry", sees_entry)
rules.add_perm("events.answer_programmeentry", answers_for_entry)
