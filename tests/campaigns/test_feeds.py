"""The feeds of campaigns and of what happens in them, as programs read them."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from campaigns.models import CampaignUpdate
from tests.factories import CampaignFactory, CampaignUpdateFactory
from tests.organising import queries_of
from tests.web.feeds import read

pytestmark = pytest.mark.django_db
CAMPAIGNS, UPDATES = "/tr/campaigns/feed.atom", "/tr/campaigns/updates.atom"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


def days_ago(number: int):
    return timezone.now() - timedelta(days=number)


class TestCampaigns:
    def test_newest_first(self, client):
        for number in (2, 1, 3):
            CampaignFactory(slug=f"vor-{number}", published_at=days_ago(number))
        feed = read(client, CAMPAIGNS)
        assert feed.titles == ["vor-1 (de)", "vor-2 (de)", "vor-3 (de)"]
        assert feed.links["alternate"] == f"{settings.SITE_URL}/tr/campaigns/"
        assert feed.language == "tr"

    def test_each_in_the_language_it_has(self, client):
        CampaignFactory(slug="alt", published_at=days_ago(1))
        CampaignFactory(slug="neu", languages=("de", "tr"))
        entries = read(client, CAMPAIGNS).entries
        assert [(one.title, one.language) for one in entries] == [
            ("neu (tr)", "tr"), ("alt (de)", "de")
        ]  # fmt: skip
        assert entries[0].summary == "Worum es geht"

    def test_an_archived_one_stays_others_are_nobodys(self, client):
        CampaignFactory(slug="archiv", state="archived")
        CampaignFactory(slug="entwurf", state="draft", published_at=None)
        CampaignFactory(slug="versteckt", visibility="unlisted")
        assert read(client, CAMPAIGNS).titles == ["archiv (de)"]

    def test_the_id_stays_whatever_its_address_becomes(self, client):
        campaign = CampaignFactory()
        (before,) = read(client, CAMPAIGNS).entries
        campaign.slug = "anders"
        campaign.save()
        (after,) = read(client, "/ar/campaigns/feed.atom").entries
        assert after.id == before.id
        assert after.link != before.link


class TestUpdates:
    def test_of_all_campaigns_newest_first(self, client):
        for number in (2, 1):
            CampaignUpdateFactory(slug=f"vor-{number}", published_at=days_ago(number))
        feed = read(client, UPDATES)
        assert [one.link.rsplit("/", 2)[1] for one in feed.entries] == ["vor-1", "vor-2"]
        assert "<strong>viel</strong>" in feed.entries[0].content
        lead = CampaignUpdate.objects.get(slug="vor-1").campaign.lead
        assert feed.entries[0].author == lead.name

    def test_one_from_before_there_was_a_moment_stands_at_its_day(self, client):
        CampaignUpdateFactory(slug="neu", published_at=days_ago(1))
        CampaignUpdateFactory(slug="frueher", published_at=None, happened_on=date(2019, 5, 1))
        CampaignUpdateFactory(slug="alt", published_at=days_ago(900))
        campaign = CampaignUpdate.objects.get(slug="neu").campaign
        CampaignUpdate.objects.update(campaign=campaign)
        for path in (UPDATES, f"/tr/campaigns/{campaign.slug}/feed/"):
            names = [one.link.rsplit("/", 2)[1] for one in read(client, path).entries]
            assert names == ["neu", "alt", "frueher"]

    def test_it_is_the_same_entry_in_its_campaigns_own_feed(self, client):
        update = CampaignUpdateFactory()
        (among_all,) = read(client, UPDATES).entries
        (own,) = read(client, f"/tr/campaigns/{update.campaign.slug}/feed/").entries
        assert among_all == own

    @pytest.mark.parametrize("state", [{"state": "draft"}, {"visibility": "unlisted"}])
    def test_nothing_of_campaigns_that_nobody_finds(self, client, state):
        CampaignUpdateFactory(campaign=CampaignFactory(**state))
        CampaignUpdateFactory(state="draft", published_at=None)
        assert read(client, UPDATES).entries == []


@pytest.mark.parametrize("path", [CAMPAIGNS, UPDATES])
class TestBoth:
    def test_without_entries_it_is_always_the_same(self, client, path):
        first = read(client, path)
        assert first.entries == []
        assert read(client, path) == first

    def test_as_many_queries_for_three_as_for_one(self, path):
        CampaignUpdateFactory()
        one = queries_of(Client(), path)
        for _ in range(2):
            CampaignUpdateFactory()
        assert queries_of(Client(), path) == one

    def test_it_is_kept_for_everybody_and_not_sent_twice(self, client, path):
        CampaignUpdateFactory()
        first = client.get(path)
        assert first["Cache-Control"] == "public, max-age=60"
        assert not first.cookies
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_the_list_names_it(self, client, path):
        page = client.get("/tr/campaigns/").text
        assert f'href="{path}"' in page.partition("<body")[0]
        assert f'href="{path}"' in page.partition("<body")[2]

    def test_no_more_than_fifty(self, client, path):
        for _ in range(51):
            CampaignUpdateFactory()
        assert len(read(client, path).entries) == 50
