"""The field of voices: a goal as dots, filled as people join (`components/voices.html`)."""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from django.utils.translation import gettext as _

from web.charts.scale import nice_step
from web.numbers import grouped

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
    each = nice_step(goal / most)
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
