"""What programs are told of a petition (https://oembed.com, 2.3)."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from partners.models import Organisation
from petitions.models import Petition
from tests.factories import PetitionFactory

pytestmark = pytest.mark.django_db
SITE = "https://mitstimme.example"
PAGE = f"{SITE}/tr/petitions/wahlrecht/"


@pytest.fixture(autouse=True)
def _own_address(settings, petition):
    settings.SITE_URL = SITE
    Organisation.objects.filter(pk=petition.campaign.lead_id).update(slug="rat")


def test_it_is_a_frame_of_whoever_leads_the_campaign(client, petition):
    answer = client.get("/oembed/", {"url": PAGE})
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["title"] == petition.texts.get(language="tr").title
    assert f'src="{SITE}/tr/embed/rat/petitions/wahlrecht/"' in told["html"]
    assert f'width="{told["width"]}"' in told["html"]
    assert f'height="{told["height"]}"' in told["html"]
    assert "<script" not in told["html"]
    assert not answer.cookies


def test_the_same_as_xml(client):
    answer = client.get("/oembed/", {"url": PAGE, "format": "xml"})
    assert answer["Content-Type"] == "text/xml"
    told = {each.tag: each.text for each in ElementTree.fromstring(answer.content)}  # noqa: S314 - our own
    assert told == {
        name: str(value) for name, value in client.get("/oembed/", {"url": PAGE}).json().items()
    }


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "320"}, (320, 1600)),
        ({"maxheight": "200"}, (600, 200)),
        ({"maxwidth": "9999", "maxheight": "9999"}, (600, 1600)),
        ({"maxwidth": "wide", "maxheight": "-5"}, (600, 1600)),
    ],
)
def test_it_is_no_larger_than_asked_for(client, asked, size):
    told = client.get("/oembed/", {"url": PAGE} | asked).json()
    assert (told["width"], told["height"]) == size


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "https://elsewhere.example/tr/petitions/wahlrecht/",
        "http://mitstimme.example/tr/petitions/wahlrecht/",
        "https://mitstimme.example@elsewhere.example/tr/petitions/wahlrecht/",
        f"{SITE}/tr/petitions/",
        f"{SITE}/tr/petitions/unknown/",
        f"{SITE}/tr/petitions/draft/",
        f"{SITE}/xx/petitions/wahlrecht/",
        f"{SITE}/de/organise/",
        "https://[",
    ],
)
def test_only_our_own_petitions_are_known(client, url):
    PetitionFactory(slug="draft", state=Petition.State.DRAFT)
    assert client.get("/oembed/", {"url": url}).status_code == 404


def test_another_format_is_not_implemented(client):
    assert client.get("/oembed/", {"url": PAGE, "format": "yaml"}).status_code == 501


def test_without_a_page_to_show_there_is_none(client):
    Organisation.objects.filter(slug="rat").update(is_public=False)
    assert client.get("/oembed/", {"url": PAGE}).status_code == 404


def test_the_page_of_a_petition_leads_there(client):
    page = client.get("/tr/petitions/wahlrecht/").text
    [link] = re.findall(r'type="application/json\+oembed" href="([^"]*)"', page)
    link = unescape(link)
    assert link.startswith(f"{SITE}/oembed/?url=")
    assert client.get(link.removeprefix(SITE)).json()["title"]
