from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from web.charts import growth, voices
from web.numbers import grouped
from web.templatetags.mitstimme import number

DAY = date(2026, 3, 2)  # a Monday


@given(goal=st.integers(1, 20_000_000), share=st.floats(0, 1.2), most=st.sampled_from([50, 200]))
def test_the_field_is_full_at_the_goal_and_never_before(goal, share, most):
    count = int(goal * share)
    field = voices(count, goal, most=most)
    assert field.total == len(field.dots) <= most
    assert field.total <= field.columns * field.rows
    assert (field.filled == field.total) == (count >= goal)
    assert (field.filled >= 1) == (count >= 1)
    states = [dot.state for dot in field.dots]
    assert sum(state in {"full", "milestone"} for state in states) == field.filled
    assert states.count("next") == (0 if count >= goal else 1)
    assert all(0 < dot.x < field.width and 0 < dot.y < field.height for dot in field.dots)


@pytest.mark.parametrize(
    ("goal", "each"),
    [(1, 1), (200, 1), (201, 5), (1000, 5), (2000, 10), (2001, 25), (8000, 50), (1_000_000, 5000)],
)
def test_a_dot_stands_for_a_round_number(goal, each):
    assert voices(0, goal).each == each


def test_the_first_signature_fills_a_dot():
    assert voices(1, 8000).filled == 1


def test_one_missing_signature_leaves_a_dot_open():
    assert voices(7999, 8000).filled == 159


def test_a_negative_count_or_goal_draws_an_empty_field():
    assert voices(-3, 0).filled == 0


def test_milestone_rows_light_up_when_complete():
    field = voices(500, 1000)
    assert [m.is_reached for m in field.milestones] == [True, True, False, False]
    assert [m.count for m in field.milestones][-1] == 1000
    lit = {dot.y for dot in field.dots if dot.state == "milestone"}
    assert lit == {field.milestones[0].row * 10 + 5, field.milestones[1].row * 10 + 5}


def test_rows_stay_even_where_they_can():
    assert voices(0, 36).columns == 18


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_pictures_and_pages_group_numbers_alike(language):
    with override(language):
        assert grouped(1234567) == number(1234567)


def test_the_label_says_what_a_dot_is():
    with override("de"):
        label = voices(1234, 8000).label
    assert "1.234" in label
    assert "8.000" in label
    assert "50" in label
    assert voices(1, 5, label="Stimmen").label == "Stimmen"


def test_growth_adds_up_and_fills_missing_days():
    chart = growth([(DAY + timedelta(days=2), 5), (DAY, 3)], 10)
    assert [tuple(row) for row in chart.rows] == [
        (DAY, 3, 3),
        (DAY + timedelta(days=1), 3, 0),
        (DAY + timedelta(days=2), 8, 5),
    ]
    assert not chart.by_week
    assert chart.line.count("L") == 2
    assert chart.area.startswith(chart.line)
    assert chart.area.endswith("Z")
    assert chart.goal_y == 20


def test_a_long_growth_is_told_by_week():
    chart = growth([(DAY + timedelta(days=day), 1) for day in range(40)], None)
    assert chart.by_week
    assert [tuple(row) for row in chart.rows[:2]] == [
        (DAY, 7, 7),
        (DAY + timedelta(days=7), 14, 7),
    ]
    assert chart.rows[-1].total == 40
    assert len(chart.ticks) == 5
    assert chart.ticks[0].day == DAY


def test_withdrawals_bend_the_curve_down():
    chart = growth([(DAY, 10), (DAY + timedelta(days=1), -4)], 10)
    assert [row.total for row in chart.rows] == [10, 6]


def test_a_far_goal_does_not_flatten_the_curve():
    assert growth([(DAY, 3)], 1000).goal_y is None


def test_growth_of_one_day_and_of_none():
    assert growth([(DAY, 3)], 10).line.count("L") == 1
    empty = growth([], 10)
    assert empty.is_empty
    assert (empty.line, empty.area, empty.ticks) == ("", "", ())


def test_years_of_growth_stay_a_short_path():
    chart = growth([(DAY + timedelta(days=day), 2) for day in range(1000)], 2000)
    assert chart.line.count("L") < 180
