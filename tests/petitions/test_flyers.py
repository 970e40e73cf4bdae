"""Flyers: their code leads to the page, their words stay words, and nothing is cut."""

import json
import re
from io import BytesIO

import pytest
import typst
import zxingcpp
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from petitions import flyers
from petitions.flyers import Size, flyer, flyer_picture
from petitions.models import PetitionText, SourceLink
from tests.factories import SourceLinkFactory
from tests.petitions.conftest import LANGUAGES
from web.typesetting import FONTS

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
COMPOUND = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
TURKISH = "Çekoslovakyalılaştıramadıklarımızdanmışsınızcasına"
ARABIC = "حق التصويت البلدي لكل من يعيش هنا بصفة دائمة "
TYPST = '#import "x": * $ a ] [ *b* _c_ \\ @d <e> // f /* `g` #panic("h") "i" \'j'


@pytest.fixture
def link(petition, settings) -> SourceLink:
    settings.SITE_URL = "https://mitstimme.example"
    return SourceLinkFactory(petition=petition, source="plakat", code="kxtmnp")


def picture(link: SourceLink, language: str, size: Size, ppi: float = 110) -> Image.Image:
    png = flyer_picture(link, language, size, ppi=ppi).content
    return Image.open(BytesIO(png)).convert("RGB")


def write(link: SourceLink, language: str, **words: str) -> None:
    PetitionText.objects.filter(petition=link.petition, language=language).update(**words)


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_code_leads_to_the_page_in_its_language(link, language, size):
    [code] = zxingcpp.read_barcodes(picture(link, language, size))
    assert code.text == f"https://mitstimme.example/s/kxtmnp/{language}"


@pytest.mark.parametrize(("size", "least"), [(Size.A6, 30), (Size.A4, 60)])
def test_its_code_is_large_enough_to_scan_from_afar(link, size, least):
    [code] = zxingcpp.read_barcodes(picture(link, "de", size, ppi=110))
    width = code.position.top_right.x - code.position.top_left.x
    assert width / 110 * 25.4 >= least


@pytest.mark.parametrize(
    ("size", "for_print_shop", "trim", "media"),
    [
        (Size.A6, False, (105, 148), (105, 148)),
        (Size.A4, False, (210, 297), (210, 297)),
        # 3 mm to be cut off and 6 mm for the marks, on each side.
        (Size.A6, True, (105, 148), (123, 166)),
        (Size.A4, True, (210, 297), (228, 315)),
    ],
)
def test_the_paper_has_its_size_and_where_to_cut(link, size, for_print_shop, trim, media):
    pdf = flyer(link, "de", size, for_print_shop=for_print_shop).content
    assert box(pdf, "MediaBox") == pytest.approx(media, abs=0.1)
    if for_print_shop:
        assert box(pdf, "TrimBox") == pytest.approx(trim, abs=0.1)


def box(pdf: bytes, name: str) -> tuple[float, float]:
    found = re.search(rf"/{name} ?\[([^]]*)\]".encode(), pdf)
    assert found
    left, top, right, bottom = map(float, found[1].split())
    return (right - left) / MM, (bottom - top) / MM


@pytest.mark.parametrize("language", LANGUAGES)
def test_screen_readers_are_told_language_title_and_what_the_code_is(link, language):
    pdf = flyer(link, language).content
    assert f"/Lang({language})".encode() in pdf.replace(b" (", b"(")
    assert b"pdfuaid:part" in pdf
    assert b"/Alt" in pdf
    assert b"/H1" in pdf


def test_it_is_kept_under_a_name_that_says_what_it_is(link):
    assert flyer(link, "tr").name == "flyer-a6-tr-wahlrecht-plakat.pdf"
    large = flyer(link, "de", Size.A4, for_print_shop=True)
    assert large.name == "flyer-a4-print-shop-de-wahlrecht-plakat.pdf"
    assert large.answer()["Content-Type"] == "application/pdf"


def test_the_same_flyer_is_the_same_file(link):
    assert flyer(link, "de").content == flyer(link, "de").content


EXTREMES = [
    ("de", COMPOUND + " und " + COMPOUND + " jetzt", (COMPOUND + " ") * 4),
    ("de", "W" * 140, "M" * 280),
    ("de", "https://example.org/" + "a-b/" * 30, "x" * 89 + " " + "y" * 190),
    ("tr", f"{TURKISH} {TURKISH} yerel seçimlerde oy hakkı", f"{TURKISH} " * 5),
    ("ar", (ARABIC * 4)[:140], (ARABIC * 9)[:280]),
    ("en", (TYPST * 3)[:140], (TYPST * 5)[:280]),
    ("en", "Yes", "No."),
]


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize(("language", "title", "summary"), EXTREMES)
def test_nothing_is_cut_however_long(link, language, title, summary, size):
    write(link, language, title=title, summary=summary)
    link.petition.initiator.name = "Arbeitsgemeinschaft der Migrantenselbstorganisationen " * 2
    assert it_fits(link, language, size)
    nothing_in_the_margins(picture(link, language, size, ppi=50))


def it_fits(link: SourceLink, language: str, size: Size) -> bool:
    """What the template itself says: there was a size at which title and summary have room."""
    words = flyers._words(link, language, size, for_print_shop=False)
    found = typst.query(
        str(flyers.TEMPLATE),
        "<fits>",
        field="value",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"words": json.dumps(words)},
    )
    return json.loads(found) == [True]


def nothing_in_the_margins(page: Image.Image) -> None:
    """Petrol above, white below, and no letter in the outer half of the margins."""
    wide, high = page.size
    strip = wide * 4 // 105
    for left in (0, wide - strip):
        margin = page.crop((left, 0, left + strip, high))
        for row in range(high):
            colours = margin.crop((0, row, strip, row + 1)).getcolors()
            assert len(colours) == 1, f"something stands in the margin at {row / high:.0%}"
    assert page.crop((0, high - strip, wide, high)).getcolors() == [
        (wide * strip, (255, 255, 255))
    ]


def test_a_title_that_looks_like_typst_is_a_title(link):
    write(link, "de", title=TYPST, summary=TYPST)
    assert flyers._words(link, "de", Size.A6, for_print_shop=False)["title"] == TYPST
    assert flyer(link, "de").content.startswith(b"%PDF-")


def test_a_long_host_is_broken_and_not_made_tiny(link, settings):
    settings.SITE_URL = "https://beteiligung.integrationsrat-der-stadt.dortmund.example:8443"
    nothing_in_the_margins(picture(link, "de", Size.A6))
    [code] = zxingcpp.read_barcodes(picture(link, "de", Size.A6))
    assert code.text == f"{settings.SITE_URL}/s/kxtmnp/de"


@pytest.mark.parametrize(
    ("word", "is_broken"),
    [
        (COMPOUND, False),
        (TURKISH, False),
        ("Migrantenselbstorganisationen", False),
        ("W" * 31, True),
        ("https://example.org/a/very/long/address", True),
        (COMPOUND * 2, True),
    ],
)
def test_only_what_cannot_be_hyphenated_is_broken_anywhere(word, is_broken):
    broken = flyers._breakable(f"Für {word}!")
    assert (flyers.ZERO_WIDTH_SPACE in broken) is is_broken
    assert broken.replace(flyers.ZERO_WIDTH_SPACE, "") == f"Für {word}!"


def test_only_the_published_version_is_printed(link):
    text = link.petition.texts.get(language="de")
    text.pk, text.version, text.title = None, 2, "Noch nicht gezeigt"
    text.save()
    words = flyers._words(link, "de", Size.A6, for_print_shop=False)
    assert words["title"] == "wahlrecht (de)"


@pytest.mark.parametrize("make", [flyer, flyer_picture])
def test_half_a_flyer_in_another_language_is_refused(link, make):
    link.petition.texts.filter(language="tr").delete()
    # Said in the language of who asks, not in the flyer's.
    with translation.override("en"), pytest.raises(ValidationError, match=r"\(Turkish\)"):
        make(link, "tr")


def test_a_campaign_has_flyers_of_its_own(link):
    own = SourceLinkFactory(petition=None, campaign=link.campaign, code="campgn")
    [code] = zxingcpp.read_barcodes(picture(own, "de", Size.A6))
    assert code.text == "https://mitstimme.example/s/campgn/de"
    words = flyers._words(own, "de", Size.A6, for_print_shop=False)
    assert words["title"] == link.campaign.text.title
    assert words["who"] == [("Wer fordert", link.campaign.lead.name)]
