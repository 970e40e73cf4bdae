"""A printed address leads to its page, in the right language, and its source to a signature."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import services
from petitions.models import Petition, SourceLink
from tests.factories import SourceLinkFactory
from tests.petitions.conftest import LANGUAGES
from tests.petitions.signing import stored
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
PAGE = "/petitions/wahlrecht/?from=plakat"


@pytest.fixture
def link(petition) -> SourceLink:
    return SourceLinkFactory(petition=petition, source="plakat", code="kxtmrd")


@pytest.fixture
def campaign_link(petition) -> SourceLink:
    return SourceLinkFactory(
        petition=None, campaign=petition.campaign, source="plakat", code="campgn"
    )


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [
        ("tr-TR,tr;q=0.9,de;q=0.8", "", "tr"),
        ("ar", "", "ar"),
        ("pl,fr", "", "de"),
        ("", "", "de"),
        ("tr", "en", "en"),
    ],
)
def test_it_leads_to_the_language_of_the_browser(client, link, accepted, cookie, language):
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get("/s/kxtmrd", headers={"Accept-Language": accepted} if accepted else {})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}{PAGE}")
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/s/kxtmrd/{}", "/s/kxtmrd/{}/", "/s/kxtmrd?l={}"])
def test_the_address_may_name_a_language(client, link, address, language):
    answer = client.get(address.format(language), headers={"Accept-Language": "de,tr,en"})
    assert answer["Location"] == f"/{language}{PAGE}"


@pytest.mark.parametrize("address", ["/s/kxtmrd/xx", "/s/kxtmrd?l=%00"])
def test_a_language_there_is_not_counts_for_nothing(client, link, address):
    assert client.get(address, headers={"Accept-Language": "tr"})["Location"] == f"/tr{PAGE}"


@pytest.mark.parametrize("typed", ["/s/KXTMRD", "/S/Kxtmrd", "/s/kxtmrd/", "/S/KXTMRD/DE"])
def test_capital_letters_are_the_same(client, link, typed):
    assert client.get(typed)["Location"] == f"/de{PAGE}"


def test_it_costs_one_query_then_none_and_leaves_nothing_behind(client, link):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/s/kxtmrd")
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        client.get("/s/KXTMRD/tr")
    assert len(queries) == 0
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"


def test_it_only_looks(client, link):
    assert client.head("/s/kxtmrd").status_code == 302
    assert client.post("/s/kxtmrd").status_code == 405


def test_a_retired_code_leads_on_without_its_source(client, link):
    services.retire_link(link)
    assert client.get("/s/kxtmrd")["Location"] == "/de/petitions/wahlrecht/"
    services.restore_link(link)
    forget_remembered()
    assert client.get("/s/kxtmrd")["Location"] == f"/de{PAGE}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["nnnnnn", "x" * 40, "%3Cb%3E", "a%00b"])
def test_an_unknown_code_leads_to_the_list(client, db, language, code):
    answer = client.get(f"/s/{code}/{language}")
    assert answer.status_code == 404
    assert f'href="/{language}/petitions/"' in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert "<b>" not in answer.text
    assert not answer.cookies


def test_a_draft_is_as_unknown_as_what_never_was(client, link, campaign_link):
    Petition.objects.update(state="draft")
    assert client.get("/s/kxtmrd").status_code == 404
    assert client.get("/s/campgn").status_code == 302
    link.campaign.state = "draft"
    link.campaign.save()
    forget_remembered()
    assert client.get("/s/campgn").status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_source_survives_until_the_signature(client, link, typed, headers):
    sent_by(client, client.get("/s/kxtmrd/en")["Location"], typed, headers)
    assert stored().source == "plakat"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_it_survives_a_form_that_comes_back(client, link, typed, headers):
    page = client.get("/s/kxtmrd/en")["Location"]
    answer = sent_by(client, page, typed | {"postcode": ""}, headers)
    assert answer.status_code == 422
    # Without script the form stands at the address of the signing now; it kept the source itself.
    assert 'name="source" value="plakat"' in answer.text
    sent_by(client, "/en/petitions/wahlrecht/sign/", typed | {"source": "plakat"}, headers)
    assert stored().source == "plakat"


def test_the_source_of_a_campaign_reaches_its_petitions(client, campaign_link, typed):
    page = client.get("/s/campgn/en")["Location"]
    assert page == f"/en/campaigns/{campaign_link.campaign.slug}/?from=plakat"
    petition = "/en/petitions/wahlrecht/?from=plakat"
    assert f'href="{petition}"' in client.get(page).text
    sent_by(client, petition, typed, {})
    assert stored().source == "plakat"


@pytest.mark.parametrize("source", ["", "%22%3E%3Cb%3E", "x" * 41])
def test_a_mangled_source_is_not_carried_on(client, campaign_link, source):
    page = client.get(f"/en/campaigns/{campaign_link.campaign.slug}/?from={source}")
    assert 'href="/en/petitions/wahlrecht/"' in page.text


def sent_by(client, page, typed, headers):
    """Open the page and send its form, as a browser does: with the page's address."""
    client.get(page)
    headers = headers | {"Referer": f"http://testserver{page}"}
    return client.post("/en/petitions/wahlrecht/sign/", typed, headers=headers)
