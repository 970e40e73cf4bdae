"""Making a shift and changing it: its words, when, where, and what else one has to know."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from languages import editing
from languages.models import texts_of
from privacy import audit
from volunteers.models import Shift, ShiftSignup, ShiftText
from volunteers.services.clashing import BINDING
from volunteers.services.guardians import ask_again
from volunteers.services.holding import hold_people, hold_shift
from volunteers.services.requirements import Need, write_need
from volunteers.services.telling import tell_later

GERMAN = settings.LANGUAGE_CODE
# What everybody on the shift must hear of.
TOLD = frozenset({"venue", "place", "district"})
# So often somebody may come in between while a shift is being moved.
TRIES = 5


@dataclass(frozen=True)
class Overlap:
    """Somebody who would be at two places: on the shift that moves, and on another one."""

    signup: ShiftSignup
    other: Shift


class WouldClash(Exception):
    """Moved like that, people would be at two places. Nothing has changed.

    Whoever has read `overlaps` moves it all the same by giving back `mark`; where it has
    become another list meanwhile, that is told again.
    """

    def __init__(self, overlaps: Sequence[Overlap]) -> None:
        super().__init__()
        self.overlaps = overlaps
        pairs = sorted(f"{one.signup.pk}:{one.other.pk}" for one in overlaps)
        self.mark = hashlib.sha256(" ".join(pairs).encode()).hexdigest()[:20]


class _SomebodyCame(Exception):
    """Somebody signed up after it was looked who is there, and is not held."""


@transaction.atomic
def create_shift(
    campaign: Campaign,
    title: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    actor: AbstractBaseUser,
    description: str = "",
    needs: Sequence[Need] = (),
    **more: Any,
) -> Shift:
    """Make a draft. Raises ValidationError where it would end before it starts."""
    need_order(starts_at, ends_at)
    shift = Shift.objects.create(campaign=campaign, starts_at=starts_at, ends_at=ends_at, **more)
    words = {"title": title, "description": description, "meeting_point": ""}
    editing.write(shift, GERMAN, words, seen=editing.NOTHING)
    for position, need in enumerate(needs):
        write_need(shift, need, position=position)
    audit.record("volunteers.shift_created", actor, shift)
    return shift


@transaction.atomic
def write_shift_text(
    shift: Shift,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the shift's words in one language. Raises what `editing.write` raises."""
    editing.write(shift, language, words, seen=seen, **more)
    Shift.objects.filter(pk=shift.pk).update(changed_at=timezone.now())
    audit.record("volunteers.shift_written", actor, shift, language=language)


@transaction.atomic
def change_shift(
    shift: Shift, changes: Mapping[str, Any], *, actor: AbstractBaseUser
) -> list[str]:
    """Change columns of the shift, but not its time; return which differ.

    Those on it hear of another place. Raises ValidationError for a cancelled shift.
    """
    held = hold_shift(shift.pk)
    need_alive(held)
    changed = {name: new for name, new in changes.items() if getattr(held, name) != new}
    if changed:
        _store(held, changed, is_heard=not TOLD.isdisjoint(changed))
        audit.record("volunteers.shift_changed", actor, held, fields=sorted(changed))
    shift.refresh_from_db()
    return sorted(changed)


def move_shift(
    shift: Shift,
    starts_at: datetime,
    ends_at: datetime,
    *,
    actor: AbstractBaseUser,
    knows: str = "",
) -> bool:
    """Give the shift another time, of which everybody on it is told; False where it has it.

    Raises ValidationError where that cannot be, and WouldClash where people would be at two
    places, unless `knows` is the mark of just these.
    """
    need_order(starts_at, ends_at)
    for _try in range(TRIES):
        try:
            is_moved = _move(shift.pk, starts_at, ends_at, actor, knows)
        except _SomebodyCame:
            continue
        shift.refresh_from_db()
        return is_moved
    raise ValidationError(_("People are signing up just now. Please try again in a moment."))


@transaction.atomic
def _move(
    shift_id: int, starts_at: datetime, ends_at: datetime, actor: AbstractBaseUser, knows: str
) -> bool:
    """Persons first, then the shift: whoever of them takes another shift meanwhile waits."""
    people = set(_binding(shift_id).values_list("person_key", flat=True))
    hold_people(people)
    held = hold_shift(shift_id)
    if not people.issuperset(_binding(shift_id).values_list("person_key", flat=True)):
        raise _SomebodyCame
    need_alive(held)
    if (held.starts_at, held.ends_at) == (starts_at, ends_at):
        return False
    if held.state == Shift.State.OPEN and timezone.now() >= min(held.ends_at, ends_at):
        raise ValidationError(_("What is over can't be moved, nor moved to a time that is over."))
    overlaps = overlaps_of(held, starts_at, ends_at)
    if overlaps and (refusal := WouldClash(overlaps)).mark != knows:
        raise refusal
    ask_again(held, starts_at, ends_at)
    _store(held, {"starts_at": starts_at, "ends_at": ends_at}, is_heard=True)
    # Nobody takes up an offer after the shift has begun.
    offered = held.signups.filter(state=ShiftSignup.State.OFFERED, offered_until__gt=starts_at)
    offered.update(offered_until=starts_at)
    audit.record(
        "volunteers.shift_moved", actor, held, starts_at=starts_at.isoformat(), over=len(overlaps)
    )
    return True


def overlaps_of(shift: Shift, starts_at: datetime, ends_at: datetime) -> list[Overlap]:
    """Who of this shift is on another one at that time; in two queries."""
    mine = {signup.person_key: signup for signup in _binding(shift.pk)}
    others = (
        ShiftSignup.objects.filter(
            person_key__in=mine,
            state__in=BINDING,
            shift__state=Shift.State.OPEN,
            shift__in=Shift.objects.overlapping(starts_at, ends_at),
        )
        .exclude(shift=shift.pk)
        .select_related("shift__campaign")
        .prefetch_related(texts_of(ShiftText, "shift__texts"))
        .order_by("shift__starts_at", "pk")
    )
    return [Overlap(mine[one.person_key], one.shift) for one in others]


def need_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValidationError(
            {"ends_at": _("The shift would end before it starts. Check both times.")}
        )


def need_alive(shift: Shift) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise ValidationError(_("This shift is cancelled. Nothing about it changes any more."))


def _binding(shift_id: int) -> Any:
    return ShiftSignup.objects.filter(Q(shift=shift_id) & Q(state__in=BINDING))


def _store(held: Shift, changed: Mapping[str, Any], *, is_heard: bool) -> None:
    """Write it down, and have those on the shift told; the shift is held."""
    Shift.objects.filter(pk=held.pk).update(
        **changed, changed_at=timezone.now(), sequence=F("sequence") + int(is_heard)
    )
    if is_heard:
        held.refresh_from_db()
        tell_later(held)
