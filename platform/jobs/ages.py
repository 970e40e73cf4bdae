"""How long what people wait for takes, from when it was wanted until it was done.

Kept as so many of each length and day: nothing in it is anybody's. A job counts the days
anew from the rows of what is done, which stay for a week, so it may run twice or miss a few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Value, When
from django.utils import timezone

from jobs.models import Job, JobAge
from jobs.registry import HANDLERS

# Lengths in seconds, each told as "at most so many": finer than anybody feels, and few.
BOUNDS = (
    1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200,
    14400, 28800, 86400, 604800,
)  # fmt: skip
# So many days back all that was done is still there (services.forget_finished).
WHOLE_DAYS = 6


@dataclass(frozen=True)
class DayOfAges:
    """Of so many on a day, half took `median` seconds at most, and 95 of 100 `most`."""

    day: date
    number: int
    median: int
    most: int


def count_ages() -> None:
    """Count anew each day that may have grown, for each kind that is measured."""
    today = timezone.localdate()
    for kind in sorted(kind for kind, handler in HANDLERS.items() if handler.is_timed):
        for passed in range((today - _begin(kind, today)).days, -1, -1):
            _count_day(kind, today - timedelta(days=passed))


def ages_by_day(kind: str, since: date) -> list[DayOfAges]:
    """How long this kind took on each day on which there was any. One query."""
    days: dict[date, dict[int, int]] = {}
    rows = JobAge.objects.filter(kind=kind, day__gte=since).order_by("day", "at_most")
    for day, at_most, number in rows.values_list("day", "at_most", "number"):
        days.setdefault(day, {})[at_most] = number
    return [
        DayOfAges(day, sum(ages.values()), within(ages, 50), within(ages, 95))
        for day, ages in days.items()
    ]


def within(ages: Mapping[int, int], percent: int) -> int:
    """The length within which so many of a hundred lie, as one of the bounds."""
    needed = -(-sum(ages.values()) * percent // 100)
    reached = 0
    for bound in sorted(ages):
        reached += ages[bound]
        if reached >= needed:
            return bound
    raise ValueError("There are none.")


def _begin(kind: str, today: date) -> date:
    """The newest day that is known, which has grown since; never one that is partly deleted."""
    whole = today - timedelta(days=WHOLE_DAYS)
    newest = JobAge.objects.filter(kind=kind).order_by("-day").values_list("day", flat=True)
    return max(newest.first() or whole, whole)


def _count_day(kind: str, day: date) -> None:
    done = Job.objects.filter(
        kind=kind,
        state=Job.State.DONE,
        finished_at__gte=_midnight(day),
        finished_at__lt=_midnight(day + timedelta(days=1)),
    )
    age = ExpressionWrapper(F("finished_at") - F("wanted_at"), output_field=DurationField())
    bound = Case(
        *(When(age__lte=timedelta(seconds=bound), then=Value(bound)) for bound in BOUNDS),
        default=Value(BOUNDS[-1]),
    )
    found = dict(
        done.annotate(age=age)
        .annotate(at_most=bound)
        .order_by()
        .values("at_most")
        .annotate(n=Count("pk"))
        .values_list("at_most", "n")
    )
    with transaction.atomic():
        JobAge.objects.filter(kind=kind, day=day).exclude(at_most__in=found).delete()
        JobAge.objects.bulk_create(
            [
                JobAge(kind=kind, day=day, at_most=bound, number=number)
                for bound, number in sorted(found.items())
            ],
            update_conflicts=True,
            unique_fields=["kind", "day", "at_most"],
            update_fields=["number"],
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
