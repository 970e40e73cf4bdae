import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from web.charts import voices
from web.numbers import grouped
from web.templatetags.mitstimme import number


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
