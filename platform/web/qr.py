"""QR codes as inline SVG, for share panels, posters and paper sheets."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def qr_svg(url: str, *, title: str = "") -> SafeString:
    """Return an SVG element that opens `url` when scanned.

    It has no size and no colour of its own: the class `qr` in the style sheet gives both
    (dark on light in every scheme, since many scanners cannot read the reverse). Without a
    `title` it is hidden from screen readers: the address must stand beside it as a link.
    """
    code = segno.make(url, error="m", micro=False)
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


def _path(code: segno.QRCode) -> str:
    """Join each run of dark modules in a row into one rectangle."""
    parts = []
    for y, line in enumerate(code.matrix_iter()):
        row = list(line)
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                parts.append(f"M{x} {y}h{run - x}v1h-{run - x}z")
            x = max(run, x + 1)
    return "".join(parts)
