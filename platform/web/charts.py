"""Numbers as pictures: the field of voices and the growth of a petition, as data for SVG.

Nothing here knows HTML. The templates `components/voices.html` and
`components/growth_chart.html` draw what these functions return.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from django.utils.translation import gettext as _

from web.numbers import grouped

# --- The field of voices -----------------------------------------------------

CELL = 10  # SVG units from one dot's centre to the next
RADIUS = 4
FULL, EMPTY, MILESTONE, NEXT = "full", "empty", "milestone", "next"


class Dot(NamedTuple):
    """One dot; x counts from the side where a line of text begins, so RTL pages mirror it."""

    x: int
    y: int
    state: str


@dataclass(frozen=True)
class Milestone:
    """A row that lights up as a whole once `count` signatures are reached."""

    row: int
    count: int
    is_reached: bool


@dataclass(frozen=True)
class VoicesField:
    """A goal drawn as a field of dots, filled row by row; the whole field is the goal."""

    count: int
    goal: int
    each: int  # signatures one dot stands for
    columns: int
    rows: int
    filled: int
    total: int
    label: str
    milestones: tuple[Milestone, ...]
    dots: tuple[Dot, ...]
    width: int
    height: int
    radius: int = RADIUS

    @property
    def percent(self) -> int:
        """How much of the goal is reached; 100 only when it is."""
        return min(self.count * 100 // self.goal, 100)


def voices(
    count: int, goal: int, *, columns: int = 20, most: int = 200, label: str = ""
) -> VoicesField:
    """Return the field for `count` of `goal` signatures, at most `most` dots in it.

    The first signature already fills a dot, and the last dot waits for the goal:
    nobody sees an empty field after signing, and nobody a full one too early.
    """
    count, goal = max(count, 0), max(goal, 1)
    each = _nice_step(goal / most)
    total = ceil(goal / each)
    filled = total if count >= goal else min(max(count // each, int(count > 0)), total - 1)
    columns = _even_columns(total, columns)
    rows = ceil(total / columns)
    milestones = tuple(
        Milestone(row, min((row + 1) * columns * each, goal), filled >= min(end, total))
        for row in _milestone_rows(rows)
        for end in [(row + 1) * columns]
    )
    return VoicesField(
        count=count,
        goal=goal,
        each=each,
        columns=columns,
        rows=rows,
        filled=filled,
        total=total,
        label=label or _voices_label(count, goal, each),
        milestones=milestones,
        dots=_dots(total, filled, columns, {m.row for m in milestones if m.is_reached}),
        width=columns * CELL,
        height=rows * CELL,
    )


def _nice_step(least: float) -> int:
    """Return the first of 1, 5, 10, 25, 50, 100, 250, 500, … that is not below `least`."""
    if least <= 1:
        return 1
    power = 1
    while True:
        for step in (5 * power, 10 * power, 25 * power):
            if step >= least:
                return step
        power *= 10


def _even_columns(total: int, columns: int) -> int:
    """Prefer a somewhat narrower field over one whose last row stays ragged."""
    if total <= columns:
        return max(total, columns // 2)
    candidates = range(columns, columns * 6 // 10, -1)
    return next((wide for wide in candidates if total % wide == 0), columns)


def _milestone_rows(rows: int) -> list[int]:
    if rows < 4:
        return [rows - 1]
    return [ceil(rows * quarter / 4) - 1 for quarter in (1, 2, 3, 4)]


def _dots(total: int, filled: int, columns: int, lit: set[int]) -> tuple[Dot, ...]:
    def state(index: int) -> str:
        if index < filled:
            return MILESTONE if index // columns in lit else FULL
        return NEXT if index == filled else EMPTY

    return tuple(
        Dot(index % columns * CELL + CELL // 2, index // columns * CELL + CELL // 2, state(index))
        for index in range(total)
    )


def _voices_label(count: int, goal: int, each: int) -> str:
    numbers = {
        "count": grouped(count),
        "goal": grouped(goal),
        "each": grouped(each),
    }
    if each == 1:
        return _("%(count)s of %(goal)s signatures. Each dot is one signature.") % numbers
    return _("%(count)s of %(goal)s signatures. Each dot is %(each)s signatures.") % numbers


# --- Growth over time --------------------------------------------------------

WIDTH, HEIGHT = 640, 260
TOP, RIGHT, BOTTOM, LEFT = 20, 12, 32, 12
DAILY_ROWS = 31  # a longer table goes by week
DAILY_POINTS = 180  # so does a longer line: a phone shows no more
GOAL_IN_SIGHT = 5  # a goal further away than this many times the count would flatten the line


class Tick(NamedTuple):
    x: float
    day: date


@dataclass(frozen=True)
class Level:
    y: float
    count: int


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
    daily = _every_day(points)
    weekly = _by_week(daily)
    by_week = len(daily) > DAILY_ROWS
    curve = weekly if len(daily) > DAILY_POINTS else daily
    highest = max((row.total for row in curve), default=0)
    goal_shown = goal if goal and goal <= max(highest, 1) * GOAL_IN_SIGHT else None
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
        levels=tuple(Level(y(count), count) for count in _levels(top)),
        rows=tuple(weekly if by_week else daily),
        by_week=by_week,
    )


def _every_day(points: list[tuple[date, int]]) -> list[GrowthRow]:
    if not points:
        return []
    new: dict[date, int] = {}
    for day, count in points:
        new[day] = new.get(day, 0) + count
    first, last = min(new), max(new)
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


def _levels(top: int) -> list[int]:
    step = _nice_step(top / 4)
    return list(range(step, top + 1, step))
