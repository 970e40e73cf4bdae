"""Giving up one shift for another: both or nothing, and nobody waits in a ring."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import at_once, comes, mails, stored
from volunteers import services
from volunteers.models import Requirement, Shift, ShiftSignup

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
