"""Giving up one shift for another: both or nothing, and nobody waits in a ring."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import at_once, comes, mails, stored, wish
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftSignup, Volunteer

State = ShiftSignup.State
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


def shift_at(hours: int, maximum: int = 2) -> Shift:
    start = timezone.now() + timedelta(days=3, hours=hours)
    return ShiftFactory(starts_at=start, needs=[{"maximum": maximum}])


def state(signup: ShiftSignup) -> str:
    signup.refresh_from_db()
    return signup.state


def test_all_that_is_in_the_way_is_given_up_together():
    morning, noon, long = shift_at(0), shift_at(4), shift_at(2)
    have = [comes(morning), comes(noon)]
    signup = stored(long)
    keys = [str(one.pk) for one in have]
    for shown in ([], keys[:1], keys[1:]):
        with pytest.raises(services.Clash):
            services.take_instead(signup, shown)
        assert [state(one) for one in have] == [State.CONFIRMED] * 2
    services.take_instead(signup, keys)
    assert [state(one) for one in have] == [State.CANCELLED] * 2
    assert state(signup) == State.CONFIRMED
    taken = Requirement.objects.order_by("shift_id").values_list("taken", flat=True)
    assert list(taken) == [0, 0, 1]


def test_of_a_shift_that_is_closed_meanwhile_nothing_is_given_up_for():
    one, other = shift_at(0), shift_at(1)
    have, signup = comes(one), stored(other)
    Shift.objects.filter(pk=other.pk).update(state="cancelled")
    with pytest.raises(services.ShiftIsClosed):
        services.take_instead(signup, [str(have.pk)])
    assert (state(have), state(signup)) == (State.CONFIRMED, State.PENDING)


def test_where_one_would_only_wait_nothing_is_given_up():
    one, other = shift_at(0), shift_at(1, maximum=1)
    have = comes(one)
    comes(other, 1)
    signup = stored(other)
    assert not signup.has_place
    with pytest.raises(services.PlaceIsGone):
        services.take_instead(signup, [str(have.pk)])
    assert (state(have), state(signup)) == (State.CONFIRMED, State.PENDING)


def test_from_ones_own_page_all_that_is_in_the_way_is_given_up_together_or_nothing():
    morning, noon, long = shift_at(0), shift_at(4), shift_at(2)
    have = [comes(morning), comes(noon)]
    person, keys = Volunteer.objects.get(), [str(one.pk) for one in have]
    role = long.requirements.get()
    for shown in ([], keys[:1], keys[1:]):
        with pytest.raises(services.Clash):
            services.take_shift_instead(person, role, wish(long), shown)
    Shift.objects.filter(pk=long.pk).update(minimum_age=18)
    with pytest.raises(services.TooYoung):
        services.take_shift_instead(person, role, wish(long, age_group="16"), keys)
    assert [state(one) for one in have] == [State.CONFIRMED] * 2
    assert not long.signups.exists()
    before = len(mails())
    signup = services.take_shift_instead(person, role, wish(long), keys)
    assert [state(one) for one in have] == [State.CANCELLED] * 2
    assert state(signup) == State.CONFIRMED
    assert sorted(mails()[before:]) == ["left", "left", "signed_up"]
    assert services.take_shift_instead(person, role, wish(long), keys).pk == signup.pk


def test_from_ones_own_page_nothing_is_given_up_for_a_waiting_list():
    one, other = shift_at(0), shift_at(1, maximum=1)
    comes(other, 1)
    have = comes(one)
    person = Volunteer.objects.get(pk=have.person_key)
    with pytest.raises(services.PlaceIsGone):
        services.take_shift_instead(person, other.requirements.get(), wish(other), [str(have.pk)])
    assert state(have) == State.CONFIRMED
    assert not other.signups.of(person.pk).exists()


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_many_swap_on_their_own_pages_for_one_place_and_one_gets_it():
    one, other = shift_at(0, maximum=40), shift_at(1, maximum=1)
    role = other.requirements.get()
    have = [comes(one, number) for number in range(10)]
    deeds = []
    for number, mine in enumerate(have):
        person = Volunteer.objects.get(pk=mine.person_key)
        given = (person, role, wish(other, number), [str(mine.pk)])
        # Twice: of two presses at once one finds everything done.
        deeds += [lambda given=given: services.take_shift_instead(*given)] * 2
    failures = [found for found in at_once(deeds) if isinstance(found, Exception)]
    assert {type(failure) for failure in failures} == {services.PlaceIsGone}
    assert sorted(state(mine) for mine in have) == [State.CANCELLED] + [State.CONFIRMED] * 9
    assert list(Requirement.objects.order_by("pk").values_list("taken", flat=True)) == [9, 1]
    assert ShiftSignup.objects.filter(shift=other).count() == 1


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_many_swap_in_both_directions_at_once_and_nobody_waits_in_a_ring():
    one, other = shift_at(0, maximum=40), shift_at(1, maximum=40)
    deeds, signups = [], []
    for number in range(20):
        here, there = (one, other) if number % 2 else (other, one)
        have, signup = comes(here, number), stored(there, number)
        signups.append(signup)
        key = str(have.pk)
        # Twice: of two presses at once one finds everything done.
        deeds += [lambda signup=signup, key=key: services.take_instead(signup, [key])] * 2
    failures = [found for found in at_once(deeds) if isinstance(found, Exception)]
    assert failures == []
    assert {state(signup) for signup in signups} == {State.CONFIRMED}
    assert sorted(Requirement.objects.values_list("taken", flat=True)) == [10, 10]


@on_postgresql
@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_one_link_pressed_many_times_at_once_confirms_once():
    shift = shift_at(0)
    signup = stored(shift)
    found = at_once([lambda: services.confirm_signup(signup)] * 20)
    assert {one.state for one in found} == {State.CONFIRMED}
    assert shift.requirements.get().taken == 1
    assert mails().count("signed_up") == 1
