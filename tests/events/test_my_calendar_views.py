"""One's own calendar: made by the link in a mail, shown to whoever holds the secret, closed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar

from events import services
from events.models import Registration
from events.services.my_calendar import LIFETIME
from privacy import secrets
from privacy import services as privacy
from privacy.models import Secret
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db
ME, OTHER = "1:" + "a" * 64, "1:" + "b" * 64
State = Registration.State


def registered(slug: str, state: str, person: str = ME, **more) -> Registration:
    return Registration.objects.create(
        event=EventFactory(slug=slug, entry="registration", **more),
        person_key=person,
        state=state,
        has_place=state in (State.CONFIRMED, State.OFFERED),
        name="Kim Yılmaz",
        email="kim@example.org",
        language="de",
    )


def own_page(person: str = ME) -> str:
    secret = secrets.issue(secrets.SELF_SERVICE, person_key=person, lifetime=timedelta(days=1))
    return f"/de/events/my/{secret}/calendar/"


def made(client) -> str:
    page = client.post(own_page(), {"deed": "make"}).content.decode()
    return re.search(r"webcal://[^/]+(/de/events/my/[\w-]{43}\.ics)", page)[1]


def titles(answer) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).events}


def test_it_holds_what_one_has_registered_for_and_marks_where_one_waits(client):
    registered("sicher", State.CONFIRMED)
    registered("warten", State.WAITING)
    registered("angeboten", State.OFFERED)
    registered("offen", State.PENDING)
    registered("vorbei", State.CANCELLED)
    registered("fremd", State.CONFIRMED, OTHER)
    answer = client.get(made(client))
    assert titles(answer) == {
        "sicher (de)",
        "Warteliste: warten (de)",
        "Ein Platz wird angeboten: angeboten (de)",
    }
    statuses = {e["SUMMARY"][:4]: e["STATUS"] for e in Calendar.from_ical(answer.content).events}
    assert statuses == {"sich": "CONFIRMED", "Wart": "TENTATIVE", "Ein ": "TENTATIVE"}
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_it_says_nothing_of_the_person(client):
    url = "https://meet.example.org/geheim"
    registered("fest", State.CONFIRMED, attendance="mixed", online_url=url)
    path = made(client)
    raw = client.get(path).content.replace(b"\r\n ", b"")
    assert path.encode() not in raw, "the file may be passed on, the address not"
    for word in (b"Kim", b"kim@", b"geheim", ME.encode(), b"party"):
        assert word not in raw


def test_the_own_page_leads_there(client):
    registered("fest", State.CONFIRMED)
    way = own_page()
    page = client.get(f"/de/me/{way.split('/')[4]}/").content.decode()
    assert f'href="{way}"' in page


def test_a_new_address_closes_the_old_one(client):
    first = made(client)
    second = made(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_it_is_closed_by_oneself_and_by_erasing(client):
    path = made(client)
    page = client.post(own_page(), {"deed": "close"}).content.decode()
    assert "geschlossen" in page
    assert client.get(path).status_code == 404
    path = made(client)
    privacy.erase(ME)
    assert client.get(path).status_code == 404


def test_the_link_of_a_mail_is_needed_and_is_no_calendar(client):
    assert client.get("/de/events/my/unknown/calendar/").status_code == 404
    assert client.post("/de/events/my/unknown/calendar/").status_code == 404
    assert not Secret.objects.filter(purpose="events.my_calendar").exists()
    secret = own_page().split("/")[4]
    assert client.get(f"/de/events/my/{secret}.ics").status_code == 404
    path = made(client)
    calendar_secret = path.split("/")[4].removesuffix(".ics")
    assert client.get(f"/de/events/my/{calendar_secret}/calendar/").status_code == 404
    assert client.get(f"/de/me/{calendar_secret}/").status_code == 404


def test_no_foreign_page_closes_it(client):
    path = made(client)
    answer = client.post(own_page(), {"deed": "close"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.get(path).status_code == 200


def test_looking_makes_none(client):
    page = client.get(own_page())
    assert "no-store" in page["Cache-Control"]
    assert not Secret.objects.filter(purpose="events.my_calendar").exists()
    assert not services.has_my_calendar(ME)


def test_the_secret_is_stored_as_a_digest_only(client):
    clear = made(client).split("/")[4].removesuffix(".ics")
    row = Secret.objects.get(purpose="events.my_calendar")
    assert clear not in str(vars(row))
    assert row.digest == secrets.digest(clear)


def test_asking_keeps_it_alive_and_silence_closes_it(client):
    path = made(client)
    now = timezone.now()
    with time_machine.travel(now + LIFETIME - timedelta(days=1)):
        assert client.get(path).status_code == 200
    with time_machine.travel(now + LIFETIME + timedelta(days=1)):
        assert client.get(path).status_code == 200, "it was asked for meanwhile"
    with time_machine.travel(now + LIFETIME * 3):
        assert client.get(path).status_code == 410


def test_a_program_that_has_it_already_gets_nothing_again(client):
    registered("fest", State.CONFIRMED)
    path = made(client)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_with_more_rows(client, django_assert_num_queries, rows):
    for number in range(rows):
        registered(f"fest-{number}x", State.CONFIRMED)
    path = made(client)
    with django_assert_num_queries(6):
        assert client.get(path).status_code == 200
