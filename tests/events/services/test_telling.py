"""Who is registered hears of each change once, and of the event the day before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from events import services
from events.models import Event, Registration
from events.services.rhythm import times, weekly
from events.services.telling import remind, tell, tell_late
from jobs.models import Job
from jobs.services import run_due
from tests.events.factories import EventFactory, VenueFactory
from tests.events.registering import registered, subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    start = timezone.now() + timedelta(days=5)
    return EventFactory(
        slug="fest", entry="registration", capacity=2, starts_at=start,
        ends_at=start + timedelta(hours=2),
    )  # fmt: skip


def told_jobs() -> int:
    return Job.objects.filter(kind="events.mail_registered", payload__about="event").count()


def test_a_cancelled_event_is_told_to_all_once_and_to_nobody_who_left(event, actor):
    coming, left, waiting = (registered(event, number) for number in range(3))
    services.cancel_registration(left)
    run_due()
    services.cancel_registration(waiting)
    services.cancel_registration(Registration.objects.get(pk=waiting.pk))
    last = registered(event, 4)
    mail.outbox.clear()
    services.cancel(event, actor=actor)
    run_due()
    tell(event.pk)
    tell_late()
    run_due()
    assert sorted(one.to[0] for one in mail.outbox) == ["gast0@example.org", "gast4@example.org"]
    assert coming.event_id == last.event_id


def test_the_calendar_file_of_a_mail_moves_and_strikes_out_the_same_appointment(event, actor):
    registered(event)
    services.cancel(event, actor=actor)
    run_due()
    (file,) = mail.outbox[0].attachments
    assert file.filename == "fest.ics"
    assert file.mimetype == "text/calendar"
    content = file.content if isinstance(file.content, str) else file.content.decode()
    assert "STATUS:CANCELLED" in content
    assert f"UID:{event.uid}@" in content
    assert f"SEQUENCE:{event.sequence}" in content


@pytest.mark.parametrize("deed", ["move", "place", "postpone"])
def test_each_change_is_told_in_its_own_words(event, actor, deed):
    registered(event)
    if deed == "move":
        services.hold_at(
            event, event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1),
            actor=actor,
        )  # fmt: skip
    elif deed == "place":
        services.change(event, {"venue": VenueFactory()}, actor=actor)
    else:
        services.postpone(event, actor=actor)
    run_due()
    (told,) = mail.outbox
    assert told.to == ["gast0@example.org"]
    words = {"move": "geändert", "place": "geändert", "postpone": "verschoben"}
    assert Registration.objects.get().told_sequence == event.sequence
    assert words[deed] in told.subject
    assert "/cancel/" in told.body


def test_what_calendars_need_not_know_is_told_to_nobody(event, actor):
    registered(event)
    services.change(event, {"audience": "youth"}, actor=actor)
    assert subjects() == []


def test_moved_and_then_cancelled_only_the_last_is_told_to_whom_nothing_reached(event, actor):
    registered(event)
    services.postpone(event, actor=actor)
    services.cancel(event, actor=actor)
    run_due()
    assert len(mail.outbox) == 1
    assert "/cancel/" not in mail.outbox[0].body


def test_whoever_confirms_while_it_is_told_is_told_late(event, actor):
    registration = registered(event)
    Event.objects.filter(pk=event.pk).update(sequence=7)
    assert tell_late() == 1
    assert tell_late() == 0
    registration.refresh_from_db()
    assert registration.told_sequence == 7


def test_a_draft_is_told_to_nobody(actor):
    event = EventFactory(state="draft", published_at=None, entry="registration")
    services.hold_at(
        event, event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1), actor=actor
    )
    assert not Job.objects.filter(kind="events.tell").exists()


def test_a_reminder_comes_the_day_before_once(event):
    registered(event)
    waiting = [registered(event, number) for number in (1, 2)][-1]
    assert waiting.state == "waiting"
    assert remind() == 0
    with time_machine.travel(event.starts_at - timedelta(hours=23)):
        assert remind() == 2
        assert remind() == 0
        run_due()
    assert len(mail.outbox) == 2


def test_no_reminder_of_what_does_not_take_place_or_was_registered_today(event, actor):
    with time_machine.travel(event.starts_at - timedelta(hours=5)):
        registered(event)
        assert remind() == 0
    Registration.objects.update(confirmed_at=event.starts_at - timedelta(days=3))
    with time_machine.travel(event.starts_at - timedelta(hours=4)):
        services.cancel(event, actor=actor)
        assert remind() == 0


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_two_workers_at_once_tell_each_person_once():
    event = EventFactory(entry="registration", capacity=None)
    Registration.objects.bulk_create(
        Registration(
            event=event, person_key=f"{number:064x}", state="confirmed", has_place=True,
            name="Gast", email=f"gast{number}@example.org", language="de",
            confirmed_at=timezone.now(),
        )
        for number in range(60)
    )  # fmt: skip
    Event.objects.filter(pk=event.pk).update(sequence=3)

    def worker(_: int) -> int:
        try:
            return tell(event.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(worker, range(4)))
    assert sum(told) == 60
    assert told_jobs() == 60
    assert set(Registration.objects.values_list("told_sequence", flat=True)) == {3}


def dates_of(actor, number: int = 3) -> list[Event]:
    start = (timezone.now() + timedelta(days=5)).replace(hour=12, second=0, microsecond=0)
    first = EventFactory(
        slug="fest", entry="registration", capacity=9, starts_at=start,
        ends_at=start + timedelta(hours=2),
    )  # fmt: skip
    days = weekly([first.starts_there.weekday()], ends=times(number))
    return [first, *services.repeat(first, days, actor=actor).events]


def test_of_a_cancelled_series_each_person_hears_once_with_their_dates(actor):
    dates = dates_of(actor)
    for one in dates:
        registered(one, 1)
    registered(dates[1], 2)
    mail.outbox.clear()
    assert services.end_series(Event.objects.get(pk=dates[0].pk), actor=actor) == 3
    run_due()
    tell_late()
    run_due()

    told = {one.to[0]: one for one in mail.outbox}
    assert len(mail.outbox) == len(told) == 2
    days = [f"{one.starts_there.day}." for one in dates]
    of_all, of_one = told["gast1@example.org"], told["gast2@example.org"]
    assert all(f"{day} " in of_all.body for day in days)
    assert "an diesen Tagen nicht statt" in of_all.body
    assert "an diesen Tagen nicht statt" not in of_one.body
    for message, number in ((of_all, 3), (of_one, 1)):
        (file,) = message.attachments
        assert str(file.content).count("STATUS:CANCELLED") == number
    with_dates = Registration.objects.values_list("told_sequence", "event__sequence")
    assert all(told == sequence for told, sequence in with_dates)


def test_a_date_that_takes_place_after_all_is_left_out_of_the_mail(actor):
    dates = dates_of(actor)
    for one in dates:
        registered(one, 1)
    mail.outbox.clear()
    services.end_series(Event.objects.get(pk=dates[0].pk), actor=actor)
    for job in Job.objects.filter(kind="events.tell"):
        tell(job.payload["event"])
    services.confirm(Event.objects.get(pk=dates[1].pk), actor=actor)
    run_due()
    first, second = sorted(mail.outbox, key=lambda one: len(one.attachments[0].content))
    assert str(second.attachments[0].content).count("STATUS:CANCELLED") == 2
    assert "STATUS:CONFIRMED" in str(first.attachments[0].content)


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_jobs_for_each_date_at_once_tell_each_person_once_of_all(actor):
    dates = dates_of(actor, 4)
    Registration.objects.bulk_create(
        Registration(
            event=event, person_key=f"{number:064x}", state="confirmed", has_place=True,
            name="Gast", email=f"gast{number}@example.org", language="de",
            confirmed_at=timezone.now(),
        )
        for event in dates
        for number in range(20)
    )  # fmt: skip
    Event.objects.update(state="cancelled", sequence=3)

    def worker(number: int) -> int:
        try:
            return tell(dates[number % 4].pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(worker, range(8)))
    assert sum(told) == 80
    jobs = Job.objects.filter(kind="events.mail_registered", payload__about="dates")
    assert sorted(len(job.payload["sequences"]) for job in jobs) == [4] * 20
