"""A partner's colour can be read wherever it stands, whatever they chose."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.contrast import CONTROL, GROUNDS, TEXT, clean_hex, contrast, schemes

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
digits = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@given(digits)
def test_every_colour_becomes_one_that_can_be_read_in_both_schemes(colour):
    for name, scheme in schemes(colour).items():
        for pressed in (scheme.accent, scheme.hover):
            assert contrast(pressed, scheme.on_accent) >= TEXT
            assert all(contrast(pressed, ground) >= CONTROL for ground in GROUNDS[name])
        assert all(contrast(scheme.link, ground) >= TEXT for ground in GROUNDS[name])


def test_a_colour_that_fits_stays_as_it_is():
    assert schemes("7a1f5c")["light"].accent == "#7a1f5c"
    assert schemes("f2b5dc")["dark"].accent == "#f2b5dc"
    assert schemes("ffff00")["light"].accent != "#ffff00"


def test_the_grounds_are_those_of_the_style_sheet():
    css = TOKENS.read_text()
    for place, name in enumerate(("paper", "paper-tint", "surface", "petrol-soft")):
        [found] = re.findall(
            rf"^    --{name}: light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\);", css, re.M
        )
        for ground, numbers in zip(("light", "dark"), found, strict=True):
            assert hex_of(*map(float, numbers.split())) == GROUNDS[ground][place], name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7A1F5C", "7a1f5c"),
        (" #7a1f5c ", "7a1f5c"),
        ("#abc", "aabbcc"),
        ("red", ""),
        ("12345", ""),
        ("1234567", ""),
        ("12345٦", ""),
        ("}body{", ""),
        ("", ""),
    ],
)
def test_a_colour_is_six_digits_or_nothing(typed, kept):
    assert clean_hex(typed) == kept


def hex_of(lightness: float, chroma: float, hue: float) -> str:
    """An oklch() colour in sRGB (CSS Color 4)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    parts = [
        12.92 * one if one <= 0.0031308 else 1.055 * max(one, 0) ** (1 / 2.4) - 0.055
        for one in linear
    ]
    return "#" + "".join(f"{round(255 * min(1, max(0, part))):02x}" for part in parts)
