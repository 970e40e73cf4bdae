"""Teams are found: by the search, and by those who index the site."""

import pytest

from pages.findable import rebuild_search
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import TeamFactory
from volunteers.models import Team
from web.models import SearchEntry

pytestmark = pytest.mark.django_db


def test_the_search_finds_a_team_and_forgets_a_closed_one(client):
    team = TeamFactory(slug="bildung")
    team.texts.update(name="Sprachbildung", about="Wir **lesen** vor.")
    TeamFactory(state=Team.State.DRAFT)
    rebuild_search()
    found = SearchEntry.objects.filter(kind="team")
    assert [(entry.key, entry.title) for entry in found] == [("bildung", "Sprachbildung")]
    assert "/de/teams/bildung/" in client.get("/de/search/", {"q": "sprachbildung"}).text
    Team.objects.update(state=Team.State.CLOSED)
    rebuild_search()
    assert not SearchEntry.objects.filter(kind="team").exists()


def test_the_sitemap_names_what_is_open(client):
    TeamFactory(slug="bildung")
    TeamFactory(slug="entwurf", state=Team.State.DRAFT)
    TeamFactory(slug="zu", state=Team.State.CLOSED)
    sitemap = client.get("/sitemap.xml").text
    assert "/tr/teams/</loc>" in sitemap
    assert "/tr/teams/bildung/</loc>" in sitemap
    assert "entwurf" not in sitemap
    assert "/teams/zu/" not in sitemap


def test_a_campaigns_page_shows_its_teams_at_a_fixed_cost(client, settings):
    settings.PAGE_CACHE = False
    campaign = CampaignFactory()
    path = campaign.get_absolute_url()
    TeamFactory(slug="bildung", campaign=campaign)
    TeamFactory(slug="entwurf", campaign=campaign, state=Team.State.DRAFT)
    page = client.get(path).text
    assert "bildung (de)" in page
    assert "entwurf" not in page
    before = queries_of(client, path)
    for _ in range(2):
        TeamFactory(campaign=campaign)
    assert queries_of(client, path) == before
