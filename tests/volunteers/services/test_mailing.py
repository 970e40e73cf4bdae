"""Each thing that happens to a sign-up is told once, in its own words, and only while true."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone, translation

from events.models import Venue
from jobs.models import Job
from jobs.services import run_due
from tests.events.factories import VenueFactory
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.signing_up import comes, stored, subjects, wish
from volunteers import services
from volunteers.emails.shifts import MAILS
from volunteers.models import Guardian, Shift, ShiftSignup, ShiftText
from volunteers.services.mailing import TRUE_FOR
from volunteers.services.places import enqueue_mail

State = ShiftSignup.State
pytestmark = pytest.mark.django_db
CHILD = {"age_group": "14", "guardian_name": "Fatma", "guardian_email": "fatma@example.org"}


@pytest.fixture
def shift():
    return ShiftFactory(
        needs=[{"maximum": 1}], minimum_age=14, contact_name="Mehmet", contact_phone="0231 12"
    )


def sent() -> list[str]:
    """What the mails so far are about; German, as the people of these tests are."""
    return [subject.partition(":")[0] for subject in subjects()]


def test_every_mail_is_one_that_some_state_is_true_for():
    assert set(MAILS) - set(TRUE_FOR) == {
        "first_reminder", "last_reminder", "shift_changed", "shift_cancelled",
    }  # fmt: skip
    # A guardian is another person: that mail has a door of its own.
    assert set(TRUE_FOR) - set(MAILS) == {"reminder", "shift", "to_guardian"}


def test_each_step_is_told_in_its_own_words(shift):
    first = comes(shift)
    waiting = comes(shift, 1)
    run_due()
    services.leave_shift(first)
    run_due()
    waiting.refresh_from_db()
    services.accept_offer(waiting)
    # To confirm is not true any more when its job runs late.
    assert sent() == [
        "Sie sind dabei", "Sie stehen auf der Warteliste", "Sie sind nicht mehr dabei",
        "Ein Platz ist für Sie frei", "Sie sind dabei",
    ]  # fmt: skip


def test_an_offer_that_runs_out_is_told(shift):
    first = comes(shift)
    comes(shift, 1)
    services.leave_shift(first)
    run_due()
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        services.release_run_out()
        assert sent() == ["Der angebotene Platz ist weitergegeben"]


def test_under_sixteen_both_are_written_to_and_the_end_of_it_is_told(shift):
    comes(shift, **CHILD)
    assert sent() == ["Wir haben Ihre Erziehungsberechtigten gefragt", "Darf Hilft mithelfen?"]
    assert [one.to for one in mail.outbox] == [["hilft0@example.org"], ["fatma@example.org"]]
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        services.release_run_out()
        assert sent() == ["Ihre Erziehungsberechtigten haben nicht geantwortet"]


def test_a_guardian_who_has_answered_is_not_asked(shift):
    comes(shift, **CHILD)
    services.answer_for_minor(Guardian.objects.get(), agrees=True)
    assert sent() == ["Sie sind dabei"]


def test_who_stands_in_and_who_is_relieved_are_told(shift):
    signup = comes(shift)
    services.look_for_stand_in(signup)
    run_due()
    mail.outbox.clear()
    services.stand_in(signup, VolunteerFactory(email_address="neu@example.org"))
    assert sorted(sent()) == ["Jemand springt für Sie ein", "Sie sind dabei"]


def test_the_mail_says_where_when_what_and_whom_to_ask(shift):
    ShiftText.objects.filter(shift=shift).update(meeting_point="am Brunnen")
    venue: Venue = VenueFactory(name="Haus der Vielfalt", street="Beispielstr. 1")
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=datetime(2027, 7, 3, 8, tzinfo=UTC),
        ends_at=datetime(2027, 7, 3, 12, tzinfo=UTC),
        venue=venue,
    )
    comes(shift)
    run_due()
    (letter,) = mail.outbox
    for said in (
        "Samstag, 3. Juli 2027\n10:00 – 14:00", "Haus der Vielfalt", "Beispielstr. 1",
        "Treffpunkt: am Brunnen", "Bei Fragen: Mehmet 0231 12", "/shifts/tickets/", "/leave/",
        "/me/",
    ):  # fmt: skip
        assert said in letter.body, said


@pytest.mark.parametrize("about", sorted(set(TRUE_FOR) - {"reminder", "shift", "to_guardian"}))
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_each_mail_in_each_language(about, language):
    shift = ShiftFactory(languages={"de", language})
    state = sorted(TRUE_FOR[about])[0]
    signup = ShiftSignupFactory(
        shift=shift, state=state, language=language,
        offered_until=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    enqueue_mail(signup, about)
    with translation.override("en" if language == "de" else "de"):
        run_due()
    (letter,) = mail.outbox
    assert letter.subject.endswith(f": Stand {shift.pk} ({language})")
    assert letter.extra_headers["Content-Language"] == language
    html = letter.alternatives[0].content
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert "{{" not in html + letter.body


def test_the_same_press_again_brings_no_second_mail_for_five_minutes(shift):
    for minutes in (0, 1, 4, 6):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            stored(shift)
            run_due()
    assert len(mail.outbox) == 2


def test_a_mail_that_could_not_be_sent_is_tried_again(shift, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    stored(shift)
    with monkeypatch.context() as broken:
        broken.setattr("volunteers.emails.shifts.send", refuse)
        run_due()
    assert ShiftSignup.objects.get().mailed_at is None
    assert not mail.outbox
    Job.objects.update(due_at=timezone.now())
    run_due()
    assert len(mail.outbox) == 1


def test_of_what_is_cancelled_or_has_begun_nothing_is_offered(shift):
    first = comes(shift)
    waiting = comes(shift, 1)
    services.leave_shift(first)
    services.offer_free_places(shift.pk)
    Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    assert "Ein Platz ist für Sie frei" not in sent()
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_whoever_is_erased_meanwhile_is_written_to_by_nobody(shift):
    stored(shift)
    ShiftSignup.objects.update(email="", name="")
    assert sent() == []
    ShiftSignup.objects.all().delete()
    assert sent() == []


def test_a_title_cannot_break_the_subject(shift):
    ShiftText.objects.filter(shift=shift).update(title="Stand\nBcc: x@example.org <b>")
    services.sign_up(shift, wish(shift, name="A & B <i>"))
    run_due()
    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert "<i>" not in letter.alternatives[0].content
