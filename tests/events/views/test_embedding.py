"""What is on, on an organisation's own website."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Endorsement
from events.models import Event, EventHost
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
