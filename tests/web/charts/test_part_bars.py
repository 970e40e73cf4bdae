"""Bars of which a part is filled: nothing is drawn that is not in the table."""

from datetime import date

from web.charts import PartRow, part_bars


def rows(*numbers):
    return [PartRow(date(2027, month, 1), *pair) for month, pair in enumerate(numbers, start=1)]


def heights(path: str) -> list[float]:
    return [float(bar.split("V")[1].split("H")[0]) for bar in path.split("Z") if bar]


def test_a_part_is_as_much_lower_as_it_is_less():
    chart = part_bars(rows((4, 1), (8, 8)))
    assert heights(chart.whole) == [55.5, 11.0]
    assert heights(chart.part) == [88.88, 11.0]


def test_nought_is_not_drawn_and_stays_a_row():
    chart = part_bars(rows((0, 0), (3, 0)))
    assert len(heights(chart.whole)) == 1
    assert chart.part == ""
    assert [row.whole for row in chart.rows] == [0, 3]


def test_nothing_at_all_is_empty():
    assert part_bars([]).is_empty
    assert part_bars(rows((0, 0))).is_empty
    assert not part_bars(rows((1, 0))).is_empty


def test_today_stands_where_its_row_begins():
    assert part_bars(rows((1, 1), (1, 1)), now=date(2027, 2, 1)).now_x == 50
    assert part_bars(rows((1, 1), (1, 1)), now=date(2028, 1, 1)).now_x is None


def test_five_dates_at_most_with_the_first_and_the_last():
    chart = part_bars(rows(*[(1, 0)] * 12))
    assert len(chart.ticks) == 5
    assert (chart.ticks[0], chart.ticks[-1]) == (date(2027, 1, 1), date(2027, 12, 1))


def test_the_rest_is_what_is_left():
    assert PartRow(date(2027, 1, 1), 3.3, 1.1).rest == 2.2
