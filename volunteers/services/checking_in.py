"""On the day: who came, left early or did not come. A press may be sent late, and twice.

Hours follow from it: whoever came is noted with the length of the shift, whoever left early
with the time until then. What is approved is not changed by presses any more (services/hours).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy import audit
from privacy.models import AuditEntry
from privacy.person import person_key
from volunteers.models import Requirement, Shift, ShiftSignup
from volunteers.services.announcing import tell_of_signup
from volunteers.services.holding import hold_person, hold_shift
from volunteers.services.places import take

State, Presence = ShiftSignup.State, ShiftSignup.Presence
HERE = (Presence.CAME, Presence.LEFT_EARLY)
# Who sets up comes early; days before, a press can only be a mistake.
OPENS_BEFORE = timedelta(hours=6)
COUNTED, TAKEN_BACK = "volunteers.walk_in_counted", "volunteers.walk_in_taken_back"


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without having signed up, as told to the coordinator."""

    name: str
    email: str
    language: str
    requirement: int


def check_in_opens(shift: Shift) -> datetime:
    """From when on people can be checked in."""
    return shift.starts_at - OPENS_BEFORE


def can_check_in(shift: Shift, now: datetime | None = None) -> bool:
    """Whether the day has come; it never ends, since lists are put right afterwards."""
    return shift.state == Shift.State.OPEN and (now or timezone.now()) >= check_in_opens(shift)


def length_of(shift: Shift) -> int:
    """How many minutes the shift lasts."""
    return round(shift.length.total_seconds() / 60)


def left_at(shift: Shift, clock: str) -> datetime | None:
    """The moment of the shift at which the clock there says "12:30"; None where it never does."""
    try:
        time = datetime.strptime(clock, "%H:%M").time()  # noqa: DTZ007 - by the clock there
    except ValueError:
        return None
    for day in (shift.starts_there.date(), shift.ends_there.date()):
        moment = datetime.combine(day, time, tzinfo=shift.zone)
        if shift.starts_at < moment < shift.ends_at:
            return moment
    return None


def note_presence(
    signup: ShiftSignup,
    presence: str,
    at: datetime | None = None,
    *,
    until: datetime | None = None,
) -> bool:
    """Note what came of a sign-up; "" takes the press back. `until` is when somebody left.

    Of several presses the one that was made last holds, in whatever order they arrive: a
    phone without a network sends its own later. False where a later press is known already,
    the hours are approved, or the sign-up or the shift does not stand. Raises ValidationError
    for somebody who left early without a moment within the shift.
    """
    now = timezone.now()
    at = min(at or now, now)
    with transaction.atomic():
        shift = hold_shift(signup.shift_id)
        row = ShiftSignup.objects.filter(pk=signup.pk, shift=shift).first()
        if row is None or row.state != State.CONFIRMED or not can_check_in(shift, now):
            return False
        if row.approved_at is not None or (row.noted_at is not None and row.noted_at >= at):
            return False
        row.minutes = _minutes(shift, presence, until)
        row.presence, row.noted_at = presence, at
        row.save(update_fields=["presence", "noted_at", "minutes"])
    signup.refresh_from_db()
    return True


def add_walk_in(
    shift: Shift, walk_in: WalkIn, *, actor: AbstractBaseUser
) -> tuple[ShiftSignup, bool]:
    """Note somebody who came without having signed up, or off the waiting list.

    Their place counts, also beyond the maximum: they are there. The address is as the
    coordinator typed it, so it fills in nobody's page. Whether they are new to the list of
    those who came comes with the sign-up: the same press again is False. Raises
    ValidationError for a role that is none of the shift's, and where a guardian is missing.
    """
    key, now = person_key(walk_in.email), timezone.now()
    with transaction.atomic():
        hold_person(key)
        held = hold_shift(shift.pk)
        if not can_check_in(held, now):
            raise ValidationError(_("People can be checked in on the day only."))
        row = held.signups.of(key).first()
        if row is not None and row.state == State.CONFIRMED:
            return row, note_presence(row, Presence.CAME) if row.presence not in HERE else False
        if row is not None and row.needs_guardian:
            raise ValidationError(_lacks_guardian(row))
        requirement = held.requirements.filter(pk=walk_in.requirement).first()
        if requirement is None:
            raise ValidationError({"requirement": _("Choose what the person does.")})
        row = row or ShiftSignup(shift=held, person_key=key)
        is_their_own = row.is_standing
        if not is_their_own:
            # What else is known of the address is not for whoever types it to learn.
            row.name, row.email = walk_in.name, walk_in.email
            row.language = walk_in.language
        row = _seated(row, requirement)
        row.presence, row.noted_at, row.minutes = Presence.CAME, now, length_of(held)
        row.save()
        tell_of_signup("shift_signup.confirmed", row, is_named=is_their_own)
        audit.record("volunteers.walk_in_added", actor, held)
    return row, True


def _lacks_guardian(row: ShiftSignup) -> str:
    """Why somebody under sixteen can't be noted, and what there is to do about it."""
    if row.state == State.PENDING:
        return _(
            "By their sign-up this person is under sixteen and has not confirmed it yet. Only "
            "then is a guardian asked: the link in our e-mail to them leads on. Without that "
            "agreement they can't help here."
        )
    if row.state == State.GUARDIAN:
        return _("A guardian has not agreed yet: this person can't help here.")
    return _(
        "By their sign-up this person is under sixteen, and no guardian's agreement stands: "
        "they can't help here."
    )


def _seated(row: ShiftSignup, requirement: Requirement) -> ShiftSignup:
    """Signed up as if they had done so; whoever held a place keeps it."""
    if not row.has_place:
        row.requirement = requirement
        take(requirement.pk)
    row.state, row.has_place, row.is_walk_in = State.CONFIRMED, True, True
    row.offered_until = row.ended_at = None
    # No reminder, no news of earlier changes: they are there.
    row.told_sequence = row.shift.sequence
    return row


def count_unnamed(
    shift: Shift, press: str, *, actor: AbstractBaseUser, back: bool = False
) -> bool:
    """Count somebody who helped and leaves neither name nor address, or take one back.

    Nothing of a person is stored: the shift's sums of what belongs to nobody go up, as for
    those who were erased. `press` is a code of the form's own: sent twice it counts once.
    """
    with transaction.atomic():
        held = hold_shift(shift.pk)
        mine = AuditEntry.objects.filter(
            subject_kind="volunteers.shift",
            subject_id=str(held.pk),
            verb__in=(COUNTED, TAKEN_BACK),
        )
        done = [(entry.verb, entry.detail.get("press")) for entry in mine]
        counted = sum(1 if verb == COUNTED else -1 for verb, _press in done)
        if press in {press for _verb, press in done} or not can_check_in(held):
            return False
        if back and counted <= 0:
            return False
        number = -1 if back else 1
        held.erased_people = max(0, held.erased_people + number)
        held.erased_minutes = max(0, held.erased_minutes + number * length_of(held))
        held.save(update_fields=["erased_people", "erased_minutes"])
        audit.record(TAKEN_BACK if back else COUNTED, actor, held, press=press)
    return True


def _minutes(shift: Shift, presence: str, until: datetime | None) -> int | None:
    if presence == Presence.CAME:
        return length_of(shift)
    if presence != Presence.LEFT_EARLY:
        return None
    if until is None or not shift.starts_at < until < shift.ends_at:
        raise ValidationError(
            _("Say when the person left: a time between %(start)s and %(end)s."),
            params={
                "start": f"{shift.starts_there:%H:%M}",
                "end": f"{shift.ends_there:%H:%M}",
            },
            code="not_within",
        )
    return max(1, round((until - shift.starts_at).total_seconds() / 60))
