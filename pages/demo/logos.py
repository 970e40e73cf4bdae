"""Logos of invented associations: a field of dots, drawn from their name alone."""

import hashlib
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 480
DOTS = 7
# Drawn larger and made smaller, so that the dots are round.
FINER = 3
# Ground, dots, and the dots that are lit: the colours of the platform (static/css/tokens.css).
COLOURS = (
    ("#004f5c", "#1b6d79", "#ffb77d"),
    ("#ffb77d", "#e79a5e", "#003a45"),
    ("#fdfaf6", "#d9e8ea", "#00606f"),
    ("#00343d", "#0f515c", "#ffd7a8"),
)


@cache
def logo(slug: str) -> bytes:
    """A PNG, the same each time; no two of the demo's associations have the same."""
    seed = hashlib.sha256(slug.encode()).digest()
    ground, dim, lit = COLOURS[seed[0] % len(COLOURS)]
    side = SIDE * FINER
    image = Image.new("RGB", (side, side), ground)
    pen = ImageDraw.Draw(image)
    step = side / (DOTS + 1)
    for row in range(DOTS):
        for column in range(DOTS):
            # Symmetrical to the middle: a sign, not a noise.
            mirrored = min(column, DOTS - 1 - column)
            is_lit = seed[1 + (row * (DOTS // 2 + 1) + mirrored) % 31] % 5 < 2
            _dot(pen, step * (column + 1), step * (row + 1), step * 0.36, lit if is_lit else dim)
    out = BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
