import re
from xml.etree import ElementTree

import pytest

from web.qr import qr_svg

URL = "https://mitstimme.example/de/petitions/wahlrecht/?a=1&b=2"


def modules(svg: str) -> set[tuple[int, int]]:
    [path] = ElementTree.fromstring(svg)  # noqa: S314  (our own markup)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path.get("d"))
    return {(int(x) + step, int(y)) for x, y, wide in runs for step in range(int(wide))}


def test_the_drawing_is_the_code():
    import segno

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
