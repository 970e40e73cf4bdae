"""What waits for whom about shifts, whose deeds the trail names, what there is to translate."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from partners.models import Organisation
from partners.workspace import trail, translatable
from tests.events.factories import EventFactory
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, somebody
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory
from volunteers import services
from volunteers.workspace import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def sentences(user) -> list[str]:
    return [one.sentence for one in waiting_for(user)]


def at(**days: int):
    return timezone.now() + timedelta(**days)


@pytest.mark.parametrize(
    ("role", "count"), [("viewer", 0), ("editor", 1), ("organiser", 1), ("owner", 1)]
)
def test_missing_people_wait_for_those_who_write(campaign, role, count):
    ShiftFactory(campaign=campaign)
    found = sentences(somebody(role, campaign.lead))
    assert len(found) == count
    assert all("2 people are missing" in one for one in found)
    assert sentences(somebody(role, OrganisationFactory())) == []


def test_what_is_filled_far_off_over_or_cancelled_waits_for_nobody(campaign):
    full = ShiftFactory(campaign=campaign, needs=[{"maximum": 1}])
    ShiftSignupFactory(shift=full)
    ShiftFactory(campaign=campaign, starts_at=at(days=9))
    ShiftFactory(campaign=campaign, starts_at=at(days=-2))
    ShiftFactory(campaign=campaign, state="cancelled")
    ShiftFactory(campaign=campaign, state="draft", starts_at=at(days=20))
    assert sentences(somebody("owner", campaign.lead)) == []


def test_drafts_are_one_line_that_leads_to_the_first_of_them(campaign):
    for days in (10, 5):
        ShiftFactory(campaign=campaign, state="draft", starts_at=at(days=days))
    user = somebody("editor", campaign.lead)
    (one,) = waiting_for(user)
    assert one.sentence == "2 shifts come near and are not published."
    client = logged_in("editor", campaign.lead)
    assert "Stand" in client.get(one.url).text


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_an_event_that_is_off_and_has_shifts(campaign, state):
    event = EventFactory(slug="fest", state=state)
    shift = ShiftFactory(campaign=campaign, event=event)
    ShiftFactory(campaign=campaign, event=event)
    user = somebody("organiser", campaign.lead)
    assert sentences(user) == [f"This event is {state} and has shifts."]
    (one,) = waiting_for(user)
    assert one.url.endswith("?event=fest")
    services.cancel_all([shift, *event.shifts.all()], actor=user)
    assert sentences(user) == []


def test_more_of_it_costs_no_more(campaign):
    user = somebody("owner", campaign.lead)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert sentences(user)
        return len(asked)

    def more():
        ShiftFactory(campaign=CampaignFactory(lead=campaign.lead))
        ShiftFactory(campaign=campaign, state="draft")
        ShiftFactory(campaign=campaign, event=EventFactory(state="cancelled"))

    more()
    before = cost()
    more()
    more()
    assert cost() == before


def test_the_trail_names_each_deed_of_the_campaigns_lead_only(campaign):
    user = somebody("owner", campaign.lead)
    shift = ShiftFactory(campaign=campaign)
    services.change_shift(shift, {"place": "im Rathaus"}, actor=user)
    services.save_template(shift, "Samstag", actor=user)
    services.copy_day(campaign, shift.starts_there.date(), at(days=30).date(), actor=user)
    entries, names = trail.entries_of(campaign.lead)
    told = {(deed.what, deed.thing) for deed in trail.told(entries, names)}
    assert ("changed where or for whom the shift is", str(shift)) in told
    assert ("saved a template for shifts", "Samstag") in told
    assert ("copied the shifts of a day", str(campaign)) in told
    assert not trail.entries_of(OrganisationFactory())[0].filter(verb__contains="shift").exists()


def test_every_deed_about_volunteers_has_its_words():
    """Whatever the services write down can be read by people."""
    written: set[str] = set()
    for path in Path("volunteers").rglob("*.py"):
        written |= set(re.findall(r'audit\.record\(\s*"(volunteers\.\w+)"', path.read_text()))
    assert len(written) > 30
    assert {verb for verb in written if verb not in trail._deeds} == set()


def test_texts_of_shifts_are_translated_by_the_campaigns_lead(campaign):
    shift = ShiftFactory(campaign=campaign)
    ShiftFactory(campaign=campaign, starts_at=at(days=-9))
    ShiftFactory()
    kind = translatable.kind_of("shift")
    assert kind
    assert list(kind.of(Organisation.objects.filter(pk=campaign.lead_id))) == [shift]
    assert kind.owner(shift) == campaign.lead_id
    client = logged_in("editor", campaign.lead)
    assert str(shift) in client.get("/de/organise/translations/").text
    page = f"/de/organise/translations/shift/{shift.pk}/tr/"
    assert client.get(page).status_code == 200
