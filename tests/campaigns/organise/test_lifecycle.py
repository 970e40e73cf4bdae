"""Published, scheduled, archived."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import services
from campaigns.models import Campaign
from tests.factories import CampaignFactory
from tests.organising import logged_in, roles_get

pytestmark = pytest.mark.django_db
State = Campaign.State
BASE = "/de/organise/campaigns/wahlrecht/"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht", state=State.DRAFT, published_at=None)


def state() -> str:
    return Campaign.objects.get().state


@roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302, administrator=302)
def test_who_may_publish(campaign, role, status):
    assert logged_in(role, campaign.lead).post(f"{BASE}publish/").status_code == status
    is_published = role in ("organiser", "owner", "administrator")
    assert state() == (State.PUBLISHED if is_published else State.DRAFT)


def test_not_without_german_words(campaign):
    campaign.texts.update(language="tr")
    page = logged_in("organiser", campaign.lead).post(f"{BASE}publish/", follow=True)
    assert "deutschen Text" in page.text
    assert state() == State.DRAFT


def test_a_published_one_is_archived_and_comes_back(campaign):
    client = logged_in("organiser", campaign.lead)
    for path, expected in (
        ("archive/", State.DRAFT),
        ("publish/", State.PUBLISHED),
        ("archive/", State.ARCHIVED),
        ("publish/", State.PUBLISHED),
    ):
        client.post(f"{BASE}{path}")
        assert state() == expected


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, administrator=200)
def test_it_is_asked_first_whether_it_is_over(campaign, role, status):
    services.publish(campaign)
    assert logged_in(role, campaign.lead).get(f"{BASE}archive/").status_code == status
    assert state() == State.PUBLISHED


def test_visitors_see_that_it_is_over(campaign, client):
    services.publish(campaign)
    assert "badge--closed" not in client.get("/de/campaigns/wahlrecht/").text
    services.archive(campaign)
    # In another language: of the first one's page visitors are shown a copy for some seconds.
    assert "badge--closed" in client.get("/tr/campaigns/wahlrecht/").text


class TestScheduled:
    def test_it_goes_public_by_itself(self, campaign):
        at = timezone.localtime() + timedelta(hours=2)
        data = {"at": at.strftime("%Y-%m-%dT%H:%M")}
        client = logged_in("organiser", campaign.lead)
        assert client.post(f"{BASE}schedule/", data).status_code == 302
        assert services.publish_due(at - timedelta(minutes=2)) == 0
        assert services.publish_due(at) == 1
        campaign.refresh_from_db()
        assert (campaign.state, campaign.publish_at) == (State.PUBLISHED, None)

    def test_that_can_be_taken_back(self, campaign):
        services.schedule(campaign, timezone.now() + timedelta(hours=1))
        client = logged_in("organiser", campaign.lead)
        client.post(f"{BASE}schedule/", {"take_back": "yes"})
        assert services.publish_due(timezone.now() + timedelta(hours=2)) == 0

    def test_not_for_a_time_that_is_over(self, campaign):
        client = logged_in("organiser", campaign.lead)
        answer = client.post(f"{BASE}schedule/", {"at": "2020-01-01T10:00"})
        assert answer.status_code == 422
        assert Campaign.objects.get().publish_at is None

    def test_one_without_german_words_holds_up_no_other(self, campaign):
        other = CampaignFactory(slug="zweite", state=State.DRAFT)
        for one in (campaign, other):
            services.schedule(one, timezone.now() + timedelta(hours=1))
        campaign.texts.all().delete()
        assert services.publish_due(timezone.now() + timedelta(hours=2)) == 1
        assert Campaign.objects.get(slug="zweite").state == State.PUBLISHED
