"""What the charts measure by: round steps, and how far a goal may be away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# A goal further away than this many times the count would flatten the line.
GOAL_IN_SIGHT = 5


@dataclass(frozen=True)
class Level:
    """A line across the chart at a round number."""

    y: float
    count: int


def nice_step(least: float) -> int:
    """Return the first of 1, 5, 10, 25, 50, 100, 250, 500, … that is not below `least`."""
    if least <= 1:
        return 1
    power = 1
    while True:
        for step in (5 * power, 10 * power, 25 * power):
            if step >= least:
                return step
        power *= 10


def levels(top: int, about: int) -> list[int]:
    """Round numbers up to `top`, about so many."""
    step = nice_step(top / about)
    return list(range(step, top + 1, step))


def goal_in_sight(goal: int | None, highest: int) -> int | None:
    return goal if goal and goal <= max(highest, 1) * GOAL_IN_SIGHT else None


@dataclass(frozen=True)
class Days:
    """An axis of so many days, `size` units wide, the first of them at nought."""

    first: date
    days: int
    size: int

    def x(self, day: date) -> float:
        """Where a day begins."""
        return round((day - self.first).days / self.days * self.size, 2)

    def ticks(self) -> tuple[date, ...]:
        """Five days, evenly spaced, the first and the last among them."""
        steps = (round((self.days - 1) * part / 4) for part in range(5))
        return tuple(self.first + timedelta(days=step) for step in steps)


def path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
