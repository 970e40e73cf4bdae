"""Where a campaign needs people, on the website of an organisation that carries it."""

from __future__ import annotations

import re

import pytest

from campaigns.models import Endorsement
from partners.models import Organisation
from tests.factories import (
    CampaignFactory,
    EmbedSiteFactory,
    EndorsementFactory,
    OrganisationFactory,
)
from tests.organising import queries_of
from tests.volunteers.factories import RequirementFactory, ShiftFactory

pytestmark = pytest.mark.django_db
PAGE = "/de/embed/verein/campaigns/wahl/shifts/"


@pytest.fixture
def campaign():
    organisation = OrganisationFactory(slug="verein", name="Verein")
    EmbedSiteFactory(organisation=organisation, origin="https://www.example.org")
    campaign = CampaignFactory(slug="wahl")
    EndorsementFactory(campaign=campaign, organisation=organisation)
    return campaign


def test_it_shows_the_open_shifts_of_that_campaign(client, campaign):
    shown, other = ShiftFactory(campaign=campaign), ShiftFactory()
    hidden = ShiftFactory(campaign=campaign, state="draft")
    text = client.get(PAGE).text
    assert f"/de/shifts/{shown.pk}/" in text
    assert f"/de/shifts/{other.pk}/" not in text
    assert f"/de/shifts/{hidden.pk}/" not in text


def test_its_websites_may_frame_it_and_links_lead_out(client, campaign):
    RequirementFactory(shift=ShiftFactory(campaign=campaign))
    answer = client.get(PAGE)
    assert "frame-ancestors https://www.example.org 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    links = re.findall(r"<a\b[^>]*>", answer.text)
    assert len(links) > 2
    assert [link for link in links if 'target="_blank"' not in link] == []


def test_whoever_does_not_carry_the_campaign_shows_nothing(client, campaign):
    Endorsement.objects.all().delete()
    answer = client.get(PAGE)
    assert answer.status_code == 404
    assert len(answer.content) < 3000


def test_queries_do_not_grow(client, campaign, settings):
    settings.PAGE_CACHE = False
    RequirementFactory(shift=ShiftFactory(campaign=campaign))
    before = queries_of(client, PAGE)
    for _each in range(2):
        RequirementFactory(shift=ShiftFactory(campaign=campaign))
    assert queries_of(client, PAGE) == before


# --- For programs: oEmbed --------------------------------------------------------

SITE = "https://mitstimme.example"
LIST = "/de/shifts/?campaign=wahl"


def test_a_program_is_told_the_frame_of_whoever_leads_the_campaign(client, campaign, settings):
    settings.SITE_URL = SITE
    answer = client.get("/oembed/", {"url": f"{SITE}{LIST}"})
    assert answer["Cache-Control"] == "public, max-age=300"
    told = answer.json()
    path = f"/de/embed/{campaign.lead.slug}/campaigns/wahl/shifts/"
    assert f'src="{SITE}{path}"' in told["html"]
    assert (told["type"], told["author_name"]) == ("rich", campaign.lead.name)
    assert client.get(path).status_code == 200


def test_the_list_of_one_campaign_leads_there(client, campaign, settings):
    settings.SITE_URL = SITE
    ShiftFactory(campaign=campaign)
    [link] = re.findall(r'type="application/json\+oembed" href="([^"]*)"', client.get(LIST).text)
    assert client.get(link.removeprefix(SITE)).json()["title"] == str(campaign)
    for other in ("/de/shifts/", f"{LIST}&gaps=on", "/de/shifts/?campaign=unknown"):
        assert "json+oembed" not in client.get(other).text


@pytest.mark.parametrize(
    "query",
    ["", "campaign=wahl&gaps=on", "campaign=wahl&language=tr", "campaign=unknown",
     "campaign=entwurf", "campaign=", "campaign=%00"],
)  # fmt: skip
def test_of_another_choice_nothing_is_told(client, campaign, settings, query):
    settings.SITE_URL = SITE
    CampaignFactory(slug="entwurf", state="draft")
    asked = {"url": f"{SITE}/de/shifts/?{query}"}
    assert client.get("/oembed/", asked).status_code == 404


def test_nor_where_nobody_shown_leads_it(client, campaign, settings):
    settings.SITE_URL = SITE
    Organisation.objects.filter(pk=campaign.lead_id).update(is_public=False)
    assert client.get("/oembed/", {"url": f"{SITE}{LIST}"}).status_code == 404
