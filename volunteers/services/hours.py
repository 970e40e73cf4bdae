"""Hours: put right, approved by somebody of the campaign, thanked for once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.services import enqueue
from privacy import audit
from volunteers.durations import spoken
from volunteers.models import Shift, ShiftSignup
from volunteers.services.checking_in import HERE, length_of
from volunteers.services.holding import hold_shift

State, Presence = ShiftSignup.State, ShiftSignup.Presence
# Setting up and taking down: so many minutes more than the shift nobody asks about.
BEYOND = 120
LONGEST = 24 * 60


class HoursBeyond(ValidationError):
    """More than the shift and what is usual around it: somebody has to say that it is right."""


class ShiftIsNotOver(Exception):
    """Hours are approved once the shift is over."""


def record_hours(
    signup: ShiftSignup, minutes: int, *, actor: AbstractBaseUser, is_sure: bool = False
) -> bool:
    """Put right how long somebody helped; whoever was not noted has come by that.

    Approved hours can be corrected as well: that is on record, with before and after, and
    nobody is thanked again. False where nothing changed, or the sign-up or the shift does not
    stand.
    Raises ValidationError for no time at all or more than a day, and HoursBeyond for more
    than two hours beyond the shift unless `is_sure`.
    """
    now = timezone.now()
    with transaction.atomic():
        shift = hold_shift(signup.shift_id)
        _check(shift, minutes, is_sure)
        row = ShiftSignup.objects.filter(pk=signup.pk, state=State.CONFIRMED).first()
        if row is None or shift.state != Shift.State.OPEN or not shift.has_begun:
            return False
        if row.minutes == minutes and row.presence in HERE:
            return False
        if row.approved_at is not None:
            audit.record(
                "volunteers.hours_corrected", actor, shift, before=row.minutes, after=minutes
            )
            row.approved_at, row.approved_by_id = now, actor.pk
        if row.presence not in HERE:
            row.presence = Presence.CAME
        row.minutes, row.noted_at = minutes, now
        row.save(update_fields=["minutes", "presence", "noted_at", "approved_at", "approved_by"])
    signup.refresh_from_db()
    return True


def approve_hours(shift: Shift, hours: Mapping[UUID, int], *, actor: AbstractBaseUser) -> int:
    """Approve people's minutes as they were read; how many were approved by this.

    Who has been approved, or whose minutes are others meanwhile, stays as it is, and so does
    everybody where the shift is cancelled. Whoever was not thanked for this shift gets one
    mail. Raises ShiftIsNotOver.
    """
    now = timezone.now()
    with transaction.atomic():
        held = hold_shift(shift.pk)
        if held.ends_at > now:
            raise ShiftIsNotOver
        if held.state != Shift.State.OPEN:
            return 0
        waiting = held.signups.confirmed().filter(
            pk__in=hours, presence__in=HERE, approved_at=None, minutes__isnull=False
        )
        ready = [one for one in waiting.order_by("pk") if one.minutes == hours[one.pk]]
        approved = [one for one in ready if _approve(one, now, actor)]
        if approved:
            minutes = sum(one.minutes or 0 for one in approved)
            audit.record(
                "volunteers.hours_approved", actor, held, people=len(approved), minutes=minutes
            )
    return len(approved)


def _approve(signup: ShiftSignup, now: datetime, actor: AbstractBaseUser) -> bool:
    row = ShiftSignup.objects.filter(pk=signup.pk)
    if not row.filter(approved_at=None).update(approved_at=now, approved_by=actor.pk):
        return False
    # Whose mail it is decides the row, not who pressed first.
    if row.filter(thanked_at=None).update(thanked_at=now):
        enqueue(
            "volunteers.thank",
            {"signup": str(signup.pk)},
            key=f"volunteers.thank:{signup.pk}",
            queue="mail",
        )
    return True


def _check(shift: Shift, minutes: int, is_sure: bool) -> None:
    if minutes < 1:
        raise ValidationError(
            _("Nobody helps for no time at all: note that the person did not come."), code="none"
        )
    if minutes > LONGEST:
        raise ValidationError(_("More than 24 hours is more than a day has."), code="too_long")
    length = length_of(shift)
    if minutes > length + BEYOND and not is_sure:
        raise HoursBeyond(
            _("The shift lasts %(length)s, and this is more than two hours beyond it."),
            params={"length": spoken(length)},
            code="beyond",
        )
