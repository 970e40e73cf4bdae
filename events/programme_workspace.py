"""What programmes bring to the workspace: what waits, their deeds in words, what is translated."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from events import programme_rules  # noqa: F401 - rules are found by name only in rules.py
from events.models import (
    EventHost,
    EventText,
    Programme,
    ProgrammeEntry,
    ProgrammeText,
    Stage,
    StageText,
)
from languages.models import texts_of
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind

State = ProgrammeEntry.State

DEEDS = {
    "events.programme_created": gettext_lazy("began the programme"),
    "events.programme_written": gettext_lazy("wrote the text"),
    "events.programme_changed": gettext_lazy("changed the days or the handing in"),
    "events.programme_put_under": gettext_lazy("said which programme it is part of"),
    "events.programme_pictured": gettext_lazy("chose a picture or took it away"),
    "events.programme_published": gettext_lazy("published the programme"),
    "events.programme_archived": gettext_lazy("archived the programme"),
    "events.stage_set": gettext_lazy("wrote a stage"),
    "events.stage_removed": gettext_lazy("removed a stage"),
    "events.entry_accepted": gettext_lazy("accepted an event"),
    "events.entry_returned": gettext_lazy("returned an event"),
    "events.entry_declined": gettext_lazy("declined an event"),
    "events.placed": gettext_lazy("gave an event its place"),
    "events.placed_knowingly": gettext_lazy("placed an event in spite of a clash, knowingly"),
    "events.double_booked": gettext_lazy("booked a place twice, knowingly"),
}
HOSTS_DEEDS = {
    "events.handed_in": gettext_lazy("handed the event in for a programme"),
    "events.entry_withdrawn": gettext_lazy("took the event out of a programme"),
    "events.time_refused": gettext_lazy("kept the time when a programme proposed another"),
}


def register() -> None:
    attention.register("programmes", waiting_for)
    trail.register("events.programme", _programmes_of, DEEDS | HOSTS_DEEDS)
    translatable.register(
        Kind(
            name="programme",
            label=gettext_lazy("programme"),
            text_model=ProgrammeText,
            of=lambda organisations: Programme.objects.filter(organisation__in=organisations),
            owner=lambda programme: programme.organisation_id,
            url=lambda programme: reverse("programmes_organise:write", args=[programme.slug]),
        )
    )
    translatable.register(
        Kind(
            name="stage",
            label=gettext_lazy("stage"),
            text_model=StageText,
            of=lambda organisations: Stage.objects.filter(
                programme__organisation__in=organisations
            ).select_related("programme"),
            owner=lambda stage: stage.programme.organisation_id,
            url=lambda stage: reverse(
                "programmes_organise:stage", args=[stage.programme.slug, stage.pk]
            ),
        )
    )


def waiting_for(user: User) -> Iterator[Waiting]:
    """For organisers: events to decide about, and times that a programme proposes."""
    mine = open_to(user, Membership.Role.ORGANISER)
    with_words = ProgrammeEntry.objects.select_related("event", "programme").prefetch_related(
        texts_of(EventText, "event__texts"), texts_of(ProgrammeText, "programme__texts")
    )
    for entry in with_words.waiting().filter(programme__organisation__in=mine):
        yield _waiting(
            entry,
            _("Handed in for “%(programme)s”: accept it or return it."),
            Urgency.NOW,
        )
    led = EventHost.objects.accepted().filter(organisation__in=mine, role=EventHost.Role.LEAD)
    for entry in with_words.filter(event__hosts__in=led):
        if entry.proposed_starts_at and entry.state in (State.HANDED_IN, State.ACCEPTED):
            yield _waiting(entry, _("“%(programme)s” proposes another time."), Urgency.NOW)
        elif entry.state == State.RETURNED and entry.programme.takes_events:
            sentence = _("“%(programme)s” asks you to change something and hand it in again.")
            yield _waiting(entry, sentence, Urgency.SOON)


def _waiting(entry: ProgrammeEntry, sentence: str, urgency: Urgency) -> Waiting:
    return Waiting(
        sentence % {"programme": entry.programme},
        reverse("programmes_organise:entry", args=[entry.pk]),
        urgency,
        about=str(entry.event),
        at=entry.decided_at or entry.handed_in_at,
        icon="list",
    )


def _programmes_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for programme in Programme.objects.filter(organisation=organisation).with_texts():
        yield programme.pk, str(programme)
