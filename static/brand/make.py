"""Draw the mark's raster icons and the style guide's picture: `python static/brand/make.py`.

A developer's tool.
"""

from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

PETROL, PAPER, APRICOT = "#00505f", "#fdf9f2", "#fdb67b"
CROWD = (APRICOT, PAPER, "#c5dfe0", "#256a78")
VOICES = [(11.5, 12), (24, 12), (36.5, 12), (11.5, 23), (36.5, 23), (17, 35)]
FINE = 8  # drawn larger and scaled down, for smooth edges


def mark(size: int, corner: float) -> Image.Image:
    """The mark in a square of `size` pixels; `corner` in the 48 units of favicon.svg."""
    unit = size * FINE / 48
    image = Image.new("RGBA", (size * FINE, size * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    edge = size * FINE - 1
    draw.rounded_rectangle((0, 0, edge, edge), radius=corner * unit, fill=PETROL)
    for x, y, radius, colour in [*((x, y, 3.4, PAPER) for x, y in VOICES), (24, 23, 5.4, APRICOT)]:
        box = ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit)
        draw.ellipse(box, fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def crowd(width: int, height: int) -> Image.Image:
    """A square full of people, row behind row: the picture in the style guide."""
    image = Image.new("RGB", (width * 2, height * 2), PETROL)
    draw = ImageDraw.Draw(image)
    chance = Random(17)  # noqa: S311 - the same picture each time
    y, radius = height * 0.5, width / 110
    while y < height * 2 + radius:
        x = chance.uniform(-radius, radius)
        while x < width * 2 + radius:
            dx, dy = chance.uniform(-0.3, 0.3) * radius, chance.uniform(-0.5, 0.5) * radius
            box = (x + dx - radius, y + dy - radius, x + dx + radius, y + dy + radius)
            draw.ellipse(box, fill=chance.choices(CROWD, (3, 5, 2, 3))[0])
            x += radius * chance.uniform(2.3, 3.1)
        y += radius * 1.9
        radius *= 1.09
    return image.resize((width, height), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the files beside this script."""
    here = Path(__file__).parent
    for width in (480, 960):
        crowd(width, width * 5 // 8).save(here / f"crowd-{width}.webp", quality=70, method=6)
    crowd(960, 600).save(here / "crowd-960.jpeg", quality=70, optimize=True, progressive=True)
    mark(32, 11).save(here / "favicon-32.png", optimize=True)
    mark(180, 0).save(here / "apple-touch-icon.png", optimize=True)
    mark(48, 11).save(here / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
