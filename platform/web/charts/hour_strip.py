"""Hours side by side, each filled as far as something was there in it
(`components/hour_strip.html`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

SIZE = 100  # so that a place is also a percentage
GAP = 0.2  # between two hours, as a part of one
LEAST = 12  # an outage of a minute is to be seen


class StripHour(NamedTuple):
    """How many minutes of an hour something was there, was not, and nobody knows."""

    starts_at: datetime
    up: int
    down: int
    unknown: int


@dataclass(frozen=True)
class HourStrip:
    """What to draw, in units of `size`: from below what was there, above it what was not."""

    hours: tuple[StripHour, ...] = ()
    up: str = ""
    down: str = ""
    unknown: str = ""
    size: int = SIZE


def hour_strip(hours: Sequence[StripHour]) -> HourStrip:
    """Return the columns of these hours, the oldest first."""
    drawn: dict[str, list[str]] = {"up": [], "down": [], "unknown": []}
    width = SIZE / max(len(hours), 1)
    for index, hour in enumerate(hours):
        begin, end = index * width + width * GAP / 2, (index + 1) * width - width * GAP / 2
        bottom = float(SIZE)
        for name, height in _heights(hour).items():
            if height:
                top = bottom - height
                drawn[name].append(f"M{begin:.2f} {bottom:.2f}V{top:.2f}H{end:.2f}V{bottom:.2f}Z")
                bottom = top
    return HourStrip(
        tuple(hours), "".join(drawn["up"]), "".join(drawn["down"]), "".join(drawn["unknown"])
    )


def _heights(hour: StripHour) -> dict[str, float]:
    minutes = hour.up + hour.down + hour.unknown
    if not minutes:
        return {"unknown": SIZE}
    down = max(hour.down / minutes * SIZE, LEAST) if hour.down else 0.0
    rest = SIZE - down
    known = hour.up + hour.unknown
    up = rest * hour.up / known if known else 0.0
    return {"up": up, "down": down, "unknown": rest - up if hour.unknown else 0.0}
