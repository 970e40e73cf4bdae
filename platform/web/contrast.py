"""Somebody else's colour on our pages: kept in its hue, and brought to where it can be read.

WCAG 2.2: text needs a contrast of 4.5 to 1 (1.4.3), what is pressed one of 3 to 1 (1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

TEXT = 4.5
CONTROL = 3.0
# Everything that the colour may stand on, of static/css/tokens.css: paper, tint, surface, and
# what a button shows under the pointer.
GROUNDS = {
    "light": ("#fdfaf6", "#f7f0e6", "#ffffff", "#d5eff2"),
    "dark": ("#0a181d", "#0e2026", "#11252c", "#0b363f"),
}
BLACK, WHITE = "#000000", "#ffffff"
HEX = re.compile(r"[0-9a-f]{6}")
STEPS = 200
# By how much a button's colour moves under the pointer.
HOVER = 0.08


@dataclass(frozen=True)
class Scheme:
    """The colours of one scheme, as #rrggbb."""

    accent: str
    hover: str
    on_accent: str
    link: str


def clean_hex(typed: str) -> str:
    """Six lower-case hex digits of a colour as people write it, or "" where it is none."""
    digits = typed.strip().lower().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return digits if HEX.fullmatch(digits) else ""


def schemes(digits: str) -> dict[str, Scheme]:
    """What becomes of a colour (six hex digits) on light and on dark pages."""
    return {name: _scheme(f"#{digits}", name) for name in GROUNDS}


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white), as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _scheme(colour: str, name: str) -> Scheme:
    grounds = GROUNDS[name]
    accent = _first(_towards(colour, name), grounds, CONTROL)
    # One of the two has at least 4.58 on any colour.
    on_accent = max((WHITE, BLACK), key=lambda ink: contrast(ink, accent))
    hover = next(
        (
            moved
            for moved in (_moved(accent, -HOVER), _moved(accent, HOVER))
            if contrast(moved, on_accent) >= TEXT and _fits(moved, grounds, CONTROL)
        ),
        accent,
    )
    return Scheme(accent, hover, on_accent, _first(_towards(colour, name), grounds, TEXT))


def _first(colours: Iterator[str], grounds: tuple[str, ...], least: float) -> str:
    return next(colour for colour in colours if _fits(colour, grounds, least))


def _fits(colour: str, grounds: tuple[str, ...], least: float) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)


def _towards(colour: str, name: str) -> Iterator[str]:
    """The colour, then darker on light pages and lighter on dark ones, to the very end."""
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    end = 0.0 if name == "light" else 1.0
    yield colour
    for step in range(1, STEPS + 1):
        yield _hex(hue, lightness + (end - lightness) * step / STEPS, saturation)


def _moved(colour: str, by: float) -> str:
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    return _hex(hue, min(1.0, max(0.0, lightness + by)), saturation)


def _hex(hue: float, lightness: float, saturation: float) -> str:
    parts = hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
