"""Somebody looks for a stand-in: who waits and who agreed is asked, and not told for whom."""

import pytest
from django.core import mail
from django.db import connection

from jobs.models import Job
from jobs.services import run_due
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    VolunteerFactory,
)
from tests.volunteers.signing_up import at_once, comes, subjects
from volunteers import services
from volunteers.models import ShiftAsk, ShiftSignup, Supporter, Volunteer
from volunteers.services.standing_in import MOST_ASKED, ask_for_stand_in

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def shift():
    return ShiftFactory(needs=[{"maximum": 1}], languages=("de", "tr"))


@pytest.fixture
def signup(shift):
    """Who looks for a stand-in, before they do."""
    return comes(shift)


def nothing_waits() -> None:
    run_due()
    mail.outbox.clear()


def willing(shift, number: int = 0, **more) -> None:
    volunteer = VolunteerFactory(email_address=f"bereit{number}@example.org", **more)
    SupporterFactory(volunteer=volunteer, campaign=shift.campaign, ways=("stall",))


def recipients() -> list[str]:
    run_due()
    return sorted(one.to[0] for one in mail.outbox)


def test_who_waits_for_such_a_place_is_asked_and_is_not_told_for_whom(shift, signup):
    comes(shift, 1)
    elsewhere = ShiftFactory(needs=[{"maximum": 1}])
    comes(elsewhere, 2)
    comes(elsewhere, 3)
    nothing_waits()
    services.look_for_stand_in(signup)
    assert subjects() == [f"Können Sie einspringen?: Stand {shift.pk} (de)"]
    assert mail.outbox[0].to == ["hilft1@example.org"]
    assert "Hilft 0" not in mail.outbox[0].body
    # Pressed once more, nobody is asked again.
    services.look_for_stand_in(signup)
    assert len(subjects()) == 1


def test_who_agreed_to_be_asked_is_asked_once_in_their_language(shift, signup):
    willing(shift, language="tr")
    willing(ShiftFactory(), 1)  # of another campaign
    nothing_waits()
    services.look_for_stand_in(signup)
    assert recipients() == ["bereit0@example.org"]
    (letter,) = mail.outbox
    assert letter.subject.endswith(f"Stand {shift.pk} (tr)")
    assert "Hilft 0" not in letter.body
    assert ShiftAsk.objects.get().asked_by is None
    assert ask_for_stand_in(str(signup.pk)) == 0
    assert len(recipients()) == 1


def test_who_was_asked_to_this_shift_already_is_left_alone(shift, signup, actor):
    willing(shift)
    (found,) = services.suitable_for(shift.requirements.get())
    ShiftAsk.objects.create(
        shift=shift,
        requirement=shift.requirements.get(),
        person_key=found.volunteer.pk,
        asked_by=actor,
    )
    nothing_waits()
    services.look_for_stand_in(signup)
    assert recipients() == []


def test_nobody_is_asked_for_somebody_who_comes_after_all(shift, signup):
    comes(shift, 1)
    willing(shift)
    nothing_waits()
    services.look_for_stand_in(signup)
    services.look_for_stand_in(signup, is_wanted=False)
    assert recipients() == []


def test_no_mail_goes_out_once_somebody_was_found(shift, signup):
    willing(shift)
    nothing_waits()
    services.look_for_stand_in(signup)
    assert ask_for_stand_in(str(signup.pk)) == 1
    services.look_for_stand_in(signup, is_wanted=False)
    assert recipients() == []


@pytest.mark.parametrize("meanwhile", ["joined", "left", "agrees to less", "on it", "said no"])
def test_who_has_left_or_answered_meanwhile_is_not_written_to(shift, signup, meanwhile):
    willing(shift)
    supporter = Supporter.objects.get()
    nothing_waits()
    services.look_for_stand_in(signup)
    assert ask_for_stand_in(str(signup.pk)) == 1
    if meanwhile == "left":
        Supporter.objects.update(state=Supporter.State.LEFT)
    elif meanwhile == "agrees to less":
        supporter.ways.update(way="news")
    elif meanwhile in ("on it", "said no"):
        volunteer = Volunteer.objects.get(pk=supporter.person_key)
        state = "confirmed" if meanwhile == "on it" else "cancelled"
        ShiftSignupFactory(shift=shift, volunteer=volunteer, state=state)
    assert recipients() == (["bereit0@example.org"] if meanwhile == "joined" else [])


def test_who_looks_again_and_again_troubles_the_others_twice_a_day_at_most(shift, signup):
    comes(shift, 1)
    nothing_waits()
    for _ in range(5):
        services.look_for_stand_in(signup)
        run_due()
        services.look_for_stand_in(signup, is_wanted=False)
    assert len(mail.outbox) == 2


def test_no_more_are_asked_than_help(shift, signup):
    for number in range(MOST_ASKED + 3):
        willing(shift, number)
    comes(shift, 1)
    ShiftSignup.objects.filter(pk=signup.pk).update(stand_in_wanted_at=signup.signed_up_at)
    assert ask_for_stand_in(str(signup.pk)) == MOST_ASKED


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_run_several_times_at_once_it_asks_everybody_once():
    shift = ShiftFactory(needs=[{"maximum": 1}])
    signup = comes(shift)
    for number in range(10):
        willing(shift, number)
    ShiftSignup.objects.filter(pk=signup.pk).update(stand_in_wanted_at=signup.signed_up_at)
    assert sum(at_once([lambda: ask_for_stand_in(str(signup.pk))] * 6)) == 10
    assert ShiftAsk.objects.count() == 10
    assert Job.objects.filter(kind="volunteers.mail_stand_in").count() == 10
