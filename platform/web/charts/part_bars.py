"""Bars of which a part is filled, side by side (`components/part_bars.html`): what was needed
and what of it is there, who came and who of them for the first time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from web.charts.scale import Level, levels

SIZE = 100  # so that a place is also a percentage, which text can be put at
HEADROOM = 11  # above the highest bar, for the label of a line
GAP = 0.24  # between two bars, as a part of one
MOST_TICKS = 5


class PartRow(NamedTuple):
    """A bar, and a line of the table: a period by its first day, all of it, and the part."""

    first: date
    whole: float
    part: float

    @property
    def rest(self) -> float:
        return round(self.whole - self.part, 1)


@dataclass(frozen=True)
class PartBars:
    """What to draw, in units of `size`. `now_x` is where the row of today begins."""

    rows: tuple[PartRow, ...] = ()
    whole: str = ""
    part: str = ""
    levels: tuple[Level, ...] = ()
    ticks: tuple[date, ...] = ()
    now_x: float | None = None
    size: int = SIZE

    @property
    def is_empty(self) -> bool:
        return not any(row.whole for row in self.rows)

    @property
    def best(self) -> PartRow:
        """The highest; the earliest of equal ones."""
        return max(self.rows, key=lambda row: row.whole)


def part_bars(rows: Sequence[PartRow], *, now: date | None = None) -> PartBars:
    """Return bars for periods that follow one another. `now` is the first day of the one that
    today is in, where others come after it."""
    if not rows:
        return PartBars()
    top = max(2.0, *(row.whole for row in rows))
    width = SIZE / len(rows)

    def bar(index: int, value: float) -> str:
        begin, end = index * width + width * GAP / 2, (index + 1) * width - width * GAP / 2
        height = SIZE - (SIZE - HEADROOM) * value / top
        return f"M{begin:.2f} {SIZE}V{height:.2f}H{end:.2f}V{SIZE}Z"

    starts = [row.first for row in rows]
    return PartBars(
        tuple(rows),
        "".join(bar(index, row.whole) for index, row in enumerate(rows) if row.whole > 0),
        "".join(bar(index, row.part) for index, row in enumerate(rows) if row.part > 0),
        tuple(
            Level(round(SIZE - (SIZE - HEADROOM) * count / top, 2), count)
            for count in levels(int(top), 2)
        ),
        _ticks(starts),
        round(starts.index(now) * width, 2) if now in starts else None,
    )


def _ticks(starts: Sequence[date]) -> tuple[date, ...]:
    """Up to five of the first days, evenly spaced, the first and the last among them."""
    wanted = min(len(starts), MOST_TICKS)
    if wanted < 2:
        return tuple(starts)
    return tuple(starts[round(n * (len(starts) - 1) / (wanted - 1))] for n in range(wanted))
