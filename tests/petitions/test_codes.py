"""QR codes as files: they lead where the link leads, and are called what they are."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from petitions.codes import PNG, SVG, qr_file
from tests.factories import SourceLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(petition, settings):
    settings.SITE_URL = "https://mitstimme.example"
    return SourceLinkFactory(petition=petition, source="plakat", code="kxtmnp")


@pytest.mark.parametrize(("language", "path"), [("", "/s/kxtmnp"), ("ar", "/s/kxtmnp/ar")])
def test_the_picture_leads_to_the_link(link, language, path):
    file = qr_file(link, PNG, language)
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(file.content)).convert("L"))
    assert code.text == f"https://mitstimme.example{path}"


@pytest.mark.parametrize(
    ("kind", "language", "name", "content_type"),
    [
        (SVG, "", "qr-wahlrecht-plakat.svg", "image/svg+xml"),
        (PNG, "tr", "qr-tr-wahlrecht-plakat.png", "image/png"),
    ],
)
def test_it_is_kept_under_a_name_that_says_what_it_is(link, kind, language, name, content_type):
    answer = qr_file(link, kind, language).answer()
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "attachment" not in qr_file(link, kind).answer(to_keep=False)["Content-Disposition"]


def test_the_drawing_says_the_address(link):
    assert ">mitstimme.example/s/kxtmnp<" in qr_file(link).content.decode()


def test_a_campaigns_link_is_named_after_the_campaign(link):
    own = SourceLinkFactory(petition=None, campaign=link.campaign, source="stand")
    assert qr_file(own).name == f"qr-{link.campaign.slug}-stand.svg"
