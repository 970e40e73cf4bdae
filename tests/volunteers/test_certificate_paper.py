"""The paper: exact words in two languages, a code that leads to its page, readable by all."""

import json
import re
from io import BytesIO

import pytest
import typst
import zxingcpp
from PIL import Image

from volunteers import certificate_paper
from volunteers.certificate_paper import TEMPLATE, paper, words
from volunteers.models import Certificate
from web.typesetting import FONTS, typeset

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwe " * 2


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://mitstimme.example"


def certificate(**more) -> Certificate:
    deed = {
        "what": {"de": "mit Menschen sprechen", "ar": "التحدث مع الناس"},
        "campaign": {"de": "Wahlrecht für alle", "ar": "حق التصويت للجميع"},
        "lead": "Integrationsrat",
        "minutes": 1200,
        "times": 5,
    }
    flyer = deed | {"what": {"de": "#panic() *x*"}, "lead": "VMDO e. V.", "minutes": 330}
    given = {
        "code": "ABCD-EFGH-JKMN-PQRS",
        "name": "ليلى الحسن",
        "first_day": "2026-03-01",
        "last_day": "2026-11-02",
        "minutes": 1530,
        "language": "ar",
        "deeds": json.dumps([deed, flyer]),
    }
    made = Certificate(**given | more)
    made.clean_fields(exclude=["person_key"])
    return made


def pages_of(pdf: bytes) -> int:
    found = re.search(rb"/Type/Pages/Count (\d+)", pdf)
    assert found
    return int(found[1])


def set_words(made: Certificate, selector: str) -> str:
    """What the template has set, as it reads itself."""
    return typst.query(
        str(TEMPLATE),
        selector,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"words": json.dumps(words(made))},
    ).replace("\\u2068", "")


def test_a_page_in_german_and_one_in_the_holders_language():
    german, arabic = words(certificate())["pages"]
    assert german["heading"] == "Bescheinigung über ehrenamtliches Engagement"
    assert german["hours"] == "25:30 Std."
    assert german["period"] == "vom 1. März 2026 bis zum 2. November 2026"
    assert [one["hours"] for one in german["deeds"]] == ["20 Std.", "5:30 Std."]
    assert "5 Einsätze" in german["deeds"][0]["about"]
    assert arabic["heading"] == "شهادة تطوع"
    assert arabic["hours"] == "25:30 ساعة"
    assert arabic["direction"] == "rtl"
    assert "حق التصويت للجميع" in arabic["deeds"][0]["about"]
    assert (
        arabic["url"]
        == "https://mitstimme.example/ar/volunteering/certificates/ABCD-EFGH-JKMN-PQRS/"
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Den Namen hat die Person angegeben, der die Bescheinigung gehört"),
        ("en", "The name is as its holder gave it"),
        ("tr", "Ad, belge sahibinin bildirdiği gibidir"),
        ("ar", "الاسم كما ذكره صاحب الشهادة"),
    ],
)
def test_each_page_says_that_nobody_has_checked_the_name(language, sentence):
    given = words(certificate(language=language))
    assert sentence in given["pages"][-1]["unchecked"]
    made = certificate(language=language)
    given["pages"][-1]["unchecked"] = ""
    assert typeset(TEMPLATE, given) != paper(made).content, "it is set"


@pytest.mark.parametrize("language", ["", "de"])
def test_german_alone_is_one_page(language):
    [page] = words(certificate(language=language))["pages"]
    assert page["language"] == "de"


def test_both_pages_are_set_with_their_headings_and_tables():
    headings = json.loads(set_words(certificate(), "heading"))
    assert [one["body"]["text"] for one in headings] == [
        "Bescheinigung über ehrenamtliches Engagement",
        "شهادة تطوع",
    ]
    table = set_words(certificate(), "table")
    for word in ("Mit Menschen sprechen", "التحدث مع الناس", "20 Std.", "20 ساعة", "#panic() *x*"):
        assert json.dumps(word)[1:-1] in table or word in table


@pytest.mark.parametrize("page", [0, 1])
def test_its_code_leads_to_its_public_page(page):
    given = words(certificate())
    one = given | {"pages": [given["pages"][page]]}
    picture = Image.open(BytesIO(typeset(TEMPLATE, one, ppi=110))).convert("RGB")
    [code] = zxingcpp.read_barcodes(picture)
    language = ("de", "ar")[page]
    assert code.text == (
        f"https://mitstimme.example/{language}/volunteering/certificates/ABCD-EFGH-JKMN-PQRS/"
    )


def test_screen_readers_are_told_language_title_and_what_the_code_is():
    pdf = paper(certificate()).content.replace(b" (", b"(")
    assert b"pdfuaid:part" in pdf
    assert b"/Lang(de)" in pdf
    assert b"/Lang(ar)" in pdf
    assert b"/Alt" in pdf
    assert b"/TH" in pdf
    assert pages_of(pdf) == 2


def test_the_same_certificate_is_the_same_file():
    assert paper(certificate()).content == paper(certificate()).content
    assert paper(certificate()).name == "mitstimme-abcd-efgh-jkmn-pqrs.pdf"


def test_very_much_goes_on_to_a_second_page():
    deed = {
        "what": {"de": LONG}, "campaign": {"de": LONG}, "lead": LONG, "minutes": 60, "times": 1,
    }  # fmt: skip
    many = certificate(name=LONG[:120], language="", deeds=json.dumps([deed] * 30))
    assert pages_of(paper(many).content) > 1


def test_nothing_here_is_loaded_before_it_is_needed():
    assert not hasattr(certificate_paper, "typeset")
