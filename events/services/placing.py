"""An event's way into a programme: handed in, accepted or returned, given a time and a stage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, EventHost, Programme, ProgrammeChange, ProgrammeEntry, Stage
from events.services.clashes import Clash, Matter, clashes_of
from events.services.lifecycle import hold_at
from events.services.programme_telling import Deed, tell
from privacy import audit

State = ProgrammeEntry.State


class Clashing(Exception):
    """The time or place gets in something's way, and nobody has said that this is meant so."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


def hand_in(
    programme: Programme, event: Event, *, note: str = "", actor: AbstractBaseUser
) -> ProgrammeEntry:
    """Offer an event to a programme; after a return or a withdrawal the same entry again.

    Raises ValidationError where the programme takes none, or the event is in it already.
    """
    if not programme.takes_events:
        raise ValidationError(_("This programme takes no more events."))
    if event.state not in (Event.State.DRAFT, Event.State.CONFIRMED):
        raise ValidationError(_("Only a draft or an event that takes place can be handed in."))
    fresh = {
        "state": State.HANDED_IN,
        "note": note,
        "reason": "",
        "handed_in_by": actor,
        "handed_in_at": timezone.now(),
        "decided_by": None,
        "decided_at": None,
    }
    entry = ProgrammeEntry.objects.filter(programme=programme, event=event)
    try:
        with transaction.atomic():
            if not entry.filter(state__in=[State.RETURNED, State.WITHDRAWN]).update(**fresh):
                ProgrammeEntry.objects.create(programme=programme, event=event, **fresh)
            audit.record("events.handed_in", actor, event, programme=programme.pk)
            tell(entry.get(), Deed.HANDED_IN)
    except IntegrityError as error:
        raise ValidationError(_("This event was handed in already.")) from error
    return entry.get()


@transaction.atomic
def accept_entry(entry: ProgrammeEntry, *, actor: AbstractBaseUser) -> None:
    """Take the event into the programme; visitors see it once it is announced."""
    _decide(entry, State.ACCEPTED, (State.HANDED_IN,), actor, Deed.ACCEPTED)
    if _is_shown(entry):
        ProgrammeChange.objects.create(entry=entry, kind=ProgrammeChange.Kind.ADDED)


def return_entry(entry: ProgrammeEntry, reason: str, *, actor: AbstractBaseUser) -> None:
    """Ask for something to be changed; it can be handed in again."""
    _decide(entry, State.RETURNED, (State.HANDED_IN, State.ACCEPTED), actor, Deed.RETURNED, reason)


def decline_entry(entry: ProgrammeEntry, reason: str, *, actor: AbstractBaseUser) -> None:
    """Say no, for good."""
    _decide(entry, State.DECLINED, (State.HANDED_IN, State.ACCEPTED), actor, Deed.DECLINED, reason)


def withdraw_entry(entry: ProgrammeEntry, *, actor: AbstractBaseUser) -> None:
    """Take one's own event out again."""
    origins = (State.HANDED_IN, State.RETURNED, State.ACCEPTED)
    _decide(entry, State.WITHDRAWN, origins, actor, Deed.WITHDRAWN)


@transaction.atomic
def place(
    entry: ProgrammeEntry,
    stage: Stage | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    knowingly: bool = False,
    actor: AbstractBaseUser,
) -> None:
    """Give the event a stage, and propose another time to its lead where that differs.

    Raises Clashing, with nothing stored, unless that is done `knowingly`: then it is on record.
    Raises ValidationError where it would end before it starts, or the entry is out by now.
    """
    if ends_at <= starts_at:
        raise ValidationError(
            {"ends_at": _("The event would end before it starts. Check both times.")}
        )
    # The programme first: of two who place at one hour, the second sees the first one's clash.
    Programme.objects.select_for_update(no_key=True).get(pk=entry.programme_id)
    held = ProgrammeEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if held.state not in (State.HANDED_IN, State.ACCEPTED):
        raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
    clashes = clashes_of(entry, starts_at, ends_at, stage)
    if clashes and not knowingly:
        raise Clashing(clashes)
    event = entry.event
    # Forms know no seconds.
    now = _minute(event.starts_at), _minute(event.ends_at)
    is_other_time = (_minute(starts_at), _minute(ends_at)) != now
    ProgrammeEntry.objects.filter(pk=entry.pk).update(
        stage=stage,
        proposed_starts_at=starts_at if is_other_time else None,
        proposed_ends_at=ends_at if is_other_time else None,
    )
    programme, about = entry.programme, {"event": entry.event_id}
    audit.record("events.placed", actor, programme, stage=stage and stage.pk, **about)
    if clashes:
        verb = "events.double_booked" if _books_twice(clashes) else "events.placed_knowingly"
        others = sorted({clash.event.pk for clash in clashes if clash.event})
        matters = sorted({clash.matter.value for clash in clashes})
        audit.record(verb, actor, programme, matters=matters, events=others, **about)
    entry.refresh_from_db()
    if held.stage_id != entry.stage_id and _is_shown(entry):
        ProgrammeChange.objects.create(entry=entry, kind=ProgrammeChange.Kind.PLACE)
    tell(entry, Deed.PROPOSED if is_other_time else Deed.PLACED)


@transaction.atomic
def agree_to_time(entry: ProgrammeEntry, seen: datetime, *, actor: AbstractBaseUser) -> None:
    """Hold the event when the programme proposes: `seen` is the begin that the lead has read.

    Raises ValidationError where another one is proposed by now, or none.
    """
    starts_at, ends_at = _proposal(entry, seen)
    ProgrammeEntry.objects.filter(pk=entry.pk).update(
        proposed_starts_at=None, proposed_ends_at=None
    )
    hold_at(entry.event, starts_at, ends_at, actor=actor)
    entry.refresh_from_db()
    tell(entry, Deed.AGREED)


@transaction.atomic
def refuse_time(entry: ProgrammeEntry, seen: datetime, *, actor: AbstractBaseUser) -> None:
    """Stay at the event's own time. Raises as `agree_to_time` does."""
    _proposal(entry, seen)
    ProgrammeEntry.objects.filter(pk=entry.pk).update(
        proposed_starts_at=None, proposed_ends_at=None
    )
    audit.record("events.time_refused", actor, entry.event)
    entry.refresh_from_db()
    tell(entry, Deed.REFUSED)


def _proposal(entry: ProgrammeEntry, seen: datetime) -> tuple[datetime, datetime]:
    held = ProgrammeEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    is_in = held.state in (State.HANDED_IN, State.ACCEPTED)
    starts_at, ends_at = held.proposed_starts_at, held.proposed_ends_at
    if starts_at is None or ends_at is None or starts_at != seen or not is_in:
        raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
    return starts_at, ends_at


def _decide(
    entry: ProgrammeEntry,
    state: str,
    origins: Collection[str],
    actor: AbstractBaseUser,
    deed: Deed,
    reason: str = "",
) -> None:
    also: dict[str, Any] = {}
    if state != State.ACCEPTED:
        # Whoever is out has no time to agree to, and leaves the stage to others.
        also = {"stage": None, "proposed_starts_at": None, "proposed_ends_at": None}
    with transaction.atomic():
        here = ProgrammeEntry.objects.filter(pk=entry.pk, state__in=origins)
        decided = {"decided_by": actor, "decided_at": timezone.now(), "reason": reason}
        if not here.update(state=state, **decided, **also):
            raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
        # In the trail of whoever did it: the host's own deeds with its event.
        is_ours = deed == Deed.WITHDRAWN
        about = {"programme": entry.programme_id} if is_ours else {"event": entry.event_id}
        thing = entry.event if is_ours else entry.programme
        audit.record(f"events.entry_{state}", actor, thing, **about)
        tell(entry, deed)
    entry.refresh_from_db()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _is_shown(entry: ProgrammeEntry) -> bool:
    shown = ProgrammeEntry.objects.shown().filter(programme__published_at__isnull=False)
    return shown.filter(pk=entry.pk).exists()


def _books_twice(clashes: list[Clash]) -> bool:
    return any(clash.matter == Matter.PLACE for clash in clashes)


def lead_of(event: Event) -> EventHost | None:
    """The part of whoever leads the event; from what is prefetched where there is such."""
    return next(
        (
            host
            for host in event.hosts.all()
            if host.role == EventHost.Role.LEAD and host.state == EventHost.State.ACCEPTED
        ),
        None,
    )
