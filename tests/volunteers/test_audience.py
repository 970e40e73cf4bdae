"""Whom a campaign may write to because they joined it and asked for news."""

import pytest

from campaigns import audience as audiences
from campaigns.models import Delivery, Mailing
from campaigns.services.mailing.gathering import gather
from privacy import consents
from privacy import services as privacy_services
from tests.factories import CampaignFactory, CampaignUpdateFactory, PetitionFactory, supporter
from tests.volunteers.joining import joined
from volunteers import services
from volunteers.audience import end, read, wanting
from volunteers.models import Supporter, SupporterWay, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory()


def addresses(campaign, limit: int = 500) -> list[str]:
    found, after = [], ""
    while after is not None:
        page = read(campaign.pk, after, limit)
        found += [one.address for one in page.supporters]
        after = page.after
    return found


def test_those_who_asked_for_news_and_only_while_they_do(campaign):
    ayse = joined(campaign, "ayse@example.org", "news", "stall")
    joined(campaign, "omar@example.org", "stall")
    joined(CampaignFactory(), "else@example.org", "news")
    left = joined(campaign, "left@example.org", "news")
    services.leave_campaign(left)
    assert addresses(campaign) == ["ayse@example.org"]
    services.change_ways(ayse, ["stall"])
    assert addresses(campaign) == []


def test_a_way_without_a_standing_consent_is_none(campaign):
    ayse = joined(campaign, "ayse@example.org", "news")
    consents.withdraw(ayse.person_key, "volunteers.news")
    assert addresses(campaign) == []
    assert wanting(campaign.pk, {ayse.person_key}) == set()


def test_nor_is_one_for_another_campaign(campaign):
    other = CampaignFactory()
    joined(campaign, "ayse@example.org", "stall")
    elsewhere = joined(other, "ayse@example.org", "news")
    SupporterWay.objects.create(supporter=Supporter.objects.get(campaign=campaign), way="news")
    assert addresses(campaign) == []
    assert wanting(campaign.pk, {elsewhere.person_key}) == set()


def test_page_by_page_nobody_is_missing_or_twice(campaign):
    for number in range(5):
        joined(campaign, f"h{number}@example.org", "news")
    found = addresses(campaign, limit=2)
    assert sorted(found) == [f"h{number}@example.org" for number in range(5)]


def test_who_wants_it_now_and_more_keys_than_one_question_takes(campaign, monkeypatch):
    monkeypatch.setattr("volunteers.audience.KEYS_AT_ONCE", 2)
    keys = {joined(campaign, f"h{number}@example.org", "news").person_key for number in range(5)}
    assert wanting(campaign.pk, keys | {"1:nobody"}) == keys


def test_unsubscribing_ends_the_way_and_the_consent(campaign):
    ayse = joined(campaign, "ayse@example.org", "news", "stall")
    end(campaign.pk, ayse.person_key)
    end(campaign.pk, ayse.person_key)
    assert wanting(campaign.pk, {ayse.person_key}) == set()
    assert [one.way for one in ayse.ways.all()] == ["stall"]
    assert not consents.standing(ayse.person_key, "volunteers.news").exists()
    assert consents.standing(ayse.person_key, "volunteers.stall").exists()


def test_who_also_signed_is_written_to_once_and_unsubscribes_from_both():
    petition = PetitionFactory()
    supporter(petition, "ayse@example.org")
    ayse = joined(petition.campaign, "ayse@example.org", "news")
    joined(petition.campaign, "omar@example.org", "news")
    update = CampaignUpdateFactory(campaign=petition.campaign)
    mailing = Mailing.objects.create(update=update, state=Mailing.State.GATHERING)
    assert gather(mailing.pk, seconds=60)
    found = [one.address for one in Delivery.objects.all()]
    assert sorted(found) == ["ayse@example.org", "omar@example.org"]
    audiences.end(petition.campaign_id, ayse.person_key)
    assert audiences.wanting(petition.campaign_id, {ayse.person_key}) == set()


def test_an_erased_person_gets_nothing(campaign):
    ayse = joined(campaign, "ayse@example.org", "news")
    privacy_services.erase(ayse.person_key)
    assert addresses(campaign) == []
    assert not Volunteer.objects.exists()


def test_a_fixed_number_of_queries(campaign, django_assert_num_queries):
    joined(campaign, "h0@example.org", "news")
    for number in (1, 2):
        with django_assert_num_queries(3):
            read(campaign.pk, "", 500)
        joined(campaign, f"h{number}@example.org", "news")


def test_it_is_registered():
    assert "volunteers" in [one.name for one in audiences.registered()]
