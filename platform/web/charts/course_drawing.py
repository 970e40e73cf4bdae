"""The two drawings of a course: all signatures as a line, and what each bin brought as bars.

Both are SIZE units wide and high, and stretched to the page; the text in them is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from web.charts.forecast import Forecast
from web.charts.scale import Days, Level, goal_in_sight, levels, path

SIZE = 100  # so that a place is also a percentage, which text can be put at
HEADROOM = 11  # above the highest line, for its label
MOST_POINTS = 180
GAP = 0.18  # between two bars, as a part of one
DAY = timedelta(days=1)


class Row(NamedTuple):
    """A bar, and a line of the table: a day, a week (from Monday) or a month."""

    first: date
    last: date
    signed: int
    new: int
    total: int


@dataclass(frozen=True)
class Line:
    """The sum of all days, with the goal if it is in sight, and how it may go on."""

    line: str = ""
    area: str = ""
    goal_y: float | None = None
    levels: tuple[Level, ...] = ()
    ahead: str = ""
    ahead_area: str = ""


@dataclass(frozen=True)
class Bars:
    """What each row brought; `below` are those in which more withdrew than confirmed."""

    above: str = ""
    below: str = ""
    zero_y: float = SIZE
    levels: tuple[Level, ...] = ()


def draw_line(
    daily: Sequence[Row], axis: Days, goal: int | None, forecast: Forecast | None
) -> Line:
    highest = max(max(row.total for row in daily), forecast.high if forecast else 0)
    shown = goal_in_sight(goal, highest)
    top = max(highest, shown or 0, 2)

    def y(count: int) -> float:
        return round(SIZE - (SIZE - HEADROOM) * max(count, 0) / top, 2)

    step = -(-len(daily) // MOST_POINTS)
    # Counted from the end, so that the last day is always among them.
    points = [(axis.x(row.last + DAY), y(row.total)) for row in daily[::-step][::-1]]
    line = path([(axis.x(daily[0].first), SIZE), *points])
    ahead = ahead_area = ""
    if forecast:
        today, end = points[-1], axis.x(forecast.until + DAY)
        ahead = path([today, (end, y(forecast.middle))])
        ahead_area = path([today, (end, y(forecast.high)), (end, y(forecast.low))]) + "Z"
    return Line(
        line,
        f"{line}V{SIZE}Z",
        y(shown) if shown else None,
        tuple(Level(y(count), count) for count in levels(top, 3)),
        ahead,
        ahead_area,
    )


def draw_bars(rows: Sequence[Row], axis: Days) -> Bars:
    most = max(max(row.new for row in rows), 0)
    least = min(min(row.new for row in rows), 0)
    unit = (SIZE - HEADROOM) / max(most - least, 2)
    zero = round(HEADROOM + most * unit, 2) if most or least else SIZE

    def y(count: int) -> float:
        return round(zero - count * unit, 2)

    def bar(row: Row) -> str:
        begin, end = axis.x(row.first), axis.x(row.last + DAY)
        gap = (end - begin) * GAP / 2
        return f"M{begin + gap:g} {zero:g}V{y(row.new):g}H{end - gap:g}V{zero:g}Z"

    return Bars(
        "".join(bar(row) for row in rows if row.new > 0),
        "".join(bar(row) for row in rows if row.new < 0),
        zero,
        tuple(Level(y(count), count) for count in levels(most, 2)) if most else (),
    )
