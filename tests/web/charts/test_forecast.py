from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.forecast import forecast

TODAY = date(2026, 3, 20)


def go_on(daily, total=1000, closes_on=None, goal=None):
    return forecast(daily, total, today=TODAY, closes_on=closes_on, goal=goal)


def test_it_goes_on_as_in_the_last_fourteen_days():
    ahead = go_on([500] * 3 + [10] * 7 + [20] * 7)
    assert (ahead.basis_days, ahead.a_day) == (14, 15)
    assert ahead.until == TODAY + timedelta(days=28)
    assert (ahead.low, ahead.middle, ahead.high) == (1280, 1420, 1560)


@pytest.mark.parametrize(
    "daily", [[], [90] * 4, [0] * 14, [5, -30, 5, 5, 5], [90] * 9 + [0] * 5, [-1] * 20]
)
def test_nothing_is_said_where_nothing_can_be(daily):
    assert go_on(daily) is None


def test_five_days_look_ten_days_ahead():
    assert go_on([3] * 5).until == TODAY + timedelta(days=10)


def test_never_beyond_the_closing_date():
    assert go_on([3] * 20, closes_on=TODAY + timedelta(days=2)).until.day == 22
    assert go_on([3] * 20, closes_on=TODAY) is None
    assert go_on([3] * 20, closes_on=TODAY - timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("goal", "goal_on"),
    [
        (1030, date(2026, 3, 23)),
        (1031, date(2026, 3, 24)),
        (1281, None),
        (900, None),
        (None, None),
    ],
)
def test_when_the_goal_would_be_reached(goal, goal_on):
    assert go_on([10] * 14, goal=goal).goal_on == goal_on


@given(st.lists(st.integers(-50, 500), max_size=30), st.integers(0, 10_000), st.integers(-3, 60))
def test_the_range_holds_the_middle(daily, total, closes_in):
    closes_on = TODAY + timedelta(days=closes_in)
    ahead = go_on(daily, total, closes_on)
    if ahead:
        assert 0 <= ahead.low <= ahead.middle <= ahead.high
        assert TODAY < ahead.until <= min(closes_on, TODAY + timedelta(days=28))
