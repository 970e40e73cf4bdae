"""Organisations as a visitor sees them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, CampaignText, Endorsement
from events.models import Event
from pages.context import forget_instance
from pages.findable import rebuild_search
from pages.sitemaps import SITEMAPS
from partners.models import (
    Organisation,
    OrganisationContact,
    OrganisationLanguage,
    OrganisationText,
)
from tests.events.factories import EventFactory, EventHostFactory
from web.models import SearchEntry

pytestmark = pytest.mark.django_db


def join(number: int = 1, **fields) -> Organisation:
    """One more organisation that leads one campaign and stands behind all others."""
    organisation = Organisation.objects.create(
        slug=f"o{number}", name=f"Verein Nummer {number}", **fields
    )
    OrganisationText.objects.create(
        organisation=organisation, language="de", summary="Wir helfen", description="Seit langem"
    )
    campaign = Campaign.objects.create(
        slug=f"c{number}", lead=organisation, state=Campaign.State.PUBLISHED
    )
    CampaignText.objects.create(
        campaign=campaign, language="de", title=f"Kampagne {number}", summary="Darum"
    )
    for one in Campaign.objects.all():
        Endorsement.objects.get_or_create(
            campaign=one, organisation=Organisation.objects.get(slug="o1"), state="accepted"
        )
    return organisation


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
@pytest.mark.parametrize("path", ["/organisations/", "/organisations/o1/"])
def test_every_page_in_every_language(client, path, language):
    join()
    response = client.get(f"/{language}{path}")
    assert response.status_code == 200
    assert "Verein Nummer 1" in response.text
    assert not response.cookies


@pytest.mark.parametrize("path", ["/organisations/", "/organisations/o1/"])
def test_a_fixed_number_of_queries(client, path):
    join(1)
    asked_with_one = queries(client, f"/de{path}")
    join(2)
    join(3)
    assert queries(client, f"/tr{path}") == asked_with_one


def queries(client, path):
    """How many a page costs cold, the instance's own row included."""
    forget_instance()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_what_is_not_public_is_unknown(client):
    join(is_public=False)
    assert client.get("/de/organisations/o1/").status_code == 404
    assert "Verein Nummer 1" not in client.get("/de/organisations/").text


def test_withdrawn_words_are_not_shown(client):
    join(1)
    join(2)
    assert "Kampagne 2" in client.get("/de/organisations/o1/").text
    Endorsement.objects.update(state=Endorsement.State.WITHDRAWN)
    assert "Kampagne 2" not in client.get("/en/organisations/o1/").text


def test_nobody_yet(client):
    assert client.get("/de/organisations/").status_code == 200


class TestItsPage:
    """What the own page says, and what it keeps to itself."""

    CONTACT = {
        "name": "Ada Muster",
        "email": "ada@example.org",
        "phone": "0231 1234",
        "address": "Münsterstraße 1\n44145 Dortmund",
    }

    @pytest.fixture
    def one(self) -> Organisation:
        one = join(website="https://verein.example/", district="Hörde", short_name="VN")
        OrganisationLanguage.objects.create(organisation=one, language="ar")
        return one

    def page(self, client):
        return client.get("/de/organisations/o1/").text

    def test_a_contact_stays_private_unless_they_say_so(self, client, one):
        OrganisationContact.objects.create(organisation=one, **self.CONTACT)
        page = self.page(client)
        for value in ("Ada Muster", "ada@example.org", "0231", "Münsterstraße"):
            assert value not in page

    @pytest.mark.parametrize("name", CONTACT)
    def test_each_line_is_shown_alone(self, client, one, name):
        public = {f"is_{name}_public": True}
        OrganisationContact.objects.create(organisation=one, **self.CONTACT, **public)
        page = self.page(client)
        shown = {key for key, value in self.CONTACT.items() if value.split("\n")[0] in page}
        assert shown == {name}

    def test_machines_read_the_same(self, client, one):
        public = {"is_email_public": True}
        OrganisationContact.objects.create(organisation=one, **self.CONTACT, **public)
        found = json_ld_of(self.page(client))
        assert found["name"] == "Verein Nummer 1"
        assert found["alternateName"] == "VN"
        assert found["description"] == "Wir helfen"
        assert found["email"] == "ada@example.org"
        assert "telephone" not in found
        assert found["knowsLanguage"] == ["ar"]
        assert found["url"].endswith("/de/organisations/o1/")

    def test_a_name_cannot_break_out_of_the_data(self, client, one):
        name = "</script><script>alert(1)</script>&amp;"
        Organisation.objects.update(name=name)
        page = self.page(client)
        assert "<script>alert" not in page
        assert json_ld_of(page)["name"] == name

    def test_the_mark_has_a_date_and_says_what_it_means(self, client, one):
        assert "Geprüft am" not in self.page(client)
        Organisation.objects.update(verified_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
        page = client.get("/en/organisations/o1/").text
        assert "Verified on Nov. 3, 2026" in page
        assert "has checked that this organisation exists" in page

    def test_languages_by_their_own_names_lead_to_others_who_speak_them(self, client, one):
        page = self.page(client)
        assert 'href="/de/organisations/?language=ar" lang="ar" dir="rtl">العربية</a>' in page
        assert 'href="/de/organisations/?district=H%C3%B6rde"' in page

    def test_who_has_left_keeps_its_name_and_what_it_did(self, client, one):
        OrganisationContact.objects.create(
            organisation=one, **self.CONTACT, is_email_public=True, is_address_public=True
        )
        Organisation.objects.update(left_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
        page = self.page(client)
        assert "Verein Nummer 1" in page
        assert "bis zum 3. November 2026" in page
        assert "Kampagne 1" in page
        for gone in ("ada@example.org", "Münsterstraße", "verein.example", "العربية</a></li>"):
            assert gone not in page.partition("<main")[2].partition("</main>")[0]
        assert 'content="noindex"' in page

    def test_on_a_campaigns_page_with_the_day(self, client, one):
        Organisation.objects.update(left_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
        page = client.get("/de/campaigns/c1/").text
        assert "Verein Nummer 1" in page
        assert "bis 3. November 2026" in page

    def test_found_by_the_search_and_the_sitemap_until_it_leaves(self, client, one):
        assert found_everywhere(client) == (True, True)
        Organisation.objects.update(left_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
        assert found_everywhere(client) == (False, False)


def json_ld_of(page: str) -> dict:
    return json.loads(
        page.partition('<script type="application/ld+json">')[2].split("</script>")[0]
    )


def found_everywhere(client) -> tuple[bool, bool]:
    rebuild_search()
    found = SearchEntry.objects.filter(kind="organisation", key="o1").exists()
    sites = [found for found in SITEMAPS["organisations"].items() if found.slug == "o1"]
    return found, bool(sites)


class TestEvents:
    """What it holds, once it said yes and the event is public."""

    def host(self, organisation, state="accepted", **fields) -> Event:
        event = EventFactory(**fields)
        EventHostFactory(event=event, organisation=organisation, state=state)
        return event

    def test_shown_only_by_its_own_word_and_once_public(self, client):
        one = join()
        over = timezone.now() - timedelta(days=3)
        shown = [self.host(one), self.host(one, starts_at=over)]
        hidden = [
            self.host(one, state="invited"),
            self.host(one, state="withdrawn"),
            EventFactory(),
            EventFactory(lead=one, state="draft"),
            EventFactory(lead=one, visibility="unlisted"),
        ]
        page = client.get("/de/organisations/o1/").text
        assert [event for event in shown if event.get_absolute_url() not in page] == []
        assert [event for event in hidden if event.get_absolute_url() in page] == []

    def test_still_there_once_it_has_left(self, client):
        one = join()
        event = self.host(one, starts_at=timezone.now() - timedelta(days=3))
        Organisation.objects.update(left_at=timezone.now())
        assert event.get_absolute_url() in client.get("/de/organisations/o1/").text

    def test_each_once_and_at_a_fixed_cost(self, client):
        one = join()
        EventHostFactory(event=self.host(one), organisation=one, role="venue")
        asked_with_one = queries(client, "/de/organisations/o1/")
        for _each in range(2):
            self.host(one)
        assert queries(client, "/tr/organisations/o1/") == asked_with_one
        assert len(client.get("/en/organisations/o1/").context["coming"]) == 3
