from datetime import date, timedelta

from web.charts import growth

DAY = date(2026, 3, 2)  # a Monday


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
