"""Keys in the order of time."""

import time
from itertools import pairwise
from uuid import RFC_4122

import pytest
import time_machine

from web.keys import ordered_uuid

MOMENT = 1_800_000_000_123 * 1_000_000


@pytest.fixture
def clock(monkeypatch):
    """The nanoseconds that the clock says: set as `clock(...)`."""
    return lambda now: monkeypatch.setattr(time, "time_ns", lambda: now)


def test_a_key_says_when_it_was_made_and_is_a_uuid_of_version_7():
    key = ordered_uuid()
    assert (key.version, key.variant) == (7, RFC_4122)
    assert abs((key.int >> 80) / 1000 - time.time()) < 5


@pytest.mark.parametrize(
    ("nanoseconds", "fraction"),
    [(0, 0), (244, 0), (245, 1), (500_000, 2048), (999_755, 4094), (999_999, 4095)],
)
def test_its_second_part_is_the_fraction_of_the_millisecond(clock, nanoseconds, fraction):
    clock(MOMENT + nanoseconds)
    key = ordered_uuid()
    assert (key.int >> 80, key.int >> 64 & 0xFFF) == (1_800_000_000_123, fraction)
    assert (key.version, key.variant) == (7, RFC_4122)


def test_later_keys_are_greater():
    with time_machine.travel(1_800_000_000) as moment:
        first = ordered_uuid()
        moment.shift(0.001)
        assert first < ordered_uuid()


def test_keys_of_one_millisecond_and_the_next_are_in_order(clock):
    keys = []
    for step in range(8192):
        clock(MOMENT + step * 245)
        keys.append(ordered_uuid())
    assert all(one < other for one, other in pairwise(keys))


def test_keys_made_one_after_the_other_are_in_order():
    keys = [ordered_uuid() for _ in range(20_000)]
    assert all(one < other for one, other in pairwise(keys))


def test_keys_of_one_moment_differ():
    with time_machine.travel(1_800_000_000, tick=False):
        keys = {ordered_uuid() for _ in range(1000)}
    assert len(keys) == 1000
    assert len({key.int & 0xFFFF for key in keys}) > 900
    assert len({key.int >> 46 & 0xFFFF for key in keys}) > 900, "from the first random bit on"
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {RFC_4122}
