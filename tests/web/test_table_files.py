"""Files that open rightly and run nothing."""

import csv
import io
import os
import tempfile
import zipfile
from pathlib import Path
from time import time
from xml.etree import ElementTree

import pytest

from web import table_files
from web.table_files import cell, write_csv, write_xlsx

EVIL = [
    "=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1+1", "＋1",
    "－1", "＠x", "\x00=1", "\u200e=1", "\u202e=1",
    '=HYPERLINK("https://evil.example","x")', "=cmd|'/c calc'!A0", "|=1\n=2",
]  # fmt: skip
NAMES = ["Ayşe", "O’Brien", "Anna-Lena", "محمد", "李", "D'Arc", "05678", "1/2", 'Say "hi"; x']


def written(write, rows, is_rtl=False) -> bytes:
    out = io.BytesIO()
    write(["Name"], iter(rows), out.write, is_rtl)
    return out.getvalue()


def csv_rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    assert not data[3:].startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_rows(data: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Each cell as (kind, text); a formula would be a kind of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(root.iter(f"{space}f"))
    return [
        [(one.get("t", "n"), "".join(one.itertext())) for one in row.iter(f"{space}c")]
        for row in root.iter(f"{space}row")
    ]


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_a_formula(text):
    told = cell(text)
    assert told[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "＋", "－", "＠")
    for rows in (csv_rows(written(write_csv, [[text]])),):
        assert rows[1] == [told]
    assert xlsx_rows(written(write_xlsx, [[text]]))[1] == [("inlineStr", told)]


@pytest.mark.parametrize("text", EVIL[:4])
def test_what_was_one_is_still_to_be_read(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_as_they_are(name):
    assert csv_rows(written(write_csv, [[name]]))[1] == [name]
    assert xlsx_rows(written(write_xlsx, [[name]]))[1] == [("inlineStr", name)]


def test_numbers_are_numbers_and_a_negative_one_is_no_formula():
    assert xlsx_rows(written(write_xlsx, [[-3]]))[1] == [("n", "-3")]
    assert csv_rows(written(write_csv, [[-3]]))[1] == ["-3"]


def test_arabic_reads_from_the_right():
    with zipfile.ZipFile(io.BytesIO(written(write_xlsx, [["x"]], is_rtl=True))) as book:
        assert b'rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml")


def test_what_is_more_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(table_files, "SHEET_ROWS", 2)
    data = written(write_xlsx, [[n] for n in range(5)])
    sheets = [[row[0][1] for row in xlsx_rows(data, number)] for number in (1, 2, 3)]
    assert sheets == [["Name", "0", "1"], ["Name", "2", "3"], ["Name", "4"]]
    assert xlsx_rows(written(write_xlsx, []))[0] == [("inlineStr", "Name")]


def test_exactly_one_sheet_is_one(monkeypatch):
    monkeypatch.setattr(table_files, "SHEET_ROWS", 2)
    with zipfile.ZipFile(io.BytesIO(written(write_xlsx, [[1], [2]]))) as book:
        assert "xl/worksheets/sheet2.xml" not in book.namelist()


def test_no_file_is_left_on_disk_not_even_by_one_that_was_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / "mitstimme-export-old", tmp_path / "mitstimme-export-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "export.xlsx").write_text("Ayşe")
    a_day_ago = time() - 25 * 3600
    os.utime(old, (a_day_ago, a_day_ago))
    written(write_xlsx, [["Ayşe"]])
    assert list(Path(tmp_path).iterdir()) == [new]


def test_the_file_is_made_piece_by_piece():
    pieces = []
    write_csv(["Name"], ([f"Name {n}" * 10] for n in range(5000)), pieces.append, False)
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 100_000
