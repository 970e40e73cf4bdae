from web.charts import shares


def told(rows) -> list[tuple[str, int, str]]:
    return [(row.label, row.count, row.kind) for row in rows]


def test_the_largest_first_and_what_is_withheld_last():
    chart = shares([("a", 10), ("b", 30)], other=50, withheld=10)
    assert told(chart.rows) == [
        ("b", 30, "value"), ("a", 10, "value"), ("", 50, "other"), ("", 10, "withheld")
    ]  # fmt: skip
    assert [row.percent for row in chart.rows] == [30, 10, 50, 10]
    assert [row.width for row in chart.rows] == [60, 20, 100, 20]
    assert (chart.total, chart.withheld, chart.every_row) == (100, 10, ())


def test_past_ten_the_rest_is_other_and_can_be_unfolded():
    chart = shares([(str(number), number) for number in range(1, 16)], other=2)
    assert told(chart.rows)[-1] == ("", 17, "other")
    assert len(chart.rows) == 11
    assert len(chart.every_row) == 16
    assert sum(row.count for row in chart.rows) == sum(row.count for row in chart.every_row)


def test_a_single_one_more_is_named():
    assert len(shares([(str(number), 5) for number in range(11)]).rows) == 11


def test_of_nothing_nothing():
    assert shares([]).is_empty
    assert [row.width for row in shares([("a", 0)], is_sorted=False).rows] == [0]
