"""On the day: a press counts once, whenever and however often it arrives."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from privacy.models import AuditEntry
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    VolunteerFactory,
)
from tests.volunteers.helping import came, over, running
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftSignup, Volunteer
from volunteers.services.checking_in import left_at

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def shift():
    return running()


@pytest.fixture
def signup(shift):
    return ShiftSignupFactory(shift=shift)


def walk_in(shift, **more):
    words = {"name": "Ayşe", "email": "ayse@example.org", "language": "tr"}
    requirement = shift.requirements.all()[0].pk
    return services.WalkIn(**{**words, "requirement": requirement, **more})


def test_whoever_comes_is_noted_with_the_length_of_the_shift(signup):
    assert services.note_presence(signup, "came")
    assert (signup.presence, signup.minutes) == ("came", 240)


def test_a_press_is_taken_back_with_its_hours(signup):
    services.note_presence(signup, "came")
    assert services.note_presence(signup, "")
    assert (signup.presence, signup.minutes) == ("", None)


def test_whoever_left_early_has_helped_until_then(signup, shift):
    assert services.note_presence(
        signup, "left_early", until=shift.starts_at + timedelta(minutes=95)
    )
    assert (signup.presence, signup.minutes) == ("left_early", 95)


@pytest.mark.parametrize("minutes", [None, -1, 0, 240, 300])
def test_leaving_early_is_a_moment_within_the_shift(signup, shift, minutes):
    until = None if minutes is None else shift.starts_at + timedelta(minutes=minutes)
    with pytest.raises(ValidationError, match="a time between"):
        services.note_presence(signup, "left_early", until=until)
    signup.refresh_from_db()
    assert signup.presence == ""


def test_the_press_that_was_made_last_holds_whatever_arrives_last(signup):
    pressed = timezone.now() - timedelta(minutes=10)
    assert services.note_presence(signup, "no_show", pressed + timedelta(minutes=5))
    assert not services.note_presence(signup, "came", pressed)
    assert not services.note_presence(signup, "came", pressed + timedelta(minutes=5))
    signup.refresh_from_db()
    assert (signup.presence, signup.minutes) == ("no_show", None)


def test_a_clock_that_is_ahead_blocks_nothing(signup):
    services.note_presence(signup, "came", timezone.now() + timedelta(days=300))
    assert signup.noted_at <= timezone.now()
    assert services.note_presence(signup, "no_show")


@pytest.mark.parametrize("state", ["waiting", "cancelled", "pending"])
def test_only_a_sign_up_that_stands_is_noted(shift, state):
    signup = ShiftSignupFactory(shift=shift, state=state)
    assert not services.note_presence(signup, "came")


def test_nobody_is_noted_days_before_nor_when_it_is_cancelled(shift, signup):
    early = ShiftSignupFactory(shift=ShiftFactory())
    assert not services.note_presence(early, "came")
    soon = ShiftSignupFactory(shift=ShiftFactory(starts_at=timezone.now() + timedelta(hours=2)))
    assert services.note_presence(soon, "came")
    Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    assert not services.note_presence(signup, "came")


def test_what_is_approved_no_late_press_changes():
    signup = came(over(), 240, is_approved=True)
    assert not services.note_presence(signup, "no_show")
    signup.refresh_from_db()
    assert signup.minutes == 240


def test_the_clock_there_says_when_somebody_left():
    night = ShiftFactory(
        starts_at=datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN),
        ends_at=datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN),
    )
    assert left_at(night, "23:30") == datetime(2026, 10, 24, 23, 30, tzinfo=BERLIN)
    # That night the clocks go back: from 22:00 to 03:30 are six hours and a half.
    left = left_at(night, "03:30")
    signup = ShiftSignupFactory(shift=night)
    services.note_presence(signup, "left_early", until=left)
    assert signup.minutes == 390
    assert left_at(night, "12:00") is None
    assert left_at(night, "25:00") is None
    assert left_at(night, "") is None


def test_a_walk_in_is_there_once_however_often_it_is_sent(shift, actor):
    signup, is_new = services.add_walk_in(shift, walk_in(shift), actor=actor)
    assert is_new
    again, is_new = services.add_walk_in(shift, walk_in(shift, name="Ayse"), actor=actor)
    assert (again.pk, is_new) == (signup.pk, False)
    signup.refresh_from_db()
    assert (signup.state, signup.presence, signup.minutes) == ("confirmed", "came", 240)
    assert (signup.is_walk_in, signup.language, signup.name) == (True, "tr", "Ayşe")
    assert Requirement.objects.get().taken == 1
    assert AuditEntry.objects.filter(verb="volunteers.walk_in_added").count() == 1


def test_a_walk_in_fills_in_nobodys_page(shift, actor):
    signup, _is_new = services.add_walk_in(shift, walk_in(shift), actor=actor)
    assert Volunteer.objects.get(pk=signup.person_key).email == ""
    assert signup.confirmed_at is None


@pytest.mark.parametrize("state", [None, "pending", "cancelled", "lapsed"])
def test_whose_an_address_is_nobody_learns_from_a_walk_in(shift, actor, state):
    known = VolunteerFactory(email="ay.se+1@example.org", name="Ayşe Yılmaz", language="ar")
    if state:
        ShiftSignupFactory(shift=shift, volunteer=known, state=state)
    given = walk_in(shift, email="ay.se@example.org")
    signup, _is_new = services.add_walk_in(shift, given, actor=actor)
    assert signup.person_key == known.pk
    assert (signup.name, signup.email, signup.language) == ("Ayşe", "ay.se@example.org", "tr")
    known.refresh_from_db()
    assert (known.name, known.language) == ("Ayşe Yılmaz", "ar")


def test_one_from_the_waiting_list_who_comes_all_the_same_has_a_place(shift, actor):
    Requirement.objects.update(maximum=1, minimum=1)
    ShiftSignupFactory(shift=shift)
    waiting = ShiftSignupFactory(
        shift=shift, state="waiting", volunteer=VolunteerFactory(email="ayse@example.org")
    )
    signup, is_new = services.add_walk_in(shift, walk_in(shift), actor=actor)
    assert (signup.pk, is_new, signup.has_place) == (waiting.pk, True, True)
    assert Requirement.objects.get().taken == 2


def test_a_walk_in_who_had_signed_up_is_simply_here(shift, actor):
    known = ShiftSignupFactory(shift=shift, volunteer=VolunteerFactory(email="ayse@example.org"))
    signup, is_new = services.add_walk_in(shift, walk_in(shift), actor=actor)
    known.refresh_from_db()
    assert (signup.pk, is_new) == (known.pk, True)
    assert (known.presence, known.is_walk_in) == ("came", False)
    assert Requirement.objects.get().taken == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pending", "has not confirmed it yet. Only then is a guardian asked"),
        ("guardian", "guardian has not agreed yet"),
        ("waiting", "no guardian's agreement stands"),
        ("cancelled", "no guardian's agreement stands"),
        ("lapsed", "no guardian's agreement stands"),
    ],
)
def test_a_walk_in_under_sixteen_is_refused_with_what_is_missing(shift, actor, state, words):
    signup = ShiftSignupFactory(
        shift=shift,
        state=state,
        age_group="14",
        volunteer=VolunteerFactory(email="ayse@example.org"),
    )
    with pytest.raises(ValidationError) as refusal:
        services.add_walk_in(shift, walk_in(shift), actor=actor)
    assert words in refusal.value.messages[0]
    signup.refresh_from_db()
    assert (signup.state, signup.presence) == (state, "")


def test_a_walk_in_needs_the_day_and_a_role_of_the_shift(shift, actor):
    early, foreign = ShiftFactory(), RequirementFactory()
    with pytest.raises(ValidationError, match="on the day only"):
        services.add_walk_in(early, walk_in(early), actor=actor)
    with pytest.raises(ValidationError, match="Choose what the person does"):
        services.add_walk_in(shift, walk_in(shift, requirement=foreign.pk), actor=actor)
    assert not ShiftSignup.objects.exists()


def test_people_without_a_name_are_counted_once_for_each_press(shift, actor):
    assert services.count_unnamed(shift, "a", actor=actor)
    assert not services.count_unnamed(shift, "a", actor=actor)
    assert services.count_unnamed(shift, "b", actor=actor)
    assert services.count_unnamed(shift, "c", actor=actor, back=True)
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (1, 240)


def test_those_who_were_erased_are_not_taken_back(shift, actor):
    Shift.objects.update(erased_people=2, erased_minutes=300)
    assert not services.count_unnamed(shift, "a", actor=actor, back=True)
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (2, 300)


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_one_walk_in_noted_by_many_at_once_is_one(actor):
    shift = running()
    given = walk_in(shift)
    found = at_once([lambda: services.add_walk_in(shift, given, actor=actor)] * 12)
    assert not [one for one in found if isinstance(one, Exception)]
    assert sum(is_new for _signup, is_new in found) == 1
    assert (shift.signups.count(), Requirement.objects.get().taken) == (1, 1)


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_people_without_a_name_counted_at_once_are_all_counted(actor):
    shift = running()
    presses = [f"p{number % 8}" for number in range(24)]
    at_once([lambda p=press: services.count_unnamed(shift, p, actor=actor) for press in presses])
    shift.refresh_from_db()
    assert shift.erased_people == 8
