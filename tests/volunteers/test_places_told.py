"""Of a venue that somebody keeps a shift shows nothing before its keeper said yes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from events.models import EventHost
from jobs.services import run_due
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of
from tests.volunteers.factories import ShiftFactory, VolunteerFactory
from tests.volunteers.organise_paths import path
from tests.volunteers.own_pages import own
from tests.volunteers.signing_up import comes
from volunteers import services
from volunteers.calendars import calendar_of
from volunteers.models import Shift
from volunteers.services.lifecycle import what_shift_lacks

pytestmark = pytest.mark.django_db
NAME, STREET, DISTRICT = "Haus der Vielfalt", "Beispielstr. 1", "Hörde"


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def venue():
    keeper = OrganisationFactory()
    return VenueFactory(keeper=keeper, name=NAME, street=STREET, district=DISTRICT)


def at(venue, **more) -> Shift:
    return ShiftFactory(venue=venue, place="", district="", languages=("de", "en"), **more)


def event_at(venue, **part):
    """An event there, with the keeper's part in it; their yes when nothing else is said."""
    event = EventFactory(venue=venue, starts_at=timezone.now() + timedelta(days=3))
    EventHostFactory(
        event=event, organisation=venue.keeper, **{"role": EventHost.Role.VENUE} | part
    )
    return event


def is_told(shift: Shift) -> bool:
    """The same for the model, for the list and for the query."""
    assert Shift.objects.get(pk=shift.pk).place_name == (
        Shift.objects.with_place().get(pk=shift.pk).place_name
    )
    shift = Shift.objects.with_place().get(pk=shift.pk)
    in_district = Shift.objects.in_district(DISTRICT).filter(pk=shift.pk).exists()
    assert in_district == (shift.where == DISTRICT) == (shift.place_name == NAME)
    assert shift.planned_place_name == NAME
    return in_district


def test_a_place_nobody_keeps_is_told(venue):
    venue.keeper = None
    venue.save()
    assert is_told(at(venue))


def test_a_kept_one_is_told_on_shifts_of_its_keeper_only(venue):
    shift = at(venue)
    assert not is_told(shift)
    shift.campaign.lead = venue.keeper
    shift.campaign.save()
    assert is_told(shift)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({}, True),
        ({"role": "co_host"}, True),
        ({"role": "supporter"}, False),
        ({"state": "invited"}, False),
        ({"state": "withdrawn"}, False),
    ],
)
def test_or_where_its_keeper_said_yes_to_the_event(venue, part, told):
    assert is_told(at(venue, event=event_at(venue, **part))) == told


def test_a_keepers_yes_to_another_event_is_none(venue):
    event_at(venue)
    assert not is_told(at(venue, event=EventFactory()))
    # Nor one to an event that is elsewhere by now.
    gone = event_at(venue)
    gone.venue = VenueFactory()
    gone.save()
    assert not is_told(at(venue, event=gone))


def test_a_keeper_whose_page_is_not_public_has_said_nothing(venue):
    event = event_at(venue)
    venue.keeper.is_public = False
    venue.keeper.save()
    assert not is_told(at(venue, event=event))


def test_no_page_file_or_mail_tells_what_its_keeper_has_not_agreed_to(client, venue):
    shift = at(venue)
    person = VolunteerFactory(districts=[DISTRICT])
    pages = [
        "/en/shifts/", f"/en/shifts/{shift.pk}/", f"/en/shifts/{shift.pk}/shift.ics",
        own(person.pk), own(person.pk, "shifts/"),
    ]  # fmt: skip
    hidden = (NAME, STREET)
    for page in pages:
        text = client.get(page).content.decode()
        assert not any(word in text for word in hidden), page
    assert f"Stand {shift.pk}" not in client.get("/en/shifts/", {"district": DISTRICT}).text
    comes(shift)
    run_due()
    assert len(mail.outbox) == 1
    assert not any(word in mail.outbox[0].body for word in hidden)
    shift.refresh_from_db()
    assert STREET.encode() not in calendar_of([shift], "x")

    venue.keeper = None
    venue.save()
    for page in pages[:3]:
        assert NAME in client.get(page).content.decode().replace("\r\n ", ""), page


def test_the_form_refuses_it_and_says_the_way_out(venue):
    shift = ShiftFactory()
    client = logged_in("organiser", shift.campaign.lead)
    form = {"venue": venue.pk, "place": "", "district": ""}
    url = path("change_shift", shift.pk, "place")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "Wer diesen Ort betreibt, hat der Schicht nicht zugestimmt" in answer.text

    # Chosen before there was this rule, or while the keeper still agreed.
    Shift.objects.filter(pk=shift.pk).update(venue=venue, place="")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "hat der Schicht nicht zugestimmt" in answer.text
    page = client.get(path("shift", shift.pk)).text
    assert NAME in page
    assert "Niemand sonst liest, wo das ist" in page

    Shift.objects.filter(pk=shift.pk).update(event=event_at(venue))
    assert client.post(url, form).status_code == 302
    assert "Niemand sonst liest, wo das ist" not in client.get(path("shift", shift.pk)).text


def test_the_event_by_which_a_shift_is_there_is_not_taken_away(venue):
    event = event_at(venue)
    shift = at(venue, event=event)
    client = logged_in("organiser", shift.campaign.lead)
    url = path("change_shift", shift.pk, "belonging")
    answer = client.post(url, {"event": "", "team": ""})
    assert answer.status_code == 422
    assert "nur der jetzigen Veranstaltung zugestimmt" in answer.text
    assert client.post(url, {"event": event.pk, "team": ""}).status_code == 302
    Shift.objects.filter(pk=shift.pk).update(venue=VenueFactory())
    assert client.post(url, {"event": "", "team": ""}).status_code == 302


def test_such_a_draft_is_not_published(venue, actor):
    shift = at(venue, state="draft")
    with translation.override("en"):
        (sentence,) = what_shift_lacks(shift)
    assert "has not agreed" in sentence
    with pytest.raises(ValidationError):
        services.publish_shift(shift, actor=actor)


def test_the_list_costs_the_same_however_many_are_at_kept_places(client, venue):
    def shifts(count: int) -> None:
        Shift.objects.all().delete()
        for _ in range(count):
            kept = VenueFactory(keeper=OrganisationFactory())
            at(kept, event=event_at(kept))

    costs = []
    for count in (1, 3):
        shifts(count)
        costs.append(queries_of(client, "/de/shifts/"))
    assert costs[0] == costs[1]
