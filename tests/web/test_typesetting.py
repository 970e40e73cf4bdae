"""Pages set by typst: words stay words, the same make the same, and this process stays light."""

import subprocess
import sys

import pytest
from django.conf import settings

from web.typesetting import TypesettingFailed, typeset

TEMPLATE = """
#let words = json(bytes(sys.inputs.words))
#set document(title: words.title, date: none)
#set page(width: 50mm, height: 50mm)
#set text(font: "Noto Sans", lang: "de")
= #words.title
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "page.typ"
    path.write_text(TEMPLATE)
    return path


def test_a_page_as_pdf_and_as_picture(template):
    pdf = typeset(template, {"title": "Für alle"})
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid:part" in pdf
    assert typeset(template, {"title": "Für alle"}, ppi=72).startswith(b"\x89PNG")


def test_the_same_words_make_the_same_bytes(template):
    once, again = (typeset(template, {"title": "Für alle"}) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "title",
    [
        '#panic("no")',
        '#import "x": *',
        "$ a",
        'a " b',
        "a ] b [",
        "= a",
        "\\",
        '#read("/etc/passwd")',
    ],
)
def test_words_are_never_read_as_typst(template, title):
    """A page in which they were would fail, or be another one."""
    assert typeset(template, {"title": title}).startswith(b"%PDF-")


def test_a_wrong_template_says_where(template):
    template.write_text("#panic(1)")
    with pytest.raises(TypesettingFailed, match=r"page\.typ"):
        typeset(template, {})


def test_a_template_reads_nothing_but_what_lies_beside_it(template):
    template.write_text('#read("../../../../../../etc/hostname")')
    with pytest.raises(TypesettingFailed):
        typeset(template, {})


def test_typst_is_loaded_by_nobody_else():
    """It would stay in the memory of each process (docs/adr/0012)."""
    code = (
        "import sys; sys.path.insert(0, 'platform'); import os;"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'config.test_settings';"
        "import django; django.setup(); import petitions.flyers, config.urls;"
        "sys.exit('typst' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=settings.BASE_DIR)
