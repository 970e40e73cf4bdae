import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts import Day, course
from web.charts.course_drawing import SIZE

DAY = date(2026, 3, 2)  # a Monday


def days(*new: int) -> list[Day]:
    return [Day(DAY + timedelta(days=n), number, number + 1) for n, number in enumerate(new)]


def after(number: int) -> date:
    return DAY + timedelta(days=number)


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]


def test_days_add_up_and_missing_ones_count_as_nought():
    chart = course([Day(after(2), 5, 6), Day(DAY, 3)], 10, today=after(3))
    assert [(row.first, row.signed, row.new, row.total) for row in chart.rows] == [
        (DAY, 0, 3, 3),
        (after(1), 0, 0, 3),
        (after(2), 6, 5, 8),
        (after(3), 0, 0, 8),
    ]
    assert (chart.unit, chart.total, chart.best.first) == ("day", 8, after(2))
    assert chart.bars.above.count("M") == 2
    assert chart.forecast is None


def test_none_is_empty_and_one_day_leaves_room():
    assert course([], 10, today=DAY).is_empty
    one = course(days(3), 10, today=DAY)
    assert one.ticks == (DAY, *(after(n) for n in (2, 3, 4, 6)))
    assert max(numbers(one.line.line)) == SIZE
    assert max(numbers(one.bars.above)[::1]) == SIZE
    begin, _, _, end, _ = numbers(one.bars.above)
    assert 0 < begin < end < SIZE / 7


@pytest.mark.parametrize(
    ("length", "unit", "rows"),
    [(62, "day", 62), (63, "week", 9), (434, "week", 62), (730, "month", 24)],
)
def test_long_courses_are_told_by_week_or_month(length, unit, rows):
    chart = course(days(*[2] * length), 10_000, today=after(length - 1))
    assert (chart.unit, len(chart.rows)) == (unit, rows)
    assert sum(row.new for row in chart.rows) == chart.total == 2 * length
    assert all(
        one.last + timedelta(days=1) == other.first
        for one, other in zip(chart.rows, chart.rows[1:], strict=False)
    )
    if unit == "month":
        assert all(row.first.day == 1 for row in chart.rows[1:])
    assert chart.line.line.count("L") <= 180


def test_more_withdrawals_than_confirmations_hang_below():
    chart = course(days(4, -8), 10, today=after(1))
    assert chart.bars.below.count("M") == 1
    assert 0 < chart.bars.zero_y < SIZE
    # The sum is drawn at nought, and told as it is.
    assert chart.total == -4
    assert numbers(chart.line.line)[-1] == SIZE


def test_it_ends_where_it_ended():
    chart = course(days(*[5] * 20), 1000, today=after(400), ended_on=after(25))
    assert chart.last == after(25)
    assert chart.forecast is None


def test_a_forecast_leads_on_from_the_last_day():
    chart = course(days(*[5] * 20), 200, today=after(19), closes_on=after(25))
    assert chart.forecast.until == chart.ticks[-1] == after(25)
    assert numbers(chart.line.ahead)[:2] == numbers(chart.line.line)[-2:]
    # Today is not over: what it brought so far says nothing about the days to come.
    assert chart.forecast.basis_days == 14


def test_a_far_goal_does_not_flatten_the_line():
    assert course(days(3), 1000, today=DAY).line.goal_y is None
    assert course(days(300), 1000, today=DAY).line.goal_y is not None


@given(
    st.lists(st.integers(-2_000_000, 9_000_000), min_size=1, max_size=90), st.integers(1, 10**7)
)
def test_nothing_is_drawn_outside(new, goal):
    chart = course(days(*new), goal, today=after(len(new) + 2))
    drawn = [chart.line.area, chart.line.ahead_area, chart.bars.above, chart.bars.below]
    assert all(-0.1 <= number <= SIZE + 0.1 for path in drawn for number in numbers(path))
    assert all(0 <= level.y <= SIZE for level in (*chart.line.levels, *chart.bars.levels))
    assert len(chart.bars.levels) <= 10
