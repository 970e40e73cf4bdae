"""The course of a petition for its organisers: all signatures as a line with goal and
forecast, what each day brought as bars, and both as a table (`components/course_chart.html`)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from web.charts.course_drawing import DAY, SIZE, Bars, Line, Row, draw_bars, draw_line
from web.charts.forecast import Forecast, forecast
from web.charts.scale import Days

MOST_BARS = 62  # a phone shows no more
ROOM_DAYS = 7  # the first days do not fill the whole width


class Day(NamedTuple):
    """By how much the confirmed ones changed on a day, and how many signed on it."""

    day: date
    new: int
    signed: int = 0


@dataclass(frozen=True)
class Course:
    """What to draw, in units of `size`, and its numbers: `rows`, the oldest first.

    `unit` says whether a row is a day, a week or a month.
    """

    goal: int | None
    unit: str = "day"
    rows: tuple[Row, ...] = ()
    line: Line = field(default_factory=Line)
    bars: Bars = field(default_factory=Bars)
    forecast: Forecast | None = None
    ticks: tuple[date, ...] = ()
    size: int = SIZE

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def total(self) -> int:
        return self.rows[-1].total if self.rows else 0

    @property
    def first(self) -> date:
        return self.rows[0].first

    @property
    def last(self) -> date:
        return self.rows[-1].last

    @property
    def best(self) -> Row:
        """The row that brought most; the earliest of equal ones."""
        return max(self.rows, key=lambda row: row.new)


def course(
    days: Iterable[Day],
    goal: int | None,
    *,
    today: date,
    ended_on: date | None = None,
    closes_on: date | None = None,
) -> Course:
    """Return the course up to today, or to the day on which it ended.

    Missing days count as nought, the order does not matter, and a day may be negative.
    `closes_on` is the last day for signing: the forecast ends there, and there is none once
    it has `ended_on`.
    """
    daily = _every_day(days, min(today, ended_on or today))
    if not daily:
        return Course(goal)
    before_today = [row.new for row in daily if row.first < today]
    ahead = (
        None
        if ended_on
        else forecast(before_today, daily[-1].total, today=today, closes_on=closes_on, goal=goal)
    )
    first = daily[0].first
    end = max(daily[-1].last, first + DAY * (ROOM_DAYS - 1), ahead.until if ahead else first)
    axis = Days(first, (end - first).days + 1, SIZE)
    unit, rows = _binned(daily)
    return Course(
        goal,
        unit,
        tuple(rows),
        draw_line(daily, axis, goal, ahead),
        draw_bars(rows, axis),
        ahead,
        axis.ticks(),
    )


def _every_day(days: Iterable[Day], until: date) -> list[Row]:
    new: dict[date, int] = {}
    signed: dict[date, int] = {}
    for day, changed, came in days:
        new[day] = new.get(day, 0) + changed
        signed[day] = signed.get(day, 0) + came
    if not new:
        return []
    first, last = min(new), max(max(new), until)
    every = [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
    totals = accumulate(new.get(day, 0) for day in every)
    return [
        Row(day, day, signed.get(day, 0), new.get(day, 0), total)
        for day, total in zip(every, totals, strict=True)
    ]


def _binned(daily: list[Row]) -> tuple[str, list[Row]]:
    """Days, or weeks, or months: the finest of which there are few enough."""
    if len(daily) <= MOST_BARS:
        return "day", daily
    if len(daily) <= MOST_BARS * 7:
        return "week", _together(daily, lambda day: day - timedelta(days=day.weekday()))
    return "month", _together(daily, lambda day: day.replace(day=1))


def _together(daily: list[Row], begin_of: Callable[[date], date]) -> list[Row]:
    bins: dict[date, Row] = {}
    for row in daily:
        begin = begin_of(row.first)
        before = bins.get(begin)
        bins[begin] = (
            Row(
                before.first,
                row.last,
                before.signed + row.signed,
                before.new + row.new,
                row.total,
            )
            if before
            else row
        )
    return list(bins.values())
