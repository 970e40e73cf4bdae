"""How it may go on, said so that everybody can check it: as in the last fourteen days."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

BASIS_DAYS = 14
FEWEST_DAYS = 5  # fewer say nothing
AHEAD_DAYS = 28


@dataclass(frozen=True)
class Forecast:
    """What the count would be at the end of `until`.

    `middle` if each day brings as many as the `basis_days` before today did on average
    (`a_day`); `low` and `high` if each is like the quieter and the livelier half of them.
    `goal_on` is when the middle way comes to the goal, if it does by then.
    """

    until: date
    basis_days: int
    a_day: float
    low: int
    middle: int
    high: int
    goal_on: date | None


def forecast(
    daily: list[int], total: int, *, today: date, closes_on: date | None, goal: int | None
) -> Forecast | None:
    """Go on from `total`. `daily` are the changes of each day before today, the latest last.

    None where there is nothing to say: after fewer than five days, when the last five brought
    nobody or less, and when it closes today. Never beyond the last day, nor twice as far as it
    looks back, nor four weeks.
    """
    basis = sorted(daily[-BASIS_DAYS:])
    until = min(today + timedelta(days=min(AHEAD_DAYS, 2 * len(basis))), closes_on or date.max)
    days = (until - today).days
    if len(basis) < FEWEST_DAYS or sum(daily[-FEWEST_DAYS:]) <= 0 or sum(basis) <= 0 or days < 1:
        return None
    half = len(basis) // 2
    a_day, quiet, lively = _mean(basis), _mean(basis[:half]), _mean(basis[-half:])
    missing = goal - total if goal and goal > total else None
    to_goal = ceil(missing / a_day) if missing else None
    return Forecast(
        until=until,
        basis_days=len(basis),
        a_day=a_day,
        low=max(round(total + quiet * days), 0),
        middle=round(total + a_day * days),
        high=round(total + lively * days),
        goal_on=today + timedelta(days=to_goal) if to_goal and to_goal <= days else None,
    )


def _mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)
