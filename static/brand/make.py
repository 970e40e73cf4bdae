"""Draw the raster icons of the mark: `python static/brand/make.py`. A developer's tool."""

from pathlib import Path

from PIL import Image, ImageDraw

PETROL, PAPER, APRICOT = "#00505f", "#fdf9f2", "#fdb67b"
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


def main() -> None:
    """Write the files beside this script."""
    here = Path(__file__).parent
    mark(32, 11).save(here / "favicon-32.png", optimize=True)
    mark(180, 0).save(here / "apple-touch-icon.png", optimize=True)
    mark(48, 11).save(here / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
