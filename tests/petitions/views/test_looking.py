"""The petition's pages in four languages, and what they show of people."""

import json
import re
from datetime import UTC, datetime

import pytest

from petitions import services
from petitions.models import Petition, Signature
from tests.factories import (
    ActionFieldFactory,
    EndorsementFactory,
    PetitionFactory,
    PetitionStepFactory,
    PetitionTextFactory,
    SignatureFactory,
)
from tests.pages.reading import main_of
from tests.petitions.conftest import LANGUAGES

pytestmark = pytest.mark.django_db
URL = "/en/petitions/wahlrecht/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "sign/sent/", "thanks/"])
def test_each_page_speaks_each_language(client, petition, language, page):
    answer = client.get(f"/{language}/petitions/wahlrecht/{page}")
    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    if page != "sign/sent/":
        assert f"wahlrecht ({language})" in answer.text


def test_the_form_carries_the_text_it_stands_beside(client, petition):
    page = client.get(URL)
    shown = petition.texts.get(language="en")
    assert f'<input type="hidden" name="text" value="{shown.pk}"' in page.text
    assert 'action="/en/petitions/wahlrecht/sign/#sign"' in page.text
    assert 'hx-post="/en/petitions/wahlrecht/sign/"' in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert " checked" not in main_of(page)


def test_german_stands_in_and_says_so(client):
    petition = PetitionFactory(languages=["de", "ar"])
    page = client.get(f"/tr/petitions/{petition.slug}/")
    assert f"{petition.slug} (de)" in page.text
    assert 'lang="de" dir="ltr"' in main_of(page)
    assert f'name="text" value="{petition.texts.get(language="de").pk}"' in page.text


def test_a_text_being_edited_is_nobodys_yet(client, petition):
    PetitionTextFactory(petition=petition, version=2, title="Noch geheim", language="en")
    assert "Noch geheim" not in client.get(URL).text


def test_a_draft_and_a_stranger_are_not_found(client):
    draft = PetitionFactory(state="draft")
    for slug in (draft.slug, "nirgends"):
        for page in ("", "count.json", "share.png", "thanks/", "sign/sent/"):
            assert client.get(f"/en/petitions/{slug}/{page}").status_code == 404


@pytest.mark.parametrize("state", ["closed", "handed_over", "answered", "rejected"])
def test_what_takes_no_signatures_shows_no_form(client, petition, state):
    Petition.objects.update(state=state)
    page = client.get(URL)
    assert page.status_code == 200
    assert 'name="email"' not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_later_says_when_and_is_not_called_open(client, petition, language):
    Petition.objects.update(opens_at=datetime(2099, 12, 1, 17, 30, tzinfo=UTC))
    page = client.get(f"/{language}/petitions/wahlrecht/")
    assert 'name="email"' not in page.text
    assert "sticky-action" not in page.text
    assert "badge--open" not in page.text
    assert {"2099", "30"} <= set(re.findall(r"\d+", page.text))


def test_only_names_whose_owners_agreed_are_shown(client, petition):
    SignatureFactory(petition=petition, family_name="Gezeigt", show_name=True)
    SignatureFactory(petition=petition, family_name="Verborgen")
    SignatureFactory(petition=petition, family_name="Offen", show_name=True, state="pending")
    SignatureFactory(petition=petition, family_name="<i>Schräg", show_name=True)
    withdrawn = SignatureFactory(petition=petition, family_name="Zurück", show_name=True)
    services.withdraw(withdrawn)
    page = client.get(URL)
    assert "<bdi>Ayşe Gezeigt</bdi>" in page.text
    assert "&lt;i&gt;Schräg" in page.text
    for hidden in ("Verborgen", "Offen", "Zurück", "example.org", "44137"):
        assert hidden not in main_of(page).replace("http://testserver", "")


def test_who_stands_behind_it_and_what_happened(client, petition):
    EndorsementFactory(campaign=petition.campaign, organisation__name="Bunter Kreis")
    EndorsementFactory(
        campaign=petition.campaign, organisation__name="Nur Gefragt", state="invited"
    )
    PetitionStepFactory(petition=petition)
    page = client.get(URL)
    assert "Bunter Kreis" in page.text
    assert "Nur Gefragt" not in page.text
    assert "Ein Schritt" in page.text


def test_a_handover_without_a_text_of_its_own_still_shows(client, petition):
    services.hand_over(petition)
    assert client.get(URL).status_code == 200


def test_the_count_is_told_to_programs(client, petition, confirmed):
    answer = client.get(URL + "count.json")
    assert json.loads(answer.content) == {"confirmed": 1, "goal": 1000}
    assert answer["Content-Type"] == "application/json"
    assert "max-age=5" in answer["Cache-Control"]
    unchanged = client.get(URL + "count.json", headers={"If-None-Match": answer["ETag"]})
    assert unchanged.status_code == 304
    assert not unchanged.content


def test_the_picture_is_a_picture(client, petition):
    answer = client.get("/ar/petitions/wahlrecht/share.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_the_thank_you_page_leads_on(client, petition):
    other = PetitionFactory(languages=LANGUAGES)
    PetitionFactory(slug="zu", state="closed")
    page = client.get(URL + "thanks/")
    assert f"/en/petitions/{other.slug}/" in page.text
    assert "/en/petitions/zu/" not in page.text
    assert "wa.me" in page.text
    assert "<svg" in page.text


@pytest.mark.parametrize("page", ["", "count.json", "share.png", "thanks/", "sign/sent/"])
def test_these_pages_are_only_for_looking(client, petition, page):
    assert client.post(URL + page).status_code == 405


def slugs(page) -> set[str]:
    return {one.slug for one in page.context["page"]}


def test_the_list_filters_by_field_and_state(client):
    field = ActionFieldFactory(slug="wahl")
    first = PetitionFactory(slug="eins")
    first.campaign.fields.add(field)
    PetitionFactory(slug="zwei", state="closed").campaign.fields.add(field)
    PetitionFactory(slug="drei")
    PetitionFactory(slug="entwurf", state="draft").campaign.fields.add(ActionFieldFactory())
    page = client.get("/en/petitions/")
    assert slugs(page) == {"eins", "zwei", "drei"}
    assert [slug for slug, _name in page.context["fields"]] == ["wahl"]
    assert slugs(client.get("/en/petitions/?field=wahl")) == {"eins", "zwei"}
    assert slugs(client.get("/en/petitions/?field=wahl&state=closed")) == {"zwei"}
    assert slugs(client.get("/en/petitions/?state=draft")) == set()
    empty = client.get("/en/petitions/?field=nirgends")
    assert slugs(empty) == set()
    assert "No petition fits" in empty.text


@pytest.mark.parametrize(
    "query", ["field=%00", "field=wahl%00", "state=%00", "page=%00", "page=-1", "page=99999999999"]
)
def test_a_mangled_choice_breaks_nothing(client, petition, query):
    assert client.get(f"/en/petitions/?{query}").status_code == 200


def test_the_list_has_pages(client):
    petitions = [PetitionFactory() for _ in range(25)]
    assert len(client.get("/en/petitions/").context["page"]) == 24
    assert len(client.get("/en/petitions/?page=2").context["page"]) == 1
    assert Petition.objects.count() == len(petitions)
    assert not Signature.objects.exists()
