"""Shifts in calendars: one appointment for each, moved and struck out, at the hour on the wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone, translation
from icalendar import Calendar

from jobs.services import run_due
from tests.events.factories import VenueFactory
from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import comes
from volunteers import services
from volunteers.calendars import calendar_of
from volunteers.models import Shift, ShiftText

pytestmark = pytest.mark.django_db


def read(content: bytes | str) -> Calendar:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar


def file_of_newest_mail() -> Calendar:
    run_due()
    (file,) = mail.outbox[-1].attachments
    assert file.mimetype == "text/calendar"
    return read(file.content)


def test_a_file_says_what_the_page_says(client):
    venue = VenueFactory(name="Haus; der, Vielfalt", street="Beispielstr. 1")
    shift = ShiftFactory(venue=venue, contact_name="Mehmet", contact_phone="0231 1")
    ShiftText.objects.filter(shift=shift).update(
        meeting_point="am Brunnen", description="Wir **reden**."
    )
    answer = client.get(f"/de/shifts/{shift.pk}/shift.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (one,) = read(answer.content).walk("VEVENT")
    assert one["UID"].startswith(f"shift-{shift.pk}@")
    assert one["SUMMARY"] == f"Stand {shift.pk} (de)"
    assert one["STATUS"] == "CONFIRMED"
    assert one["LOCATION"].startswith("Haus; der, Vielfalt, Beispielstr. 1")
    for said in ("am Brunnen", "Wir reden.", "Mehmet 0231 1", f"/shifts/{shift.pk}/"):
        assert said in one["DESCRIPTION"], said


@pytest.mark.parametrize("day", [(2026, 10, 25), (2027, 3, 28)])
def test_on_the_day_on_which_the_clocks_change_the_hour_on_the_wall_is_right(day):
    there = ZoneInfo("Europe/Berlin")
    # Over the change itself: from one to five by the clock on the wall.
    start, end = datetime(*day, 1, tzinfo=there), datetime(*day, 5, tzinfo=there)
    shift = ShiftFactory(starts_at=start, ends_at=end)
    content = calendar_of(Shift.objects.with_needs().filter(pk=shift.pk), "x")
    stamp = "".join(f"{part:02}" for part in day)
    assert f"DTSTART;TZID=Europe/Berlin:{stamp}T010000".encode() in content
    assert f"DTEND;TZID=Europe/Berlin:{stamp}T050000".encode() in content
    (zone,) = read(content).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Berlin"
    (one,) = read(content).walk("VEVENT")
    length = one["DTEND"].dt.astimezone(UTC) - one["DTSTART"].dt.astimezone(UTC)
    assert length == end.astimezone(UTC) - start.astimezone(UTC) != timedelta(hours=4)


def test_mails_bring_the_appointment_move_it_and_strike_it_out():
    shift = ShiftFactory(needs=[{"maximum": 1}])
    comes(shift)
    comes(shift, 1)  # waits, and has no appointment
    run_due()
    assert [len(one.attachments) for one in mail.outbox] == [1, 0]
    (first,) = read(mail.outbox[0].attachments[0].content).walk("VEVENT")
    assert first["SEQUENCE"] == 0

    later = shift.starts_at + timedelta(days=1)
    for number, fields in enumerate(
        ({"starts_at": later, "ends_at": later + timedelta(hours=4)}, {"state": "cancelled"}), 1
    ):
        mail.outbox.clear()
        Shift.objects.filter(pk=shift.pk).update(
            sequence=F("sequence") + 1, changed_at=timezone.now(), **fields
        )
        shift.refresh_from_db()
        services.tell_later(shift)
        run_due()
        assert sorted(len(one.attachments) for one in mail.outbox) == [0, 1]
        (letter,) = [one for one in mail.outbox if one.attachments]
        (moved,) = read(letter.attachments[0].content).walk("VEVENT")
        assert (moved["UID"], moved["SEQUENCE"]) == (first["UID"], number)
        assert moved["DTSTART"].dt == later.replace(microsecond=0)
    assert moved["STATUS"] == "CANCELLED"
    assert moved["SUMMARY"].startswith("Abgesagt: ")


def test_the_same_shift_is_the_same_file_whenever_it_is_fetched(client):
    shift = ShiftFactory()
    path = f"/de/shifts/{shift.pk}/shift.ics"
    assert client.get(path).content == client.get(path).content


def test_of_a_place_that_is_not_sure_the_appointment_says_so():
    shift = Shift.objects.with_needs().get(pk=ShiftFactory().pk)
    with translation.override("de"):
        content = calendar_of(
            [shift], "Meine Schichten", path="/x.ics", mark=lambda one: "Warteliste"
        )
    (one,) = read(content).walk("VEVENT")
    assert one["SUMMARY"].startswith("Warteliste: ")
    assert one["STATUS"] == "TENTATIVE"
    assert b"X-WR-CALNAME:Meine Schichten" in content


def test_drafts_are_left_out():
    shift = Shift.objects.with_needs().get(pk=ShiftFactory(state="draft").pk)
    assert not read(calendar_of([shift], "x")).walk("VEVENT")
