"""Calendars read back with the icalendar library: what is in them, and what never is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from icalendar import Calendar

from events import services
from events.calendars import CANCELLED_KEPT, PAST_KEPT, calendar_of, in_calendars
from events.models import Event, EventHost, EventText
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=1)


def loaded() -> list[Event]:
    return list(Event.objects.with_faces())


def read(events=None, name="Feste", language="de", **more) -> Calendar:
    with translation.override(language):
        shown = loaded() if events is None else events
        return Calendar.from_ical(calendar_of(shown, name, **more))


def only(calendar: Calendar):
    (event,) = calendar.events
    return event


def test_what_is_written_is_read_back(settings):
    settings.SITE_URL = "https://mitstimme.example"
    event = EventFactory(
        slug="fest",
        starts_at=datetime(2027, 7, 3, 8, tzinfo=UTC),
        ends_at=datetime(2027, 7, 3, 12, 30, tzinfo=UTC),
        venue=VenueFactory(name="Haus der Vielfalt", street="Beuthstraße 21"),
        contact_name='Büro "Süd"; Dortmund',
        contact_email="buero@example.org",
    )
    found = only(read())
    assert found["UID"] == f"{event.uid}@mitstimme.example"
    assert found.start.isoformat() == "2027-07-03T10:00:00+02:00"
    assert found.end.isoformat() == "2027-07-03T14:30:00+02:00"
    assert found["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert found["SUMMARY"] == "fest (de)"
    assert found["LOCATION"] == "Haus der Vielfalt, Beuthstraße 21, 44145 Dortmund"
    assert found["URL"] == "https://mitstimme.example/de/events/fest/"
    assert "Kommen Sie vorbei" in found["DESCRIPTION"]
    assert found["STATUS"] == "CONFIRMED"
    assert found["SEQUENCE"] == 0
    assert found["ORGANIZER"] == "mailto:buero@example.org"
    assert found["ORGANIZER"].params["CN"] == "Büro 'Süd'; Dortmund"
    assert "GEO" not in found
    assert found["LAST-MODIFIED"].dt == event.changed_at.replace(microsecond=0)


def test_a_calendar_says_what_it_is_and_when_to_ask_again(settings):
    settings.SITE_URL = "https://mitstimme.example"
    EventFactory()
    calendar = read(name="Feste; in Dortmund, 2027", path="/de/events/calendar.ics?q=a")
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "Feste; in Dortmund, 2027"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT4H"
    assert calendar["X-PUBLISHED-TTL"] == "PT4H"
    assert calendar["SOURCE"] == "https://mitstimme.example/de/events/calendar.ics?q=a"


def test_a_file_to_take_is_no_subscription():
    EventFactory()
    calendar = read()
    assert "REFRESH-INTERVAL" not in calendar
    assert "X-WR-CALNAME" not in calendar


def test_without_an_address_nobody_is_named():
    EventFactory(contact_name="Kim", contact_phone="0231 1")
    assert "ORGANIZER" not in only(read())
    assert b"Kim" not in calendar_of(loaded(), "")


@pytest.mark.parametrize(
    ("starts_at", "offset"),
    [
        (datetime(2027, 3, 27, 9, tzinfo=UTC), "+01:00"),
        (datetime(2027, 3, 28, 8, tzinfo=UTC), "+02:00"),
        (datetime(2027, 10, 30, 8, tzinfo=UTC), "+02:00"),
        (datetime(2027, 10, 31, 9, tzinfo=UTC), "+01:00"),
    ],
)
def test_over_the_change_of_clocks_ten_stays_ten(starts_at, offset):
    EventFactory(starts_at=starts_at)
    start = only(read()).start
    assert start.hour == 10
    assert start.isoformat().endswith(offset)


def test_each_zone_is_told_once_and_the_citys_always():
    EventFactory(time_zone="Europe/Istanbul")
    EventFactory(time_zone="Europe/Istanbul")
    assert sorted(str(one["TZID"]) for one in read().timezones) == [
        "Europe/Berlin",
        "Europe/Istanbul",
    ]
    assert [str(one["TZID"]) for one in read([]).timezones] == ["Europe/Berlin"]


def test_moving_and_cancelling_are_heard(actor):
    event = EventFactory(slug="fest")
    before = only(read())
    later = timedelta(hours=3)
    services.hold_at(event, event.starts_at + later, event.ends_at + later, actor=actor)
    moved = only(read())
    assert moved["SEQUENCE"] == before["SEQUENCE"] + 1
    assert moved["UID"] == before["UID"]
    assert moved.start - before.start == later
    services.postpone(event, actor=actor)
    postponed = only(read())
    assert postponed["STATUS"] == "TENTATIVE"
    assert postponed["SUMMARY"] == "Verschoben: fest (de)"
    services.cancel(event, actor=actor)
    cancelled = only(read())
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["SUMMARY"] == "Abgesagt: fest (de)"
    assert cancelled["SEQUENCE"] == before["SEQUENCE"] + 3


def test_calendars_hear_of_what_was_cancelled_and_keep_what_was(db):
    now = timezone.now()
    State = Event.State
    EventFactory(slug="kommt")
    EventFactory(slug="war", starts_at=now - PAST_KEPT + LONG_AGO)
    EventFactory(slug="laenger-her", starts_at=now - PAST_KEPT - LONG_AGO)
    EventFactory(slug="abgesagt", state=State.CANCELLED, cancelled_at=now - timedelta(days=59))
    EventFactory(
        slug="vergessen", state=State.CANCELLED, cancelled_at=now - CANCELLED_KEPT - LONG_AGO
    )
    shown = {event.slug for event in in_calendars(Event.objects.public())}
    assert shown == {"kommt", "war", "abgesagt"}


def test_a_draft_is_in_no_calendar():
    EventFactory(state=Event.State.DRAFT)
    assert read().events == []


def test_a_kept_venue_is_told_once_its_keeper_agreed():
    keeper = OrganisationFactory()
    event = EventFactory(venue=VenueFactory(name="Haus der Vielfalt", keeper=keeper))
    host = EventHostFactory(event=event, organisation=keeper, role="venue", state="invited")
    assert b"Vielfalt" not in calendar_of(loaded(), "")
    EventHost.objects.filter(pk=host.pk).update(state="accepted")
    assert only(read())["LOCATION"].startswith("Haus der Vielfalt")


@pytest.mark.parametrize("attendance", ["online", "mixed"])
def test_the_address_online_is_kept_for_those_who_registered(attendance):
    url = "https://meet.example.org/geheim"
    EventFactory(attendance=attendance, online_url=url, entry="registration")
    assert b"geheim" not in calendar_of(loaded(), "").replace(b"\r\n ", b"")
    Event.objects.update(entry="open")
    assert url in only(read())["DESCRIPTION"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ar", "مهرجان الشارع، شارع مونستر; معًا"),
        ("tr", "İğdır'dan şarkılar, çığ \\ ve ışık; birlikte\u2028şimdi"),
    ],
)
def test_every_script_comes_through_in_lines_of_75_bytes(language, title):
    event = EventFactory()
    text = EventText.objects.create(
        event=event, language=language, title=title, description=f"{title}\n\n" * 9
    )
    with translation.override(language):
        raw = calendar_of(loaded(), title, path="/")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    raw.decode()
    for line in raw.split(b"\r\n"):
        line.decode()
    found = only(Calendar.from_ical(raw))
    assert found["SUMMARY"] == " ".join(title.split())
    assert found["SUMMARY"].params["LANGUAGE"] == language
    assert found["DESCRIPTION"].count(text.title[:20]) == 9


def test_german_stands_in_and_says_so():
    EventFactory(slug="fest")
    found = only(read(language="tr"))
    assert found["SUMMARY"] == "fest (de)"
    assert found["SUMMARY"].params["LANGUAGE"] == "de"
    assert str(found["CATEGORIES"].cats[0]) == "herkes"


def test_no_line_can_be_smuggled_in():
    event = EventFactory(contact_email="a@example.org", contact_name="Kim\r\nATTENDEE:mailto:x")
    EventText.objects.filter(event=event).update(
        title="Fest\r\nBEGIN:VALARM", description="\n\nEND:VEVENT\r\nX-EVIL:1"
    )
    raw = calendar_of(loaded(), "A\r\nX-EVIL:1", path="/")
    names = {line.split(b":")[0].split(b";")[0] for line in raw.split(b"\r\n")}
    assert not names & {b"ATTENDEE", b"X-EVIL"}
    assert raw.count(b"\r\nBEGIN:VALARM") == 0
    assert raw.count(b"\r\nEND:VEVENT\r\n") == 1


def test_the_same_events_are_the_same_bytes():
    EventFactory(languages=("de", "tr"))
    assert calendar_of(loaded(), "Feste") == calendar_of(loaded(), "Feste")
