"""How far a long command is, as one line in the terminal that is written over and over."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 30
REDRAW_SECONDS = 0.1
UNITS = ("B", "kB", "MB", "GB", "TB")

type Show = Callable[[int, int | None], None]


@contextmanager
def bar(
    title: str, *, write: Callable[[int], str] = str, out: TextIO | None = None
) -> Iterator[Show]:
    """Give a function to be told `(done, total)`, or `(done, None)` while the total is unknown.

    `write` turns a number into text. Where nobody looks (`out` is no terminal) nothing is
    written, so logs and cron mails stay clean.
    """
    out = out or sys.stderr
    if not out.isatty():
        yield lambda done, total: None
        return
    drawn_at = 0.0

    def show(done: int, total: int | None) -> None:
        nonlocal drawn_at
        now = time.monotonic()
        if now - drawn_at < REDRAW_SECONDS and done != total:
            return
        drawn_at = now
        # Clear to the end of the line: the one before may have been longer.
        out.write(f"\r{title} {_drawn(done, total, write)}\x1b[K")
        out.flush()

    try:
        yield show
    finally:
        if drawn_at:
            out.write("\n")
            out.flush()


def in_bytes(count: int) -> str:
    """The number of bytes as people write it: 1.4 MB."""
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{count} B"


def _drawn(done: int, total: int | None, write: Callable[[int], str]) -> str:
    if not total:
        return write(done)
    share = min(done / total, 1.0)
    full = round(share * WIDTH)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {write(done)} of {write(total)}"
