"""Rows as a file: as text for any program, or as a spreadsheet, in constant memory.

A cell that a spreadsheet would take for a formula gets an apostrophe in front of it, in both:
a spreadsheet is saved as text sooner or later, and opened by another program.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import Any

type Row = list[str | int]
type Write = Callable[[bytes], object]

# OWASP, "CSV Injection"; full-width signs, because some programs read them alike.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
# A sheet has 1,048,576 rows (ECMA-376); the first is for the headings.
SHEET_ROWS = 1_048_575
PIECE = 256 * 1024
# What a killed worker left in this machine's folder for temporary files.
PREFIX, LEFT_AFTER = "mitstimme-export-", 24 * 3600

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def cell(text: str) -> str:
    """The text as no spreadsheet takes it for more than text, without what can't be seen."""
    shown = UNSEEN.sub(" ", text).strip()
    return f"'{shown}" if FORMULA.match(text) or FORMULA.match(shown) else shown


def write_csv(headings: list[str], rows: Iterable[Row], write: Write, is_rtl: bool) -> None:
    """UTF-8 with a byte order mark and semicolons: what Excel opens rightly in German, Turkish
    and Arabic by a double click. LibreOffice asks, and proposes both."""
    raw = _Sink(write)
    with TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(headings)
        for row in rows:
            writer.writerow([_safe(value) for value in row])


def write_xlsx(headings: list[str], rows: Iterable[Row], write: Write, is_rtl: bool) -> None:
    """A spreadsheet, row by row through a temporary file that nobody else may read."""
    # Here, because only the worker that makes one has a use for it.
    from xlsxwriter import Workbook

    forget_left_behind()
    with TemporaryDirectory(prefix=PREFIX) as folder:
        path = Path(folder) / "export.xlsx"
        with Workbook(str(path), {"constant_memory": True, "tmpdir": folder}) as book:
            for sheet_rows in _sheets(rows):
                _fill(book, headings, sheet_rows, is_rtl)
        with path.open("rb") as made:
            while piece := made.read(PIECE):
                write(piece)


def forget_left_behind() -> None:
    """Delete what a worker that was killed has left on this machine, a day later."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        try:
            is_over = folder.stat().st_mtime < time() - LEFT_AFTER
        except FileNotFoundError:
            continue
        if is_over:
            rmtree(folder, ignore_errors=True)


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


class _Sink(BytesIO):
    """Passes what is written on, and keeps nothing."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write

    def write(self, data: Any) -> int:
        self._write(bytes(data))
        return len(data)


def _sheets(rows: Iterable[Row]) -> Iterator[Iterator[Row]]:
    """The rows, cut where a sheet is full; one sheet at least."""
    waiting = iter(rows)
    first: list[Row] = []

    def of_one_sheet() -> Iterator[Row]:
        yield from first
        for number, row in enumerate(waiting, start=len(first) + 1):
            yield row
            if number == SHEET_ROWS:
                return

    while True:
        yield of_one_sheet()
        first = [row for _, row in zip(range(1), waiting, strict=False)]
        if not first:
            return


def _fill(book: Any, headings: list[str], rows: Iterator[Row], is_rtl: bool) -> None:
    sheet = book.add_worksheet()
    if is_rtl:
        sheet.right_to_left()
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, cell(value))


def _safe(value: str | int) -> str | int:
    return value if isinstance(value, int) else cell(value)
