"""Keys in the order of time."""

import time
from uuid import RFC_4122

import time_machine

from web.keys import ordered_uuid


def test_a_key_says_when_it_was_made_and_is_a_uuid_of_version_7():
    key = ordered_uuid()
    assert (key.version, key.variant) == (7, RFC_4122)
    assert abs((key.int >> 80) / 1000 - time.time()) < 5


def test_later_keys_are_greater():
    with time_machine.travel(1_800_000_000) as moment:
        first = ordered_uuid()
        moment.shift(0.001)
        assert first < ordered_uuid()


def test_keys_of_one_moment_differ():
    with time_machine.travel(1_800_000_000, tick=False):
        keys = {ordered_uuid() for _ in range(1000)}
    assert len(keys) == 1000
    assert len({key.int & 0xFFFF for key in keys}) > 900
    assert {key.version for key in keys} == {7}
