"""What is on, on an organisation's own website."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Endorsement
from events.models import Event, EventHost
from partners.models import Organisation
from tests.events.factories import EventFactory, EventHostFactory
from tests.factories import (
    CampaignFactory,
    EmbedSiteFactory,
    EndorsementFactory,
    OrganisationFactory,
)
from tests.organising import queries_of

pytestmark = pytest.mark.django_db
OWN = "/de/embed/verein/events/"
OF_CAMPAIGN = "/de/embed/verein/campaigns/wahl/events/"


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(slug="verein", name="Verein")
    EmbedSiteFactory(organisation=organisation, origin="https://www.example.org")
    return organisation


@pytest.fixture
def campaign(organisation):
    campaign = CampaignFactory(slug="wahl")
    EndorsementFactory(campaign=campaign, organisation=organisation)
    return campaign


def test_it_shows_what_the_organisation_holds_by_its_own_word(client, organisation):
    own, together, undecided = EventFactory(lead=organisation), EventFactory(), EventFactory()
    EventHostFactory(event=together, organisation=organisation, role=EventHost.Role.CO_HOST)
    EventHostFactory(
        event=undecided,
        organisation=organisation,
        role=EventHost.Role.CO_HOST,
        state=EventHost.State.INVITED,
    )
    others = [
        EventFactory(),
        EventFactory(lead=organisation, state=Event.State.DRAFT),
        EventFactory(lead=organisation, starts_at=timezone.now() - timedelta(days=2)),
        undecided,
    ]
    text = client.get(OWN).text
    assert all(event.slug in text for event in (own, together))
    assert not [event.slug for event in others if f"{event.slug} (" in text]


def test_it_shows_what_belongs_to_a_campaign_that_it_carries(client, campaign, settings):
    settings.PAGE_CACHE = False
    event, other = EventFactory(campaign=campaign), EventFactory()
    text = client.get(OF_CAMPAIGN).text
    assert f"{event.slug} (" in text
    assert f"{other.slug} (" not in text
    Endorsement.objects.update(state=Endorsement.State.WITHDRAWN)
    assert client.get(OF_CAMPAIGN).status_code == 404


@pytest.mark.parametrize("page", [OWN, OF_CAMPAIGN])
def test_its_websites_may_frame_it_and_links_lead_out(client, campaign, organisation, page):
    EventFactory(campaign=campaign, lead=organisation)
    answer = client.get(page)
    assert "frame-ancestors https://www.example.org 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    links = re.findall(r"<a\b[^>]*>", answer.text)
    assert links
    assert [link for link in links if 'target="_blank"' not in link] == []
    # On our own page the same card stays in its tab.
    assert '<a href="/de/events/' in client.get("/de/events/").text


@pytest.mark.parametrize("page", [OWN, OF_CAMPAIGN])
def test_nothing_on_is_said(client, campaign, page):
    assert "Zurzeit ist nichts angekündigt" in client.get(page).text


def test_an_unknown_organisation_is_a_small_404(client, db):
    answer = client.get(OWN)
    assert answer.status_code == 404
    assert len(answer.content) < 3000


@pytest.mark.parametrize("page", [OWN, OF_CAMPAIGN])
def test_queries_do_not_grow(client, campaign, organisation, page, settings):
    settings.PAGE_CACHE = False
    EventFactory(campaign=campaign, lead=organisation)
    before = queries_of(client, page)
    for _each in range(2):
        EventFactory(campaign=campaign, lead=organisation)
    assert queries_of(client, page) == before


# --- For programs: oEmbed --------------------------------------------------------

SITE = "https://mitstimme.example"


def told_of(client, path: str):
    return client.get("/oembed/", {"url": f"{SITE}{path}"})


@pytest.fixture
def _own_address(settings):
    settings.SITE_URL = SITE


@pytest.mark.usefixtures("_own_address")
def test_a_program_is_told_the_frame_of_an_organisations_events(client, organisation):
    answer = told_of(client, "/tr/organisations/verein/")
    assert answer["Cache-Control"] == "public, max-age=300"
    told = answer.json()
    assert (told["type"], told["title"], told["author_name"]) == ("rich", "Verein", "Verein")
    assert f'src="{SITE}/tr/embed/verein/events/"' in told["html"]
    assert client.get("/tr/embed/verein/events/").status_code == 200


@pytest.mark.usefixtures("_own_address")
def test_and_that_of_a_campaigns_events_by_whoever_leads_it(client, campaign):
    told = told_of(client, "/de/campaigns/wahl/?from=flyer").json()
    path = f"/de/embed/{campaign.lead.slug}/campaigns/wahl/events/"
    assert f'src="{SITE}{path}"' in told["html"]
    assert told["author_name"] == campaign.lead.name
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("_own_address")
@pytest.mark.parametrize("path", ["/de/organisations/verein/", "/de/campaigns/wahl/"])
def test_their_pages_lead_there(client, campaign, path):
    [link] = re.findall(r'type="application/json\+oembed" href="([^"]*)"', client.get(path).text)
    assert link.startswith(f"{SITE}/oembed/?url=")
    assert client.get(link.removeprefix(SITE)).json()["title"]


@pytest.mark.usefixtures("_own_address")
@pytest.mark.parametrize(
    "path",
    ["/de/organisations/", "/de/organisations/unknown/", "/de/campaigns/entwurf/", "/de/events/"],
)
def test_of_what_has_no_frame_nothing_is_told(client, campaign, path):
    CampaignFactory(slug="entwurf", state="draft")
    assert told_of(client, path).status_code == 404


@pytest.mark.usefixtures("_own_address")
@pytest.mark.parametrize("change", [{"is_public": False}, {"left_at": timezone.now()}])
def test_nor_of_an_organisation_that_is_not_shown(client, campaign, change):
    campaign.lead = Organisation.objects.get(slug="verein")
    campaign.save()
    Organisation.objects.update(**change)
    for path in ("/de/organisations/verein/", "/de/campaigns/wahl/"):
        assert told_of(client, path).status_code == 404
    page = client.get("/de/organisations/verein/")
    assert "json+oembed" not in page.text
