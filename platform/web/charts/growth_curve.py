"""The growth of a petition as a curve (`components/growth_chart.html`), for its public page."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from web.charts.scale import Level, goal_in_sight, levels

WIDTH, HEIGHT = 640, 260
TOP, RIGHT, BOTTOM, LEFT = 20, 12, 32, 12
DAILY_ROWS = 31  # a longer table goes by week
DAILY_POINTS = 180  # so does a longer line: a phone shows no more


class Tick(NamedTuple):
    x: float
    day: date


class GrowthRow(NamedTuple):
    """A line of the table: a day, or the week that begins on it."""

    day: date
    total: int
    new: int


@dataclass(frozen=True)
class GrowthChart:
    """How the confirmed signatures grew, as a curve and as the table under it."""

    width: int
    height: int
    line: str
    area: str
    goal: int | None
    goal_y: float | None
    ticks: tuple[Tick, ...]
    levels: tuple[Level, ...]
    rows: tuple[GrowthRow, ...]
    by_week: bool
    base_y: int = HEIGHT - BOTTOM

    @property
    def is_empty(self) -> bool:
        return not self.rows


def growth(points: list[tuple[date, int]], goal: int | None) -> GrowthChart:
    """Return the curve for `points`: each day with the signatures that were new on it.

    A day's number may be negative, when more people withdrew than signed. Days that are
    missing count as nought; the order does not matter.
    """
    daily = every_day(points)
    weekly = _by_week(daily)
    by_week = len(daily) > DAILY_ROWS
    curve = weekly if len(daily) > DAILY_POINTS else daily
    highest = max((row.total for row in curve), default=0)
    goal_shown = goal_in_sight(goal, highest)
    top = max(highest, goal_shown or 0, 1)

    def y(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(count, 0) / top, 1)

    line = [(_x(index, len(curve)), y(row.total)) for index, row in enumerate(curve)]
    return GrowthChart(
        width=WIDTH,
        height=HEIGHT,
        line=_path(line),
        area=_area(line),
        goal=goal or None,
        goal_y=y(goal_shown) if goal_shown else None,
        ticks=_ticks(curve),
        levels=tuple(Level(y(count), count) for count in levels(top, 4)),
        rows=tuple(weekly if by_week else daily),
        by_week=by_week,
    )


def every_day(points: list[tuple[date, int]], until: date | None = None) -> list[GrowthRow]:
    """Each day from the first to the last, or up to `until` if that is later, with its sum."""
    if not points:
        return []
    new: dict[date, int] = {}
    for day, count in points:
        new[day] = new.get(day, 0) + count
    first, last = min(new), max(max(new), until or date.min)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    totals = accumulate(new.get(day, 0) for day in days)
    return [
        GrowthRow(day, total, new.get(day, 0)) for day, total in zip(days, totals, strict=True)
    ]


def _by_week(daily: list[GrowthRow]) -> list[GrowthRow]:
    weeks: dict[date, GrowthRow] = {}
    for row in daily:
        monday = row.day - timedelta(days=row.day.weekday())
        before = weeks.get(monday)
        weeks[monday] = GrowthRow(monday, row.total, row.new + (before.new if before else 0))
    return list(weeks.values())


def _x(index: int, length: int) -> float:
    """Return where a point lies; a single one stands at the end of the axis."""
    share = index / (length - 1) if length > 1 else 1
    return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)


def _path(line: list[tuple[float, float]]) -> str:
    if len(line) == 1:
        # One day is no curve yet: rise from the beginning of the axis to it.
        line = [(LEFT, HEIGHT - BOTTOM), *line]
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in line) if line else ""


def _area(line: list[tuple[float, float]]) -> str:
    if not line:
        return ""
    start = LEFT if len(line) == 1 else line[0][0]
    floor = HEIGHT - BOTTOM
    return f"{_path(line)} L{line[-1][0]:g} {floor:g} L{start:g} {floor:g} Z"


def _ticks(curve: list[GrowthRow]) -> tuple[Tick, ...]:
    """Return up to five dates, evenly spaced, the first and the last among them."""
    wanted = min(len(curve), 5)
    if wanted < 2:
        return tuple(Tick(_x(0, 1), row.day) for row in curve)
    picked = [round(step * (len(curve) - 1) / (wanted - 1)) for step in range(wanted)]
    return tuple(Tick(_x(index, len(curve)), curve[index].day) for index in picked)
