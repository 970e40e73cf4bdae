"""A guardian agrees to hours of a day: of what becomes of the shift they hear, once each."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone

from events.models import Venue
from jobs.models import Job
from jobs.services import run_due
from tests.events.factories import VenueFactory
from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import at_once, comes
from volunteers import services
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.services import links
from volunteers.services.telling import tell, tell_late

State, Answer = ShiftSignup.State, Guardian.Answer
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)
CHILD = {"age_group": "14", "guardian_name": "Fatma", "guardian_email": "fatma@example.org"}


@pytest.fixture
def shift():
    return ShiftFactory(needs=[{"maximum": 2}], minimum_age=14)


def agreed(shift: Shift, number: int = 0, **more: object) -> ShiftSignup:
    """Somebody under sixteen whose guardian has agreed; what mails wait is thrown away."""
    signup = comes(shift, number, **CHILD | more)
    services.answer_for_minor(signup.guardian, agrees=True)
    run_due()
    mail.outbox.clear()
    return ShiftSignup.objects.get(pk=signup.pk)


def moved(shift: Shift, actor, **by: float) -> None:
    delta = timedelta(**by)
    services.move_shift(shift, shift.starts_at + delta, shift.ends_at + delta, actor=actor)


def letters(to: str = "fatma@example.org"):
    """What a guardian got since; the jobs run once more than they need to."""
    run_due()
    for shift in Shift.objects.all():
        tell(shift.pk)
    tell_late()
    run_due()
    return [one for one in mail.outbox if one.to == [to]]


def now(signup: ShiftSignup) -> tuple[str, str]:
    signup = ShiftSignup.objects.get(pk=signup.pk)
    return signup.state, signup.guardian.answer


def test_of_a_small_change_a_guardian_hears_once_and_the_agreement_stands(shift, actor):
    signup = agreed(shift)
    begin, end = (timezone.localtime(one) for one in (shift.starts_at, shift.ends_at))
    moved(shift, actor, hours=1)
    (letter,) = letters()
    assert letter.subject.startswith("Die Schicht von Hilft hat sich geändert")
    assert f"{begin:%H:%M} – {end:%H:%M}, vor der Bibliothek" in letter.body
    later = [timezone.localtime(one) for one in (shift.starts_at, shift.ends_at)]
    assert f"{later[0]:%H:%M} – {later[1]:%H:%M}" in letter.body
    assert f"/shifts/{shift.pk}/guardian/" in letter.body
    # No more of the person than before.
    for hidden in ("hilft0@", "/me/", "/leave/", "/tickets/"):
        assert hidden not in letter.body
    assert now(signup) == (State.CONFIRMED, Answer.AGREED)


def test_of_another_place_a_guardian_hears_and_reads_the_one_agreed_to(shift, actor):
    signup = agreed(shift)
    services.change_shift(shift, {"place": "am Hafen"}, actor=actor)
    (letter,) = letters()
    assert "vor der Bibliothek" in letter.body
    assert "am Hafen" in letter.body
    assert now(signup) == (State.CONFIRMED, Answer.AGREED)
    services.change_shift(shift, {"place": "im Park"}, actor=actor)
    assert len(letters()) == 2


def test_the_agreed_venue_is_remembered_by_its_name(shift):
    venue: Venue = VenueFactory(name="Haus der Vielfalt")
    Shift.objects.filter(pk=shift.pk).update(venue=venue, place="")
    assert agreed(shift).guardian.agreed_place == "Haus der Vielfalt"


@pytest.mark.parametrize("by", [{"hours": 2}, {"hours": -2}, {"days": 7}])
def test_for_another_time_a_guardian_is_asked_again_and_the_place_waits(shift, actor, by):
    signup = agreed(shift)
    before = timezone.localtime(shift.starts_at)
    moved(shift, actor, **by)
    assert now(signup) == (State.GUARDIAN, Answer.ASKED)
    assert shift.requirements.get().taken == 1
    (letter,) = letters()
    assert letter.subject.startswith("Darf Hilft mithelfen?")
    assert f"{before:%H:%M} \N{EN DASH}" in letter.body
    (own,) = [one for one in mail.outbox if one.to == ["hilft0@example.org"]]
    assert "48 Stunden" in own.body
    assert "Ihre Eintragung bleibt bestehen" not in own.body
    assert services.answer_for_minor(Guardian.objects.get(), agrees=True)
    assert now(signup) == (State.CONFIRMED, Answer.AGREED)
    assert Guardian.objects.get().agreed_starts_at == Shift.objects.get().starts_at
    assert len(letters()) == 1


def test_small_moves_do_not_add_up_to_one_nobody_agreed_to(shift, actor):
    signup = agreed(shift)
    moved(shift, actor, minutes=45)
    assert now(signup)[0] == State.CONFIRMED
    moved(shift, actor, minutes=45)
    assert now(signup)[0] == State.GUARDIAN


def test_shorter_is_within_what_was_agreed(shift, actor):
    signup = agreed(shift)
    services.move_shift(
        shift,
        shift.starts_at + timedelta(hours=1),
        shift.ends_at - timedelta(hours=1),
        actor=actor,
    )
    assert now(signup) == (State.CONFIRMED, Answer.AGREED)
    assert len(letters()) == 1


def test_asked_again_without_an_answer_the_place_goes_on(shift, actor):
    signup = agreed(shift)
    with time_machine.travel(timezone.now() + timedelta(hours=10)):
        moved(shift, actor, days=14)
    with time_machine.travel(timezone.now() + timedelta(hours=57)):
        assert services.release_run_out() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=59)):
        assert services.release_run_out() == 1
    assert now(signup)[0] == State.LAPSED
    assert shift.requirements.get().taken == 0


def test_while_the_first_question_is_open_it_is_asked_anew_with_the_new_time(shift, actor):
    comes(shift, **CHILD)
    run_due()
    mail.outbox.clear()
    moved(shift, actor, days=1)
    (letter,) = letters()
    assert letter.subject.startswith("Darf Hilft mithelfen?")
    assert "Sie haben zugestimmt" not in letter.body


def test_whoever_waits_is_asked_about_anew_when_a_place_is_theirs(shift, actor):
    signup = agreed(shift)
    ShiftSignup.objects.filter(pk=signup.pk).update(state=State.WAITING, has_place=False)
    moved(shift, actor, days=1)
    assert now(signup) == (State.WAITING, Answer.ASKED)
    assert letters() == []


def test_of_a_cancelled_shift_a_guardian_hears_once(shift, actor):
    agreed(shift)
    comes(shift, 1, **CHILD | {"guardian_email": "gefragt@example.org"})
    run_due()
    mail.outbox.clear()
    services.cancel_shift(shift, actor=actor)
    (letter,) = letters()
    assert letter.subject.startswith("Die Schicht von Hilft ist abgesagt")
    assert "/guardian/" not in letter.body
    assert len(letters("gefragt@example.org")) == 1


def test_moved_and_then_cancelled_only_the_last_is_told(shift, actor):
    agreed(shift)
    moved(shift, actor, hours=1)
    services.cancel_shift(shift, actor=actor)
    (letter,) = letters()
    assert "abgesagt" in letter.subject


def test_who_is_not_concerned_hears_nothing(shift, actor):
    refused = comes(shift, 0, **CHILD)
    services.answer_for_minor(refused.guardian, agrees=False)
    services.leave_shift(agreed(shift, 1, guardian_email="zwei@example.org"))
    comes(shift, 2)
    run_due()
    mail.outbox.clear()
    moved(shift, actor, days=1)
    services.cancel_shift(shift, actor=actor)
    assert letters() == letters("zwei@example.org") == []


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_each_letter_in_the_language_of_the_first(language, actor):
    shift = ShiftFactory(
        needs=[{"maximum": 2}],
        minimum_age=14,
        languages={language, "de"},
        starts_at=datetime(2027, 7, 3, 8, tzinfo=UTC),
    )
    agreed(shift, language=language)
    moved(shift, actor, minutes=30)
    letters()
    moved(shift, actor, days=1)
    letters()
    services.cancel_shift(shift, actor=actor)
    found = letters()
    assert len(found) == 3
    for letter in found:
        assert f"({language})" in letter.subject
        assert "Hilft" in letter.subject
    assert "10:00 – 14:00, vor der Bibliothek" in found[0].body


def test_an_agreement_is_taken_back_until_the_shift_begins(shift):
    signup = agreed(shift)
    waiting = [comes(shift, number) for number in (1, 2)][1]
    assert waiting.state == State.WAITING
    with time_machine.travel(shift.starts_at + timedelta(minutes=1)):
        assert not services.take_agreement_back(signup.guardian)
    assert services.take_agreement_back(signup.guardian)
    assert now(signup) == (State.CANCELLED, Answer.REFUSED)
    (own,) = letters("hilft0@example.org")
    assert "nicht mehr damit einverstanden" in own.body
    assert not services.take_agreement_back(signup.guardian)
    services.offer_free_places(shift.pk)
    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_what_was_not_agreed_to_can_not_be_taken_back(shift):
    signup = comes(shift, **CHILD)
    assert not services.take_agreement_back(signup.guardian)
    assert now(signup) == (State.GUARDIAN, Answer.ASKED)


def test_a_guardian_answers_for_the_time_that_was_seen(shift, actor):
    signup = comes(shift, **CHILD)
    moved(shift, actor, days=1)
    with pytest.raises(services.HasChanged):
        services.answer_for_minor(signup.guardian, agrees=True, seen="0")
    assert now(signup) == (State.GUARDIAN, Answer.ASKED)
    assert services.answer_for_minor(signup.guardian, agrees=True, seen="1")


def test_a_link_to_take_back_is_over_with_the_guardian_who_was_named_before(shift):
    signup = agreed(shift)
    secret = links.issue(signup, links.GUARDIAN)
    opened = links.find_guardian(secret)
    services.leave_shift(signup)
    agreed(shift, guardian_email="vater@example.org")
    with pytest.raises(links.secrets.SecretError):
        services.take_agreement_back(opened, secret=secret)


def test_who_agreed_before_there_was_anything_to_remember_knows_the_shift_as_it_is(shift):
    signup = agreed(shift)
    Shift.objects.filter(pk=shift.pk).update(sequence=4)
    Guardian.objects.update(agreed_starts_at=None, agreed_ends_at=None, told_sequence=None)
    module = import_module("volunteers.migrations.0003_guardians_and_announcements")
    module.note_what_they_know(apps, None)
    known = Guardian.objects.get(pk=signup.pk)
    assert (known.told_sequence, known.agreed_starts_at) == (4, shift.starts_at)
    assert letters() == []


# At once


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_tell_each_guardian_once():
    shift = ShiftFactory(needs=[{"maximum": 12}], minimum_age=14)
    for number in range(12):
        agreed(shift, number)
    Shift.objects.update(sequence=3)
    at_once([lambda: tell(shift.pk)] * 4 + [tell_late] * 2)
    assert Job.objects.filter(kind="volunteers.mail_guardian").count() == 12


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_agreeing_and_moving_at_once_leave_no_agreement_to_what_nobody_saw(actor):
    shift = ShiftFactory(needs=[{"maximum": 8}], minimum_age=14)
    signups = [comes(shift, number, **CHILD) for number in range(8)]
    guardians = [Guardian.objects.get(pk=signup.pk) for signup in signups]
    deeds = [
        lambda one=one: services.answer_for_minor(one, agrees=True, seen="0") for one in guardians
    ]
    at_once([*deeds, lambda: moved(Shift.objects.get(), actor, days=1)])
    shift.refresh_from_db()
    assert shift.sequence == 1
    for guardian in Guardian.objects.select_related("signup"):
        if guardian.signup.state == State.CONFIRMED:
            assert guardian.covers(shift.starts_at, shift.ends_at)
        else:
            assert (guardian.signup.state, guardian.answer) == (State.GUARDIAN, Answer.ASKED)
