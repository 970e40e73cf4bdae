"""People who have helped: shifts that run or are over, and what was noted of whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory
from volunteers.models import Shift, ShiftSignup


def running(**more: Any) -> Shift:
    """A shift of four hours that began an hour ago."""
    return ShiftFactory(starts_at=timezone.now() - timedelta(hours=1), **more)


def over(days: int = 0, **more: Any) -> Shift:
    """A shift of four hours that ended an hour ago, or so many days before that."""
    return ShiftFactory(starts_at=timezone.now() - timedelta(days=days, hours=5), **more)


def came(
    shift: Shift, minutes: int = 240, *, is_approved: bool = False, **more: Any
) -> ShiftSignup:
    """Somebody who is noted as having come."""
    at = timezone.now() - timedelta(minutes=30)
    approved = {"approved_at": at, "thanked_at": at} if is_approved else {}
    noted = {"presence": "came", "minutes": minutes, "noted_at": at}
    return ShiftSignupFactory(shift=shift, **noted | approved | more)
