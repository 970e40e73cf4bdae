"""One figure of the benchmark, as it is printed and kept."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`value` is a ratio where there is something to compare with, else in `unit`.

    `spread` is the range of the rounds. `goal` is the least that is good enough, or the most
    where less is better.
    """

    name: str
    value: float
    goal: float
    unit: str = "ratio"
    less_is_better: bool = False
    rounds: int = 1
    spread: tuple[float, float] | None = None
    detail: str = ""

    @property
    def reaches_goal(self) -> bool:
        return self.value <= self.goal if self.less_is_better else self.value >= self.goal

    def line(self) -> str:
        kind = "ratio" if self.unit == "ratio" else "value"
        told = asdict(self)
        told[kind] = told.pop("value")
        return json.dumps(told | {"reaches_goal": self.reaches_goal})


def alternating(
    name: str,
    ours: Callable[[], float],
    bare: Callable[[], float],
    *,
    goal: float,
    rounds: int,
) -> Figure:
    """The median of ratios, each of two neighbouring runs: the machine's mood cancels out.

    The first round warms both up and isn't counted.
    """
    ratios, rates = [], []
    for number in range(rounds + 1):
        # Who is first changes with each round.
        if number % 2:
            theirs, own = bare(), ours()
        else:
            own, theirs = ours(), bare()
        if number:
            ratios.append(own / theirs)
            rates.append((own, theirs))
    own, theirs = (statistics.median(side) for side in zip(*rates, strict=True))
    return Figure(
        name=name,
        value=round(statistics.median(ratios), 3),
        goal=goal,
        rounds=rounds,
        spread=(round(min(ratios), 3), round(max(ratios), 3)),
        detail=f"{own:.0f} a second against {theirs:.0f}",
    )
