import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
import zxingcpp
from PIL import Image

from web.qr import qr_drawing, qr_picture, qr_runs, qr_svg

URL = "https://mitstimme.example/de/petitions/wahlrecht/?a=1&b=2"


def modules(svg: str) -> set[tuple[int, int]]:
    [path] = ElementTree.fromstring(svg)  # noqa: S314  (our own markup)
    return dark_in(path)


def dark_in(path: ElementTree.Element) -> set[tuple[int, int]]:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path.get("d"))
    return {(int(x) + step, int(y)) for x, y, wide in runs for step in range(int(wide))}


def test_the_drawing_is_the_code():
    matrix = segno.make(URL, error="m", micro=False).matrix
    quiet = 4
    wanted = {
        (x + quiet, y + quiet) for y, row in enumerate(matrix) for x, v in enumerate(row) if v
    }
    assert modules(qr_svg(URL)) == wanted


def test_it_scales_takes_the_colour_of_the_text_and_needs_no_style():
    svg = qr_svg(URL)
    assert 'viewBox="0 0 ' in svg
    assert "currentColor" in svg
    assert "style" not in svg
    assert " width=" not in svg


@pytest.mark.parametrize(("title", "wanted"), [("", 'aria-hidden="true"'), ('A"<', "&quot;&lt;")])
def test_it_is_named_or_hidden(title, wanted):
    assert wanted in qr_svg(URL, title=title)


SHORT = "https://mitstimme.example/s/k7m3px/tr"
BELOW = "mitstimme.example/s/k7m3px/tr"


def read(png: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))]


def in_print(url: str) -> set[tuple[int, int]]:
    matrix = segno.make(url, error="q", micro=False).matrix
    return {(x, y) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}


@pytest.mark.parametrize("below", ["", BELOW, "x" * 120])
def test_the_picture_is_read_and_has_its_size_in_print(below):
    png = qr_picture(SHORT, below=below, width_mm=60, dpi=600)
    assert read(png) == [SHORT]
    picture = Image.open(BytesIO(png))
    assert picture.mode == "1"
    assert picture.info["dpi"] == pytest.approx((600, 600), abs=0.1)
    assert picture.width / 600 * 25.4 == pytest.approx(60, abs=1)


def test_around_the_code_it_is_quiet():
    picture = Image.open(BytesIO(qr_picture(SHORT)))
    wide, _ = segno.make(SHORT, error="q", micro=False).symbol_size(border=4)
    quiet = picture.width // wide * 4
    dark = picture.convert("L").point(lambda light: 255 - light).getbbox()
    assert dark == (quiet, quiet, picture.width - quiet, picture.height - quiet)


@pytest.mark.parametrize("below", [BELOW, "beteiligung." * 12])
def test_the_address_below_stays_below_the_code(below):
    """It is as wide as the code at most, and leaves it its quiet zone."""
    picture = Image.open(BytesIO(qr_picture(SHORT, below=below)))
    bare = Image.open(BytesIO(qr_picture(SHORT)))
    quiet = bare.width // segno.make(SHORT, error="q").symbol_size(border=4)[0] * 4
    lower = picture.convert("L").point(lambda light: 255 - light)
    left, top, right, bottom = lower.crop((0, bare.height - quiet, *picture.size)).getbbox()
    assert top >= quiet
    assert left >= quiet * 0.95
    assert right <= bare.width - quiet * 0.95
    assert bottom < picture.height - bare.height + quiet - quiet / 8


def test_the_drawing_to_keep_is_the_same_code_with_its_address():
    svg = ElementTree.fromstring(qr_drawing(SHORT, below=BELOW))  # noqa: S314
    title, paper, code, words = svg
    assert (title.text, words.text) == (BELOW, BELOW)
    assert paper.get("fill") == "#fff"
    assert dark_in(code) == {(x + 4, y + 4) for x, y in in_print(SHORT)}
    assert svg.get("width").endswith("mm")


def test_what_is_written_below_is_text_and_nothing_else():
    svg = qr_drawing(SHORT, below='a"<b>&')
    assert "<b>" not in svg
    assert ElementTree.fromstring(svg)[-1].text == 'a"<b>&'  # noqa: S314


def test_the_runs_are_the_code():
    wide, runs = qr_runs(SHORT)
    assert {(x + step, y) for x, y, run in runs for step in range(run)} == in_print(SHORT)
    assert max(x + run for x, _, run in runs) == wide
