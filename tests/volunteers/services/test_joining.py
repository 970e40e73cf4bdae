"""Joining is stored once, however often and at once it is sent."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from jobs.models import Job
from privacy.models import Consent
from privacy.person import person_key
from privacy.sealed import seal
from tests.factories import CampaignFactory
from tests.volunteers.joining import joined, joining
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Supporter, SupporterWay, Volunteer

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)
KEY = person_key("ayse@example.org")


def sealed(**more: object) -> str:
    """As `services.join` seals it, a moment ago."""
    return seal(vars(joining(**more)) | {"joined_at": timezone.now().isoformat()})


def test_a_draft_and_one_that_has_ended_take_nobody():
    for state in ("draft", "archived"):
        with pytest.raises(services.CampaignIsClosed):
            services.join(CampaignFactory(state=state), joining())


def test_what_is_stored_late_does_not_undo_what_came_after():
    campaign = CampaignFactory()
    late = sealed(name="Late")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        services.store_supporter(campaign.pk, KEY, sealed(name="Newer"))
        services.store_supporter(campaign.pk, KEY, late)
        services.confirm_supporter(Supporter.objects.get())
    assert Volunteer.objects.get().name == "Newer"


def test_what_a_person_told_of_themselves_outlives_what_is_typed_with_their_address():
    joined(CampaignFactory(), languages={"tr": "3"}, districts=["Hörde"])
    joined(
        CampaignFactory(),
        "Ayse@example.org",
        name="Somebody Else",
        language="en",
        languages={"tr": "1", "ar": "2"},
        districts=["Brackel"],
        slots=["weekend_morning"],
    )
    person = Volunteer.objects.get()
    told = (person.name, person.email, person.language)
    assert told == ("Ayşe Yılmaz", "ayse@example.org", "de")
    # What is new is added.
    assert dict(person.languages.values_list("language", "level")) == {"tr": "3", "ar": "2"}
    assert person.districts == ["Brackel", "Hörde"]
    assert person.slots == ["weekend_morning"]


def test_ways_are_changed_each_with_its_consent():
    supporter = joined(CampaignFactory(), "ayse@example.org", "stall", "news")
    assert services.change_ways(supporter, ["news", "doors"])
    assert {one.way for one in supporter.ways.all()} == {"news", "doors"}
    standing = Consent.objects.standing().values_list("purpose", flat=True)
    assert set(standing) == {"volunteers.news", "volunteers.doors"}
    # The one that ended stays as proof.
    assert Consent.objects.get(purpose="volunteers.stall").withdrawn_at


def test_who_has_left_chooses_nothing_more():
    supporter = joined(CampaignFactory())
    assert services.leave_campaign(supporter)
    assert not services.leave_campaign(supporter)
    assert not services.change_ways(supporter, ["news"])
    assert not SupporterWay.objects.exists()
    assert not Consent.objects.standing().exists()


def test_a_row_that_was_only_held_is_nobody_we_know():
    services.store_supporter(CampaignFactory().pk, KEY, sealed())
    assert Volunteer.objects.filter(pk=KEY).exists()
    assert services.known_volunteer(KEY) is None
    told = {"name": "X", "language": "de", "languages": {}, "districts": [], "slots": []}
    assert not services.change_profile(KEY, **told)
    assert Volunteer.objects.get().name == ""


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_twenty_forms_of_one_address_at_once_are_one_row():
    campaign = CampaignFactory()
    words = [sealed(name=f"Name {number}") for number in range(20)]
    found = at_once(
        [lambda one=one: services.store_supporter(campaign.pk, KEY, one) for one in words]
    )
    assert [one for one in found if isinstance(one, Exception)] == []
    assert Supporter.objects.count() == Volunteer.objects.count() == 1
    assert Supporter.objects.get().state == "pending"


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_twenty_presses_on_one_link_join_once():
    campaign = CampaignFactory()
    services.store_supporter(campaign.pk, KEY, sealed())
    supporter = Supporter.objects.get()
    found = at_once([lambda: services.confirm_supporter(supporter)] * 20)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert SupporterWay.objects.count() == Consent.objects.count() == 1
    told = Job.objects.filter(kind="volunteers.mail_supporter")
    assert [one.payload["about"] for one in told.order_by("created_at")].count("joined") == 1
