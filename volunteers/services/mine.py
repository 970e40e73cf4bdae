"""What a person's own page tells: what comes next, what else they take part in, their hours."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from volunteers.models import Shift, ShiftSignup, SignupQuerySet

State = ShiftSignup.State


@dataclass(frozen=True)
class Overview:
    # The next shift the person comes to, and whatever else of theirs is not over.
    next: ShiftSignup | None
    others: list[ShiftSignup]
    # Helped and approved, in minutes.
    minutes: int


def overview(person_key: str) -> Overview:
    """All of a person's sign-ups that are not over, the soonest first."""
    signups = with_shifts(
        ShiftSignup.objects.of(person_key)
        .standing()
        .filter(shift__ends_at__gt=timezone.now())
        .exclude(shift__state=Shift.State.DRAFT)
    )
    comes = [one for one in signups if one.state == State.CONFIRMED and _takes_place(one)]
    first = comes[0] if comes else None
    helped = ShiftSignup.objects.of(person_key).exclude(approved_at=None)
    minutes = helped.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return Overview(first, [one for one in signups if one is not first], minutes)


def with_shifts(signups: SignupQuerySet) -> list[ShiftSignup]:
    """Sign-ups, the soonest shift first, each with its shift as a card shows it."""
    rows: list[ShiftSignup] = list(signups.select_related("requirement"))
    shifts = {
        one.pk: one
        for one in Shift.objects.with_needs().filter(pk__in=[row.shift_id for row in rows])
    }
    for row in rows:
        row.shift = shifts[row.shift_id]
    return sorted(rows, key=lambda one: (one.shift.starts_at, one.shift.pk))


def _takes_place(signup: ShiftSignup) -> bool:
    return signup.shift.state == Shift.State.OPEN
