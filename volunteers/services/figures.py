"""What helping came to, in numbers: needed and filled, hours, people, languages.

Ten queries, whatever there is to count. What erased people did is in the hours, as sums of
their shifts and tasks; who they were is known no more, so they are missing among the people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, DateField, Q, QuerySet, Sum
from django.db.models.functions import Least, TruncMonth, TruncWeek
from django.utils import timezone

from campaigns.models import Campaign
from privacy.small_cells import withhold
from volunteers.models import (
    Level,
    Requirement,
    RequirementLanguage,
    Shift,
    ShiftSignup,
    Supporter,
    Task,
    TaskClaim,
    TaskSum,
    VolunteerLanguage,
)

WEEKS_BACK, WEEKS_AHEAD = 12, 8
MONTHS = 12
SPEAKS = (Level.GOOD, Level.FLUENT)


@dataclass(frozen=True)
class Week:
    """The shifts of a week, from Monday: people needed at least, and how many of those places
    are filled. Whoever comes beyond what one shift needs fills no gap of another."""

    first: date
    needed: int = 0
    filled: int = 0
    shifts: int = 0


@dataclass(frozen=True)
class Month:
    """What was done in a month: approved minutes, and people by whether they came before."""

    first: date
    shift_minutes: int = 0
    task_minutes: int = 0
    new: int = 0
    returning: int = 0

    @property
    def minutes(self) -> int:
        return self.shift_minutes + self.task_minutes

    @property
    def people(self) -> int:
        return self.new + self.returning


@dataclass(frozen=True)
class Cover:
    """A language: places to come that need it, how many of them are free, and how many people
    speak it well enough; None where they are so few that the reader may not know."""

    language: str
    needed: int
    missing: int
    speakers: int | None


@dataclass(frozen=True)
class HelpFigures:
    weeks: list[Week]
    months: list[Month]
    languages: list[Cover]
    # All that was ever approved, in minutes.
    minutes: int

    @property
    def ahead(self) -> Week:
        """This week and those to come, together."""
        today = timezone.localdate()
        coming = [week for week in self.weeks if week.first > today - timedelta(days=7)]
        return Week(
            today,
            sum(week.needed for week in coming),
            sum(week.filled for week in coming),
            sum(week.shifts for week in coming),
        )


def help_figures(campaigns: QuerySet[Campaign], *, sees_people: bool) -> HelpFigures:
    """The figures of these campaigns together. Whoever does not see people is not told how
    many speak a language where these are fewer than five."""
    months, minutes = _months(campaigns)
    return HelpFigures(_weeks(campaigns), months, _languages(campaigns, sees_people), minutes)


def _weeks(campaigns: QuerySet[Campaign]) -> list[Week]:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    shown = [monday + timedelta(weeks=n) for n in range(-WEEKS_BACK, WEEKS_AHEAD + 1)]
    rows = (
        Requirement.objects.filter(shift__campaign__in=campaigns, shift__state=Shift.State.OPEN)
        .annotate(week=TruncWeek("shift__starts_at", output_field=DateField()))
        .filter(week__range=(shown[0], shown[-1]))
        .values("week")
        .order_by()
        .annotate(
            needed=Sum("minimum"),
            filled=Sum(Least("taken", "minimum")),
            shifts=Count("shift", distinct=True),
        )
    )
    found = {
        row["week"]: Week(row["week"], row["needed"], row["filled"], row["shifts"]) for row in rows
    }
    return [found.get(first, Week(first)) for first in shown]


def _months(campaigns: QuerySet[Campaign]) -> tuple[list[Month], int]:
    on_shifts, on_tasks = _minutes(campaigns)
    new, all_people = _people(campaigns)
    months = [
        Month(
            first,
            on_shifts[first],
            on_tasks[first],
            new[first],
            all_people[first] - new[first],
        )
        for first in _last_months()
    ]
    return months, sum(on_shifts.values()) + sum(on_tasks.values())


def _minutes(campaigns: QuerySet[Campaign]) -> tuple[dict[date, int], dict[date, int]]:
    """Approved minutes by the first day of a month, on shifts and on tasks."""
    on_shifts: dict[date, int] = defaultdict(int)
    signups = ShiftSignup.objects.filter(shift__campaign__in=campaigns).exclude(approved_at=None)
    shifts = Shift.objects.filter(campaign__in=campaigns, erased_minutes__gt=0)
    for rows in (
        _by_month(signups, "shift__starts_at", Sum("minutes", default=0)),
        _by_month(shifts, "starts_at", Sum("erased_minutes", default=0)),
    ):
        for month, minutes in rows:
            on_shifts[month] += minutes
    done = TaskClaim.objects.filter(
        task__campaign__in=campaigns, state=TaskClaim.State.APPROVED
    ).exclude(decided_at=None)
    on_tasks: dict[date, int] = defaultdict(int)
    sums = TaskSum.objects.filter(task__campaign__in=campaigns).order_by().values("month")
    erased = sums.annotate(total=Sum("minutes")).values_list("month", "total")
    for rows in (_by_month(done, "decided_at", Sum("minutes", default=0)), list(erased)):
        for month, minutes in rows:
            on_tasks[month] += minutes
    return on_shifts, on_tasks


def _people(campaigns: QuerySet[Campaign]) -> tuple[dict[date, int], dict[date, int]]:
    """How many helped in a month, and for how many of them it was the first time: on a shift
    they were not noted as missing from, or by a task that was approved."""
    came = (
        ShiftSignup.objects.confirmed()
        .filter(
            shift__campaign__in=campaigns,
            shift__state=Shift.State.OPEN,
            shift__starts_at__lte=timezone.now(),
        )
        .exclude(presence=ShiftSignup.Presence.NO_SHOW)
    )
    did = TaskClaim.objects.filter(
        task__campaign__in=campaigns, state=TaskClaim.State.APPROVED
    ).exclude(decided_at=None)
    helped = {
        *came.values_list("person_key", _month("shift__starts_at")).distinct(),
        *did.values_list("person_key", _month("decided_at")).distinct(),
    }
    first: dict[str, date] = {}
    everybody: dict[date, int] = defaultdict(int)
    for person, month in helped:
        everybody[month] += 1
        first[person] = min(month, first.get(person, month))
    new: dict[date, int] = defaultdict(int)
    for month in first.values():
        new[month] += 1
    return new, everybody


def _languages(campaigns: QuerySet[Campaign], sees_people: bool) -> list[Cover]:
    """What needs or speaks more than German. A place for which one of two languages will do
    counts for both."""
    places = RequirementLanguage.objects.filter(
        requirement__shift__campaign__in=campaigns,
        requirement__shift__in=Shift.objects.filter(state=Shift.State.OPEN).coming(),
    )
    tasks = Task.objects.filter(campaign__in=campaigns, state=Task.State.OPEN)
    needed: dict[str, int] = defaultdict(int)
    filled: dict[str, int] = defaultdict(int)
    for rows in (
        places.values_list("language").annotate(
            there=Sum("requirement__minimum"),
            held=Sum(Least("requirement__taken", "requirement__minimum")),
        ),
        tasks.exclude(language="")
        .values_list("language")
        .annotate(there=Sum("maximum"), held=Sum("taken")),
    ):
        for language, there, held in rows.order_by():
            needed[language] += there
            filled[language] += held
    speakers = _speakers(campaigns)
    told = speakers if sees_people else dict(withhold(speakers).shown)
    shown = (needed.keys() | told.keys()) - {settings.LANGUAGE_CODE}
    covers = [
        Cover(
            language,
            needed[language],
            needed[language] - filled[language],
            told.get(language, 0 if sees_people else None),
        )
        for language in shown
    ]
    return sorted(
        covers, key=lambda one: (-one.missing, -one.needed, -(one.speakers or 0), one.language)
    )


def _speakers(campaigns: QuerySet[Campaign]) -> dict[str, int]:
    """How many of those who have joined or are signed up speak a language well enough."""
    joined = Supporter.objects.joined().filter(campaign__in=campaigns)
    signed_up = ShiftSignup.objects.confirmed().filter(shift__campaign__in=campaigns)
    people = Q(volunteer__in=joined.values("person_key")) | Q(
        volunteer__in=signed_up.values("person_key")
    )
    rows = VolunteerLanguage.objects.filter(people, level__in=SPEAKS).values_list("language")
    return dict(rows.order_by().annotate(number=Count("volunteer", distinct=True)))


def _last_months() -> list[date]:
    """The first days of the last twelve months, this one included."""
    today = timezone.localdate()
    ordinals = range(today.year * 12 + today.month - MONTHS, today.year * 12 + today.month)
    return [date(number // 12, number % 12 + 1, 1) for number in ordinals]


def _month(moment: str) -> TruncMonth:
    return TruncMonth(moment, output_field=DateField())


def _by_month(rows: QuerySet, moment: str, total: Sum) -> list[tuple[date, int]]:
    months = rows.order_by().annotate(month=_month(moment)).values("month")
    return list(months.annotate(total=total).values_list("month", "total"))
