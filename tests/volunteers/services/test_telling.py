"""Whoever is on a shift hears of each change once, and is reminded of it twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models import F
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from privacy.person import person_key
from tests.events.factories import EventFactory
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.signing_up import at_once, comes, stored, subjects
from volunteers import services
from volunteers.models import Shift, ShiftSeries, ShiftSignup
from volunteers.services.telling import remind, tell, tell_late

State = ShiftSignup.State
KEY = person_key("hilft1@example.org")
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def shift():
    return ShiftFactory(needs=[{"maximum": 2}], starts_at=timezone.now() + timedelta(days=5))


def change(shift: Shift, **fields: object) -> Shift:
    """As the coordinators' pages change a shift."""
    Shift.objects.filter(pk=shift.pk).update(
        sequence=F("sequence") + 1, changed_at=timezone.now(), **fields
    )
    shift.refresh_from_db()
    services.tell_later(shift)
    return shift


def nothing_waits() -> None:
    run_due()
    mail.outbox.clear()


def recipients() -> list[str]:
    run_due()
    return sorted(one.to[0] for one in mail.outbox)


def test_a_change_is_told_to_all_whose_sign_up_stands_once(shift):
    left = comes(shift)
    comes(shift, 1)
    comes(shift, 2)
    comes(shift, 3)
    stored(shift, 4)
    services.leave_shift(left)
    nothing_waits()
    ShiftSignup.objects.filter(state=State.OFFERED).update(state=State.WAITING, has_place=False)
    change(shift, place="am Hafen")
    expected = [f"hilft{number}@example.org" for number in (1, 2, 3)]
    assert recipients() == expected
    tell(shift.pk)
    tell_late()
    assert recipients() == expected
    assert "am Hafen" in mail.outbox[0].body
    assert {subject.partition(":")[0] for subject in subjects()} == {
        "Ihre Schicht hat sich geändert"
    }


def test_a_cancelled_shift_is_told_and_nothing_is_left_to_leave(shift):
    comes(shift)
    nothing_waits()
    change(shift, state="cancelled", cancelled_at=timezone.now())
    (subject,) = subjects()
    assert subject.startswith("Ihre Schicht ist abgesagt")
    assert "/leave/" not in mail.outbox[0].body


def saturdays(number: int = 3) -> list[Shift]:
    """Shifts of one series, a week apart."""
    series = ShiftSeries.objects.create(
        rule="FREQ=WEEKLY;BYDAY=SA;COUNT=3", starts_at=timezone.now()
    )
    first = timezone.now() + timedelta(days=5)
    return [
        ShiftFactory(
            series=series, needs=[{"maximum": 9}], starts_at=first + timedelta(weeks=week)
        )
        for week in range(number)
    ]


def days_in(letter, shifts) -> list[bool]:
    return [f" {one.starts_there.day}. " in letter.body for one in shifts]


def test_of_a_cancelled_series_each_person_hears_once_with_their_dates(actor):
    dates = saturdays()
    for one in dates:
        comes(one, 1)
    comes(dates[1], 2)
    nothing_waits()
    # Whatever order the list has.
    assert services.cancel_all(reversed(dates), actor=actor) == 3
    run_due()
    for one in dates:
        assert tell(one.pk) == 0
    assert tell_late() == 0
    run_due()
    told = {one.to[0]: one for one in mail.outbox}
    assert len(mail.outbox) == len(told) == 2
    of_all, of_one = told["hilft1@example.org"], told["hilft2@example.org"]
    assert of_all.subject.startswith("Ihre Schichten sind abgesagt")
    assert of_one.subject.startswith("Ihre Schicht ist abgesagt")
    assert days_in(of_all, dates) == [True, True, True]
    assert days_in(of_one, dates) == [False, True, False]
    for letter, number in ((of_all, 3), (of_one, 1)):
        (file,) = letter.attachments
        assert str(file.content).count("STATUS:CANCELLED") == number
    with_dates = ShiftSignup.objects.values_list("told_sequence", "shift__sequence")
    assert all(told == sequence for told, sequence in with_dates)


def test_of_all_shifts_of_an_event_each_person_hears_once(actor):
    event = EventFactory()
    shifts = [
        ShiftFactory(event=event, starts_at=timezone.now() + timedelta(days=day)) for day in (2, 4)
    ]
    for one in [*shifts, ShiftFactory(starts_at=timezone.now() + timedelta(days=6))]:
        comes(one)
    nothing_waits()
    services.cancel_all(shifts, actor=actor)
    run_due()
    (letter,) = mail.outbox
    assert all(str(one) in letter.body for one in shifts)


def test_what_is_cancelled_later_has_a_mail_of_its_own(actor):
    dates = saturdays()
    for one in dates:
        comes(one)
    nothing_waits()
    services.cancel_all(dates[:2], actor=actor)
    run_due()
    services.cancel_shift(dates[2], actor=actor)
    run_due()
    assert [days_in(one, dates) for one in mail.outbox] == [
        [True, True, False],
        [False, False, True],
    ]


def test_a_shift_one_has_left_meanwhile_is_in_no_mail_about_the_series(actor):
    dates = saturdays()
    signups = [comes(one) for one in dates]
    nothing_waits()
    services.cancel_all(dates, actor=actor)
    for job in Job.objects.filter(kind="volunteers.tell"):
        tell(job.payload["shift"])
    services.leave_shift(signups[0])
    mails = [one for one in (run_due(), mail.outbox)[1] if "abgesagt" in one.subject]
    assert [days_in(one, dates) for one in mails] == [[False, True, True]]


def test_a_guardian_hears_of_a_cancelled_series_once(actor):
    dates = saturdays()
    child = {"age_group": "14", "guardian_name": "Fatma", "guardian_email": "fatma@example.org"}
    Shift.objects.update(minimum_age=14)
    for one in Shift.objects.order_by("starts_at"):
        services.answer_for_minor(comes(one, **child).guardian, agrees=True)
    nothing_waits()
    services.cancel_all(dates, actor=actor)
    run_due()
    tell_late()
    assert recipients() == ["fatma@example.org", "hilft0@example.org"]
    (letter,) = [one for one in mail.outbox if one.to == ["fatma@example.org"]]
    assert letter.subject.startswith("Die Schichten von Hilft sind abgesagt")
    assert days_in(letter, dates) == [True, True, True]


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_a_cancelled_series_is_told_in_each_language(language, actor):
    dates = saturdays(2)
    for one in dates:
        comes(one, language=language)
    nothing_waits()
    services.cancel_all(dates, actor=actor)
    run_due()
    (letter,) = mail.outbox
    assert all(str(one) in letter.body for one in dates)


def test_changed_and_then_cancelled_only_the_last_is_told_to_whom_nothing_reached(shift):
    comes(shift)
    nothing_waits()
    change(shift, place="am Hafen")
    change(shift, state="cancelled")
    (subject,) = subjects()
    assert subject.startswith("Ihre Schicht ist abgesagt")


def test_each_further_change_is_told(shift):
    comes(shift)
    nothing_waits()
    for place in ("am Hafen", "im Park"):
        change(shift, place=place)
        run_due()
    assert ["am Hafen" in mail.outbox[0].body, "im Park" in mail.outbox[1].body] == [True, True]


def test_whoever_confirms_while_it_is_told_is_told_late(shift):
    comes(shift)
    nothing_waits()
    Shift.objects.filter(pk=shift.pk).update(sequence=7)
    assert tell_late() == 1
    assert tell_late() == 0
    assert ShiftSignup.objects.get().told_sequence == 7


def test_whoever_signs_up_after_a_change_knows_it(shift):
    change(shift, place="am Hafen")
    comes(shift)
    nothing_waits()
    assert tell_late() == 0


def test_a_draft_is_told_to_nobody():
    draft = ShiftFactory(state="draft")
    change(draft)
    assert not Job.objects.filter(kind="volunteers.tell").exists()
    assert tell(draft.pk) == 0


def test_of_what_is_over_nobody_is_told_late(shift):
    comes(shift)
    Shift.objects.update(sequence=3)
    with time_machine.travel(shift.ends_at + timedelta(minutes=1)):
        assert tell_late() == 0


# Reminders


def test_a_reminder_comes_two_days_and_one_two_hours_before_each_once(shift):
    comes(shift)
    comes(shift, 1)
    comes(shift, 2)  # waits
    stored(shift, 3)  # has not confirmed
    nothing_waits()
    assert remind() == 0
    for before, words in ((47, "Bald ist Ihre Schicht"), (1, "Ihre Schicht beginnt in Kürze")):
        with time_machine.travel(shift.starts_at - timedelta(hours=before)):
            assert remind() == 2
            assert remind() == 0
            assert recipients() == ["hilft0@example.org", "hilft1@example.org"]
            assert all(subject.startswith(words) for subject in subjects())
            mail.outbox.clear()


@pytest.mark.parametrize(
    ("signed_up", "reminders"),
    [(timedelta(days=3), [1, 1]), (timedelta(hours=30), [0, 1]), (timedelta(hours=1), [0, 0])],
)
def test_whoever_signs_up_later_than_a_reminder_gets_none_of_it(shift, signed_up, reminders):
    with time_machine.travel(shift.starts_at - signed_up):
        comes(shift)
    for before, expected in zip(
        (timedelta(hours=29), timedelta(minutes=50)), reminders, strict=True
    ):
        with time_machine.travel(shift.starts_at - before):
            assert remind() == expected


def test_whoever_takes_an_offer_within_those_hours_is_not_reminded_at_once(shift):
    with time_machine.travel(shift.starts_at - timedelta(days=4)):
        first, _second, waiting = (comes(shift, number) for number in range(3))
    with time_machine.travel(shift.starts_at - timedelta(hours=40)):
        services.leave_shift(first)
        services.offer_free_places(shift.pk)
        waiting.refresh_from_db()
        services.accept_offer(waiting)
        assert remind() == 1
    waiting.refresh_from_db()
    assert waiting.reminders == 1


def test_what_was_missed_while_nothing_ran_is_not_made_up_for_by_two_mails(shift):
    comes(shift)
    nothing_waits()
    with time_machine.travel(shift.starts_at - timedelta(hours=1)):
        assert remind() == 1
        assert remind() == 0
        (subject,) = subjects()
    assert subject.startswith("Ihre Schicht beginnt in Kürze")


def test_no_reminder_of_what_does_not_take_place_or_is_left(shift):
    comes(shift)
    left = comes(shift, 1)
    nothing_waits()
    with time_machine.travel(shift.starts_at - timedelta(hours=40)):
        assert remind() == 2
        services.leave_shift(left)
        Shift.objects.update(state="cancelled")
        # Their jobs run late, and say nothing that is untrue by now.
        assert [subject for subject in subjects() if "bald" in subject] == []
    with time_machine.travel(shift.starts_at - timedelta(hours=1)):
        assert remind() == 0


def test_a_shift_that_is_moved_is_reminded_of_anew(shift):
    comes(shift)
    with time_machine.travel(shift.starts_at - timedelta(hours=40)):
        assert remind() == 1
        later = shift.starts_at + timedelta(days=7)
        change(shift, starts_at=later, ends_at=later + timedelta(hours=4))
        run_due()
        assert remind() == 0
    shift.refresh_from_db()
    with time_machine.travel(shift.starts_at - timedelta(hours=40)):
        assert remind() == 1


def test_a_shift_that_is_moved_near_is_told_of_once_and_not_reminded_of_as_well(shift):
    comes(shift)
    soon = timezone.now() + timedelta(hours=20)
    change(shift, starts_at=soon, ends_at=soon + timedelta(hours=4))
    nothing_waits()
    assert remind() == 0
    with time_machine.travel(soon - timedelta(hours=1)):
        assert remind() == 1


@pytest.mark.parametrize(
    ("day", "utc_hour"), [((2026, 10, 25), 9), ((2027, 3, 28), 8), ((2027, 3, 27), 9)]
)
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_hour_is_right_on_the_days_on_which_the_clocks_change(day, utc_hour, language):
    start = datetime(*day, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert start.astimezone(UTC).hour == utc_hour
    with time_machine.travel(start - timedelta(days=4)):
        shift = ShiftFactory(
            starts_at=start, ends_at=start.replace(hour=14), languages={"de", language}
        )
        ShiftSignupFactory(shift=shift, language=language)
    # Two days and two hours are such by the clock that runs, not by the one on the wall.
    for before in (timedelta(days=2), timedelta(hours=2)):
        with time_machine.travel(start.astimezone(UTC) - before - timedelta(minutes=1)):
            assert remind() == 0
        with time_machine.travel(start.astimezone(UTC) - before):
            assert remind() == 1
            run_due()
        assert "10:00 – 14:00" in mail.outbox[-1].body


# At once


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_jobs_for_each_date_at_once_tell_each_person_once_of_all():
    dates = saturdays(4)
    people = [VolunteerFactory() for _ in range(10)]
    for one in dates:
        for person in people:
            ShiftSignupFactory(shift=one, requirement=one.requirements.get(), volunteer=person)
    Shift.objects.update(state="cancelled", sequence=3)
    told = at_once([lambda pk=one.pk: tell(pk) for one in dates] * 2 + [tell_late] * 2)
    assert sum(told) == 40
    jobs = Job.objects.filter(kind="volunteers.mail_signup", payload__about="cancelled")
    assert sorted(len(job.payload["sequences"]) for job in jobs) == [4] * 10


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_cancelling_in_both_orders_while_people_swap_waits_in_no_ring(actor):
    dates = saturdays(4)
    for one in dates:
        comes(one, 1)
        comes(one, 2)
    halves = (dates[:3], dates[:0:-1])
    deeds = [lambda half=half: services.cancel_all(half, actor=actor) for half in halves] * 3
    leaving = [lambda one=one: services.leave_shift(one) for one in ShiftSignup.objects.of(KEY)]
    found = at_once([*deeds, *leaving])
    assert [one for one in found if isinstance(one, Exception)] == []
    assert Shift.objects.filter(state="cancelled").count() == 4


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_tell_and_remind_each_person_once():
    shift = ShiftFactory(needs=[{"maximum": 40}], starts_at=timezone.now() + timedelta(hours=30))
    for _ in range(40):
        ShiftSignupFactory(shift=shift, requirement=shift.requirements.get())
    Shift.objects.update(sequence=3)
    told = at_once([lambda: tell(shift.pk)] * 4 + [tell_late] * 2)
    assert sum(told) == 40
    ShiftSignup.objects.update(reminders=0)
    assert sum(at_once([remind] * 5)) == 40
    jobs = Job.objects.filter(kind="volunteers.mail_signup")
    assert jobs.filter(payload__about="shift").count() == 40
    assert jobs.filter(payload__about="reminder").count() == 40
