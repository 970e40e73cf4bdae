"""QR codes: in a page as SVG, and as files to print, with the address below for those who type."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Pillow is loaded where a picture is drawn: 6 MB that most processes never need.
if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Light modules around the code, without which scanners do not find it (ISO/IEC 18004, 6.3.8).
QUIET = 4
# In print a quarter of it may be dirty or torn; on a screen less will do.
IN_PRINT, ON_SCREEN = "q", "m"
# The address below has its own place under the quiet zone; sizes in modules.
FOOT, BASELINE, LETTERS = 4.5, 2.3, 2.6
FONT = Path(__file__).with_name("fonts") / "NotoSans-Bold.ttf"
MM_PER_INCH = 25.4


def qr_svg(url: str, *, title: str = "") -> SafeString:
    """Return an SVG element that opens `url` when scanned.

    It has no size and no colour of its own: the class `qr` in the style sheet gives both
    (dark on light in every scheme, since many scanners cannot read the reverse). Without a
    `title` it is hidden from screen readers: the address must stand beside it as a link.
    """
    code = segno.make(url, error=ON_SCREEN, micro=False)
    width, height = code.symbol_size()
    name = format_html('role="img" aria-label="{}"', title) if title else 'aria-hidden="true"'
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" {} focusable="false">'
        '<path d="{}" fill="currentColor" shape-rendering="crispEdges"/></svg>',
        width,
        height,
        mark_safe(name),
        _path(code),
    )


def qr_drawing(url: str, *, below: str = "") -> str:
    """The code as an SVG file of its own: black on white, as large as one likes.

    `below` is written under it, as wide as the code at most, whatever font the reader has.
    """
    code = segno.make(url, error=IN_PRINT, micro=False)
    width, height = code.symbol_size(border=QUIET)
    foot = FOOT if below else 0
    room = width - 2 * QUIET
    # Bold letters are some 0.62 of their size wide.
    size = min(LETTERS, room / (0.62 * len(below))) if below else 0
    words = format_html(
        '<text x="{}" y="{}" font-family="Noto Sans, Arial, sans-serif" font-weight="700" '
        'font-size="{}" text-anchor="middle" textLength="{}" lengthAdjust="spacingAndGlyphs">'
        "{}</text>",
        width / 2,
        height + BASELINE,
        round(size, 2),
        round(min(room, 0.6 * size * len(below)), 2),
        below,
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{2}mm" '
        'height="{3}mm" role="img"><title>{4}</title><path fill="#fff" d="M0 0h{0}v{1}H0z"/>'
        '<path d="{5}" shape-rendering="crispEdges"/>{6}</svg>',
        width,
        height + foot,
        round(width * 1.2, 1),
        round((height + foot) * 1.2, 1),
        below or url,
        mark_safe(_path(code)),
        words if below else "",
    )


def qr_runs(url: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules wide the code to print is, and its runs of dark ones: x, y, length.

    For who draws it in inks of their own. The quiet zone around it is theirs to keep.
    """
    code = segno.make(url, error=IN_PRINT, micro=False)
    return len(code.matrix), list(_runs(code, border=0))


def qr_picture(url: str, *, below: str = "", width_mm: float = 60, dpi: int = 600) -> bytes:
    """The code as a black and white PNG, about `width_mm` wide when printed; `below` under it.

    Each module is the same whole number of dots, so that no edge is blurred.
    """
    from PIL import Image, ImageDraw

    code = segno.make(url, error=IN_PRINT, micro=False)
    wide = len(code.matrix) + 2 * QUIET
    dots = max(1, round(width_mm / MM_PER_INCH * dpi / wide))
    width = wide * dots
    font = (
        _font_for(below, width - 2 * QUIET * dots, largest=round(LETTERS * dots))
        if below
        else None
    )
    picture = Image.new("1", (width, width + round(FOOT * dots if below else 0)), 1)
    pen = ImageDraw.Draw(picture)
    for x, y, run in _runs(code, border=QUIET):
        pen.rectangle((x * dots, y * dots, (x + run) * dots - 1, (y + 1) * dots - 1), fill=0)
    if font:
        pen.text((width // 2, width + round(BASELINE * dots)), below, 0, font, anchor="ms")
    out = BytesIO()
    picture.save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    return out.getvalue()


def _font_for(text: str, room: int, *, largest: int) -> FreeTypeFont:
    """The largest in which the text stays on one line."""
    from PIL import ImageFont

    font = ImageFont.truetype(FONT, largest)
    wide = font.getlength(text)
    return font if wide <= room else ImageFont.truetype(FONT, int(largest * room / wide))


def _path(code: segno.QRCode) -> str:
    """Join each run of dark modules in a row into one rectangle."""
    return "".join(f"M{x} {y}h{run}v1h-{run}z" for x, y, run in _runs(code, border=QUIET))


def _runs(code: segno.QRCode, border: int) -> Iterator[tuple[int, int, int]]:
    for y, row in enumerate(code.matrix_iter(border=border)):
        x = 0
        for is_dark, same in groupby(row):
            run = len(list(same))
            if is_dark:
                yield x, y, run
            x += run
