"""One's own calendar of shifts: made, shown to whoever holds the secret, closed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from privacy import services as privacy
from privacy.models import Secret
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.own_pages import own
from volunteers.models import ShiftSignup
from volunteers.services.my_calendar import LIFETIME, PURPOSE

pytestmark = pytest.mark.django_db
State = ShiftSignup.State


@pytest.fixture
def person():
    return VolunteerFactory(name="Kim Yılmaz", email="kim@example.org")


def on_a_shift(person, state: str = State.CONFIRMED, days: int = 3, **more) -> ShiftSignup:
    more.setdefault("starts_at", timezone.now() + timedelta(days=days))
    return ShiftSignupFactory(volunteer=person, shift=ShiftFactory(**more), state=state)


def made(client, person) -> str:
    page = client.post(own(person.pk, "calendar/"), {"deed": "make"}).text
    return re.search(r"webcal://[^/]+(/de/volunteering/mine/[\w-]{43}\.ics)", page)[1]


def entries(answer) -> dict[str, object]:
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content).events}


def test_it_holds_one_s_shifts_and_marks_where_one_waits(client, person):
    comes, waits = on_a_shift(person), on_a_shift(person, State.WAITING, 4)
    on_a_shift(person, State.CANCELLED, 5)
    on_a_shift(person, State.PENDING, 6)
    on_a_shift(VolunteerFactory(), State.CONFIRMED, 7)
    answer = client.get(made(client, person))
    assert set(entries(answer)) == {
        f"Stand {comes.shift_id} (de)",
        f"Warteliste: Stand {waits.shift_id} (de)",
    }
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_it_says_nothing_of_the_person(client, person):
    on_a_shift(person)
    path = made(client, person)
    raw = client.get(path).content.replace(b"\r\n ", b"")
    for word in (b"Kim", b"kim@", person.pk.encode(), path.encode()):
        assert word not in raw


def test_on_the_day_the_clocks_go_back_it_is_ten_by_the_clock_there(client, person):
    start = datetime(2031, 10, 26, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    on_a_shift(person, starts_at=start)
    (entry,) = entries(client.get(made(client, person))).values()
    assert entry["DTSTART"].dt == start
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_a_new_address_closes_the_old_one_and_closing_closes_it(client, person):
    on_a_shift(person)
    first = made(client, person)
    second = made(client, person)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    client.post(own(person.pk, "calendar/"), {"deed": "close"})
    assert client.get(second).status_code == 404


def test_looking_makes_no_address(client, person):
    assert client.get(own(person.pk, "calendar/")).status_code == 200
    assert not Secret.objects.filter(purpose=PURPOSE).exists()


def test_whoever_asks_now_and_then_keeps_it_and_erasing_ends_it(client, person):
    on_a_shift(person)
    path = made(client, person)
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=500)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=500) + LIFETIME):
        assert client.get(path).status_code == 410
    privacy.erase(person.pk)
    assert client.get(path).status_code == 404
