"""Moments of the demo: by the clock of the city."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def at(day: date, hour: str = "10:00") -> datetime:
    """This hour ("18:30") of this day, by the clock of the city."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))
