"""The campaigns' pictures, drawn by us: fields of voices in which many dots make one sign.

Points are measured from the middle of the picture, in heights of it: y from -0.5 (above) to
0.5, x from -0.89 to 0.89. None of the signs has a side that a direction of reading mirrors.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw

WIDTH, HEIGHT, CELL = 1600, 900, 40
LARGEST = 0.46  # radius of the largest dot, in cells
# Of the colours of static/css/tokens.css, and between them.
NIGHT, PETROL, MID, SOFT = "#05323d", "#00505f", "#2f8a96", "#c5dfe0"
APRICOT, PALE, EMBER, RUST = "#ffb875", "#ffd3a6", "#e07b2e", "#b5501f"
CREAM, PAPER = "#fde4c8", "#fdfaf4"
SMOOTH = 4


class Form(NamedTuple):
    """How far a point lies within it, in heights (negative: outside); how its dots look."""

    depth: float
    size: float
    colour: str


class Ground(NamedTuple):
    """What the voices stand on, and those who belong to no form."""

    colour: str
    size: float
    dots: str


# The forms of a sign at a point, those in front first.
type Sign = Callable[[float, float], Iterable[Form]]


def draw(name: str) -> Image.Image:
    """The picture of one sign: "ballot", "circles", "stairs", "talk" or "wheel"."""
    ground, sign = SIGNS[name]
    image = Image.new("RGB", (WIDTH, HEIGHT), ground.colour)
    random = Random(f"mitstimme {name}")  # noqa: S311 - the same picture every time
    for top in range(HEIGHT % CELL // 2, HEIGHT - CELL + 1, CELL):
        for start in range(0, WIDTH, CELL):
            x = (start + CELL / 2 - WIDTH / 2) / HEIGHT
            y = (top + CELL / 2 - HEIGHT / 2) / HEIGHT
            size, colour = _voice(sign(x, y), ground)
            # No two of them are quite the same.
            radius = size * LARGEST * CELL * random.uniform(0.9, 1)
            image.paste(colour, (start, top), _stamp(round(radius * 2) / 2))
    return image


def _voice(forms: Iterable[Form], ground: Ground) -> tuple[float, str]:
    """Size and colour of a dot. Towards the edge of a form its dots become smaller."""
    for form in forms:
        covered = 0.5 + form.depth * HEIGHT / CELL
        if covered > 0.3:
            return form.size * min(max(covered, 0.55), 1), form.colour
    return ground.size, ground.dots


def _ballot(x: float, y: float) -> Iterable[Form]:
    """The circle on a ballot paper, and the cross in it."""
    away = math.hypot(x, y)
    stroke = min(0.026 - abs(abs(x) - abs(y)) / math.sqrt(2), 0.255 - away)
    yield Form(stroke + 0.022, 1, RUST)
    yield Form(0.032 - abs(away - 0.375), 1, PETROL)


def _circles(x: float, y: float) -> Iterable[Form]:
    """Two who stand together; where they meet, the dots are largest."""
    one, other = 0.37 - math.hypot(x + 0.22, y), 0.37 - math.hypot(x - 0.22, y)
    yield Form(min(one, other), 1, NIGHT)
    yield Form(one, 0.84, RUST)
    yield Form(other, 0.84, PETROL)


def _stairs(x: float, y: float) -> Iterable[Form]:
    """Steps from both sides up to the middle, where the sun stands."""
    cell = CELL / HEIGHT
    step = 4 - int(abs(x) / cell) // 4
    top = 0.5 - cell * (3 * step + 2.2)
    yield Form(0.115 - math.hypot(x, y + 0.29), 1, EMBER)
    if step >= 0:
        yield Form(min(y - top, top + cell - y), 1, MID)
        yield Form(y - top - cell, 0.86, PETROL)


def _talk(x: float, y: float) -> Iterable[Form]:
    """Two who talk: one bubble each, in two colours, and one stands before the other."""
    near = _bubble(x - 0.3, y - 0.02, 0.36, 0.22, tail=0.14)
    yield Form(near, 1, APRICOT)
    far = _bubble(x + 0.28, y + 0.12, 0.44, 0.25, tail=-0.2)
    # A seam all around the one in front.
    yield Form(min(far, -near - 0.045), 0.92, PAPER)


def _bubble(x: float, y: float, half_width: float, half_height: float, *, tail: float) -> float:
    """How far within a speech bubble with its tail below."""
    corner = 0.12
    across, down = abs(x) - half_width + corner, abs(y) - half_height + corner
    beyond = math.hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0)
    below = y - half_height + 0.02
    in_tail = min(0.1 - below * 0.55 - abs(x - tail), 0.19 - below, below)
    return max(corner - beyond, in_tail)


def _wheel(x: float, y: float) -> Iterable[Form]:
    """A round dance: eight of two colours around one middle."""
    yield Form(0.1 - math.hypot(x, y), 1, APRICOT)
    for number in range(8):
        turn = number * math.pi / 4
        there = math.hypot(x - 0.27 * math.cos(turn), y - 0.27 * math.sin(turn))
        yield Form(0.095 - there, 1, EMBER if number % 2 else PAPER)


SIGNS: dict[str, tuple[Ground, Sign]] = {
    "ballot": (Ground(CREAM, 0.44, "#f6cc9f"), _ballot),
    "circles": (Ground(APRICOT, 0.46, PALE), _circles),
    "stairs": (Ground(SOFT, 0.4, "#9fc9cc"), _stairs),
    "talk": (Ground("#0f6875", 0.46, "#2a8794"), _talk),
    "wheel": (Ground(NIGHT, 0.42, "#0f4a57"), _wheel),
}


@cache
def _stamp(radius: float) -> Image.Image:
    """A dot of this radius in the middle of a cell, with a smooth edge."""
    large = Image.new("L", (CELL * SMOOTH, CELL * SMOOTH))
    middle, reach = CELL * SMOOTH / 2, radius * SMOOTH
    box = (middle - reach, middle - reach, middle + reach, middle + reach)
    ImageDraw.Draw(large).ellipse(box, fill=255)
    return large.resize((CELL, CELL), Image.Resampling.LANCZOS)
