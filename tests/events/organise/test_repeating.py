"""Series in the workspace: who may, what is asked for, what comes back with a sentence."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from events import services
from events.models import Event, EventHost
from events.services.rhythm import times, weekly
from tests.events.factories import EventFactory, EventHostFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _winter(settings):
    settings.PAGE_CACHE = False
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def event():
    """On the third Saturday of March, at ten."""
    return EventFactory(slug="fest", starts_at=datetime(2027, 3, 20, 9, tzinfo=UTC))


def lead_of(event):
    return event.hosts.get(role=EventHost.Role.LEAD).organisation


def path(name, *args):
    return reverse(f"events_organise:{name}", args=args)


PAGES = [
    ("repeat",), ("following", "time"), ("following", "place"),
    ("lead_series", "announce"), ("lead_series", "end"),
]  # fmt: skip


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_repeats(event, role, status):
    client = logged_in(role, lead_of(event))
    for name, *more in PAGES:
        assert client.get(path(name, "fest", *more)).status_code == status, name


def test_a_co_host_does_not_repeat_in_the_leads_name(event):
    host = EventHostFactory(event=event, may_edit=True)
    answer = logged_in("owner", host.organisation).post(path("repeat", "fest"), {})
    assert answer.status_code == 403
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        ({"how_often": "week", "days": ["5"], "times": "3"}, ["20.03.", "27.03.", "03.04."]),
        # Its own weekday is in it, whether ticked or not.
        ({"how_often": "week", "days": ["1"], "times": "3"}, ["20.03.", "23.03.", "27.03."]),
        ({"how_often": "fortnight", "until": "2027-04-17"}, ["20.03.", "03.04.", "17.04."]),
        ({"how_often": "month", "times": "3"}, ["20.03.", "17.04.", "15.05."]),
    ],
)
def test_what_the_form_asks_for_is_made(event, answers, days):
    client = logged_in("organiser", lead_of(event))
    answer = client.post(path("repeat", "fest"), answers, follow=True)
    assert answer.status_code == 200
    there = [one.starts_there for one in Event.objects.order_by("starts_at")]
    assert [one.strftime("%d.%m.") for one in there] == days
    assert {one.hour for one in there} == {10}
    assert "2 Termine sind angelegt" in answer.content.decode()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "In welchem Abstand?"),
        ({"how_often": "week"}, "entweder an, wie viele Termine"),
        (
            {"how_often": "week", "times": "3", "until": "2027-05-01"},
            "entweder an, wie viele Termine",
        ),
        ({"how_often": "week", "times": "61"}, "kleiner oder gleich 60"),
        ({"how_often": "week", "times": "1000000000"}, "kleiner oder gleich 60"),
        ({"how_often": "week", "until": "2029-12-01"}, "mehr als 60 Termine"),
        ({"how_often": "week", "until": "9999-12-31"}, "zu weit voraus"),
        ({"how_often": "secondly", "times": "3"}, "secondly"),
        ({"how_often": "last", "times": "3"}, "last"),
        ({"how_often": "week", "days": ["7"], "times": "3"}, "7"),
    ],
)
def test_what_makes_no_sense_comes_back_and_makes_nothing(event, answers, sentence):
    client = logged_in("organiser", lead_of(event))
    answer = client.post(path("repeat", "fest"), answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert sentence in page
    assert Event.objects.count() == 1
    event.refresh_from_db()
    assert event.series is None


def test_a_fifth_saturday_is_offered_as_the_last_one(event):
    Event.objects.update(
        starts_at=datetime(2027, 5, 29, 8, tzinfo=UTC),
        ends_at=datetime(2027, 5, 29, 9, tzinfo=UTC),
    )
    page = logged_in("owner", lead_of(event)).get(path("repeat", "fest")).content.decode()
    assert "am letzten Samstag" in page
    assert 'value="month"' not in page


def test_a_skipped_hour_is_said():
    event = EventFactory(slug="nacht", starts_at=datetime(2027, 3, 21, 1, 30, tzinfo=UTC))
    client = logged_in("organiser", lead_of(event))
    page = client.post(
        path("repeat", "nacht"), {"how_often": "week", "times": "3"}, follow=True
    ).content.decode()
    assert "Am 28.03.2027 werden die Uhren vorgestellt" in page
    assert "um 03:30 Uhr" in page


def test_what_follows_is_moved_and_cancelled(event, actor):
    services.repeat(event, weekly([5], ends=times(3)), actor=actor)
    client = logged_in("organiser", lead_of(event))
    second = "fest-2027-03-27"
    new = {"starts_at": "2027-03-27T18:00", "ends_at": "2027-03-27T20:00"}
    page = client.post(path("following", second, "time"), new, follow=True).content.decode()
    assert "2 Termine sind geändert" in page
    hours = [one.starts_there.hour for one in Event.objects.order_by("starts_at")]
    assert hours == [10, 18, 18]
    bad = {"starts_at": "2027-03-27T18:00", "ends_at": "2027-03-27T17:00"}
    assert client.post(path("following", second, "time"), bad).status_code == 422
    page = client.post(path("lead_series", second, "end"), follow=True).content.decode()
    assert "2 Termine sind abgesagt" in page
    states = [one.state for one in Event.objects.order_by("starts_at")]
    assert states == ["confirmed", "cancelled", "cancelled"]


def test_one_answer_for_all_dates(event, actor):
    host = EventHostFactory(event=event)
    services.repeat(event, weekly([5], ends=times(4)), actor=actor)
    part = EventHost.objects.filter(organisation=host.organisation, state="invited").first()
    answer = path("answer_for_series", part.pk, "accept")
    assert logged_in("organiser", lead_of(event)).post(answer).status_code == 404
    assert logged_in("editor", host.organisation).post(answer).status_code == 403
    client = logged_in("organiser", host.organisation)
    page = client.get(path("parts")).content.decode()
    assert page.count("Für alle Termine zusagen") == 1, "one question for all dates"
    assert "insgesamt 3 Termine" in page
    each = client.get(path("parts"), {"each": ""}).content.decode()
    assert each.count(path("decide", part.pk, "accept")) == 1
    assert "Für alle Termine zusagen" not in each
    # Nor is the overview full of it.
    overview = client.get(reverse("organise:home")).content.decode()
    assert overview.count("zum Mitmachen eingeladen") == 1
    assert client.get(answer).status_code == 405
    assert client.post(answer).status_code == 302
    assert not EventHost.objects.filter(state="invited").exists()
    assert EventHost.objects.accepted().filter(organisation=host.organisation).count() == 4


@pytest.mark.parametrize("dates", [2, 4])
def test_the_pages_cost_the_same_with_more_dates(event, actor, dates):
    services.repeat(event, weekly([5], ends=times(dates)), actor=actor)
    client = logged_in("organiser", lead_of(event))
    assert queries_of(client, path("repeat", "fest")) <= 14


def test_a_date_leads_to_the_others(client, event, actor):
    services.repeat(event, weekly([5], ends=times(3)), actor=actor)
    page = client.get("/de/events/fest-2027-03-27/").content.decode()
    assert "Weitere Termine" in page
    assert 'href="/de/events/fest/"' in page
    assert 'href="/de/events/fest-2027-04-03/"' in page
    assert "Weitere Termine" not in client.get(EventFactory().get_absolute_url()).content.decode()
