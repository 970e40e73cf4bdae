"""At the door: one press counts once, whenever and however often it arrives."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from events import services
from events.models import EventPlaces, Registration
from events.services.checking_in import check_in, count_walk_ins
from tests.events.factories import EventFactory
from tests.events.registering import registered
from tests.factories import OrganisationFactory
from tests.organising import logged_in, roles_get

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def event(lead):
    return EventFactory(slug="fest", entry="registration", lead=lead)


@pytest.fixture
def client(lead):
    return logged_in("organiser", lead)


def path(registration: Registration | None = None, ending: str = "") -> str:
    ending = f"{registration.pk}/" if registration else ending
    return f"/de/organise/events/fest/check-in/{ending}"


def came() -> int:
    return EventPlaces.objects.get().came


def test_a_press_marks_present_and_another_takes_it_back(client, event):
    guest = registered(event, 0, party_size=3)
    assert client.post(path(guest), {"came": "2"}, follow=True).status_code == 200
    guest.refresh_from_db()
    assert (guest.came, came()) == (2, 2)
    answer = client.post(path(guest), {"came": "0"}, follow=True)
    assert "zurückgenommen" in answer.text
    guest.refresh_from_db()
    assert (guest.came, came()) == (0, 0)


def test_a_press_that_arrives_twice_or_late_counts_once(client, event):
    guest = registered(event, 0, party_size=3)
    pressed = timezone.now() - timedelta(minutes=5)
    undone = pressed + timedelta(minutes=1)
    press = {"came": "3", "at": pressed.isoformat()}
    for is_new in (True, False):
        answer = client.post(path(guest), press, headers=JSON).json()
        assert answer == {"came": 3, "is_new": is_new, "stands": True, "total": 3}
    client.post(path(guest), {"came": "0", "at": undone.isoformat()}, headers=JSON)
    assert came() == 0
    # The phone that was offline sends its earlier press only now.
    assert client.post(path(guest), press, headers=JSON).json()["came"] == 0
    assert came() == 0


@pytest.mark.parametrize("at", ["", "gestern", "2027-13-45T99:99", "2999-01-01T00:00:00Z", "\x00"])
def test_a_clock_that_is_wrong_does_no_harm(client, event, at):
    guest = registered(event)
    assert client.post(path(guest), {"came": "1", "at": at}, headers=JSON).status_code == 200
    guest.refresh_from_db()
    assert guest.came == 1
    assert guest.checked_in_at <= timezone.now()


@pytest.mark.parametrize(
    ("typed", "counted"), [("", 2), ("x", 2), ("-1", 2), ("99999", 2), ("7", 7)]
)
def test_what_is_no_number_means_all_who_registered(client, event, typed, counted):
    guest = registered(event, 0, party_size=2)
    client.post(path(guest), {"came": typed})
    assert came() == counted


def test_whoever_cancelled_is_not_checked_in(client, event):
    guest = registered(event)
    services.cancel_registration(guest)
    answer = client.post(path(guest), {"came": "1"}, headers=JSON).json()
    assert (answer["stands"], answer["is_new"]) == (False, False)
    assert came() == 0


def test_the_search_finds_names_however_they_are_written(client, event):
    for number, name in enumerate(("Ayşe Yılmaz", "Jürgen Groß", "ليلى")):
        guest = registered(event, number)
        Registration.objects.filter(pk=guest.pk).update(name=name)
    found = client.get(path(), {"q": "yilmaz"}).text
    assert "Ayşe Yılmaz" in found
    assert "Jürgen" not in found
    assert "Jürgen" in client.get(path(), {"q": "JÜRGEN gross"}).text
    assert "Niemand" in client.get(path(), {"q": "zzz"}).text


def test_walk_ins_are_counted_and_never_below_none(client, event):
    registered(event)
    for number in ("1", "5", "-1", "-1", "8", "x"):
        assert client.post(path(ending="walk-ins/"), {"number": number}).status_code == 302
    assert EventPlaces.objects.get().walk_ins == 4
    count_walk_ins(event, -9)
    assert EventPlaces.objects.get().walk_ins == 0


def test_a_double_press_counts_one_walk_in(client, event):
    registered(event)

    def press_of_the_page() -> str:
        (press,) = re.findall(r'name="press" value="(\w{16})"', client.get(path()).text)
        return press

    first = {"number": "1", "press": press_of_the_page()}
    for _twice in range(2):
        answer = client.post(path(ending="walk-ins/"), first, follow=True)
    assert "schon gezählt" in answer.text
    assert EventPlaces.objects.get().walk_ins == 1
    client.post(path(ending="walk-ins/"), {"number": "5", "press": press_of_the_page()})
    assert EventPlaces.objects.get().walk_ins == 6
    # Of what somebody else sends nothing is kept.
    client.post(path(ending="walk-ins/"), {"number": "1", "press": "x" * 9000})
    assert len(EventPlaces.objects.get().presses.split()) == 2


@roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302)
def test_who_may_press(role, status, event, lead):
    guest = registered(event)
    somebody = logged_in(role, lead)
    assert somebody.post(path(guest), {"came": "1"}).status_code == status
    assert somebody.post(path(ending="walk-ins/"), {"number": "1"}).status_code == status
    assert somebody.get(path(guest)).status_code == 405


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_many_phones_at_once_count_exactly():
    event = EventFactory(entry="registration")
    guests = [registered(event, number, party_size=2) for number in range(8)]
    at = timezone.now()

    def press(guest: Registration) -> None:
        try:
            check_in(guest, 2, at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(press, guests * 4))
    assert came() == 16
