"""The picture a shared link shows: title and number over the field of voices.

Sizes are pixels. Everything is laid out from the side where the language begins and
mirrored at the end for right-to-left languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _

from web.numbers import grouped

# Pillow is loaded where a picture is drawn: 6 MB that most processes never need.
if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
WIDTH, HEIGHT, MARGIN = 1200, 630, 64
# The colours of static/css/tokens.css, as pixels know them.
PETROL, PETROL_SOFT, PETROL_LINE = "#00505f", "#c5dfe0", "#256a78"
APRICOT, PAPER = "#ffb875", "#fdfaf4"
COLUMNS, ROWS, CELL = 40, 4, 27
FIELD_TOP = HEIGHT - ROWS * CELL - 40
TITLE_SIZES = ((74, 2), (54, 3), (44, 3))  # size, and how many lines of it there is room for


def share_image(
    title: str, subtitle: str, count: int, goal: int, language: str, *, place: str = ""
) -> bytes:
    """Return a PNG of 1200 by 630 pixels. A `goal` of 0 leaves the numbers out.

    Raises ImproperlyConfigured where Pillow cannot join Arabic letters: broken letters
    would be worse than no picture.
    """
    canvas = _Canvas(is_rtl=get_language_info(language)["bidi"])
    with override(language):
        _draw_head(canvas, place)
        _draw_title(canvas, title, subtitle, has_numbers=goal > 0)
        if goal > 0:
            _draw_numbers(canvas, count, goal)
    _draw_field(canvas, count, goal)
    out = BytesIO()
    canvas.image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_head(canvas: _Canvas, place: str) -> None:
    for column, row, colour in [(0, 0, APRICOT), (1, 0, APRICOT), (0, 1, APRICOT), (1, 1, PAPER)]:
        canvas.dot(MARGIN + column * 20, 50 + row * 20, 15, colour)
    name = _Text("Mitstimme", 32, bold=True)
    canvas.write(MARGIN + 52, 81, name, PAPER)
    if place:
        room = WIDTH - 2 * MARGIN - 52 - name.width - 60
        [line] = wrap(place, 26, room, most=1)
        canvas.write(WIDTH - MARGIN - line.width, 81, line, PETROL_SOFT)


def _draw_title(canvas: _Canvas, title: str, subtitle: str, *, has_numbers: bool) -> None:
    room = WIDTH - 2 * MARGIN
    size = next((size for size, most in TITLE_SIZES if _fits(title, size, room, most)), 44)
    lines = wrap(title, size, room, most=3, bold=True)
    below = wrap(subtitle, 30, room, most=1 if len(lines) > 2 else 2)
    step = round(size * (1.3 if any(line.is_arabic for line in lines) else 1.16))
    height = step * len(lines) + 46 * len(below)
    end = FIELD_TOP - (104 if has_numbers else 20)
    baseline = 104 + max(0, (end - 104 - height) // 2)
    for line in lines:
        baseline += step
        canvas.write(MARGIN, baseline - step // 5, line, PAPER)
    for line in below:
        baseline += 44
        canvas.write(MARGIN, baseline, line, PETROL_SOFT)


def _draw_numbers(canvas: _Canvas, count: int, goal: int) -> None:
    shown = count or goal
    number = _Text(grouped(shown), 84, bold=True)
    baseline = FIELD_TOP - 26
    canvas.write(MARGIN, baseline, number, APRICOT)
    start = MARGIN + number.width + 22
    if not count:
        canvas.write(start, baseline - 4, _Text(_("signatures are the goal"), 30), PAPER)
        return
    word = ngettext("signature", "signatures", count)
    target = _("Goal: %(goal)s") % {"goal": grouped(goal)}
    canvas.write(start, baseline - 38, _Text(word, 32, bold=True), PAPER)
    canvas.write(start, baseline - 1, _Text(target, 28), PETROL_SOFT)


def _draw_field(canvas: _Canvas, count: int, goal: int) -> None:
    """Draw the share of the goal over the whole width: here the field is a background."""
    total = COLUMNS * ROWS
    if goal <= 0:
        filled = total
    else:
        share = total * count // goal
        filled = total if count >= goal else min(max(share, int(count > 0)), total - 1)
    start = (WIDTH - COLUMNS * CELL) // 2
    for index in range(total):
        # Filled column by column, so that the crowd grows along the line of reading.
        column, row = divmod(index, ROWS)
        colour = APRICOT if index < filled else PETROL_LINE
        canvas.dot(start + column * CELL + 4, FIELD_TOP + row * CELL + 4, 19, colour)


# --- Text --------------------------------------------------------------------


class _Text:
    """A line in one size and weight, measured; its direction is that of its first letter."""

    def __init__(self, text: str, size: int, *, bold: bool = False) -> None:
        self.text = text
        self.is_arabic = any("\u0600" <= letter <= "\u077f" for letter in text)
        if self.is_arabic and not _joins_letters():
            raise ImproperlyConfigured(
                "This Pillow was built without Raqm and cannot join Arabic letters. "
                "Install the Pillow wheel from PyPI."
            )
        self.font = _font(self.is_arabic, bold, size)
        self.options = _options(text, self.is_arabic)
        self.width = round(self.font.getlength(text, **self.options))


def _options(text: str, is_arabic: bool) -> dict[str, Any]:
    if not _joins_letters():
        return {}
    first = next((letter for letter in text if letter.isalpha()), "")
    return {
        "direction": "rtl" if "\u0590" <= first <= "\u08ff" else "ltr",
        "language": "ar" if is_arabic else "",
    }


def _joins_letters() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _font(is_arabic: bool, bold: bool, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    family = "NotoSansArabic" if is_arabic else "NotoSans"
    return ImageFont.truetype(FONTS / f"{family}-{'Bold' if bold else 'Regular'}.ttf", size)


def wrap(text: str, size: int, room: int, *, most: int, bold: bool = False) -> list[_Text]:
    """Break `text` into at most `most` lines of `room` pixels; what is cut ends with "…"."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and _Text(f"{line} {words[0]}", size, bold=bold).width <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1]}…"
    return [_shorten(line, size, room, bold) for line in lines]


def _shorten(line: str, size: int, room: int, bold: bool) -> _Text:
    text = _Text(line, size, bold=bold)
    while text.width > room and len(line) > 1:
        line = line.rstrip("…")[:-1].rstrip() + "…"
        text = _Text(line, size, bold=bold)
    return text


def _fits(text: str, size: int, room: int, most: int) -> bool:
    lines = wrap(text, size, room, most=most, bold=True)
    return sum(line.text.count("…") for line in lines) == text.count("…")


# --- Drawing -----------------------------------------------------------------


@dataclass
class _Canvas:
    """Paper that counts x from the side where the language begins."""

    is_rtl: bool

    def __post_init__(self) -> None:
        from PIL import Image, ImageDraw

        self.image = Image.new("RGB", (WIDTH, HEIGHT), PETROL)
        self.pen = ImageDraw.Draw(self.image)

    def write(self, start: int, baseline: int, text: _Text, colour: str) -> None:
        x = WIDTH - start - text.width if self.is_rtl else start
        self.pen.text((x, baseline), text.text, colour, text.font, anchor="ls", **text.options)

    def dot(self, start: int, top: int, size: int, colour: str) -> None:
        x = WIDTH - start - size if self.is_rtl else start
        self.image.paste(colour, (x, top), _round_mask(size))


@cache
def _round_mask(size: int) -> Picture:
    """Return a smooth circle: Pillow's own has jagged edges, so draw it large and shrink it."""
    from PIL import Image, ImageDraw

    large = Image.new("L", (size * 8, size * 8))
    ImageDraw.Draw(large).ellipse((0, 0, size * 8 - 1, size * 8 - 1), fill=255)
    return large.resize((size, size), Image.Resampling.LANCZOS)
