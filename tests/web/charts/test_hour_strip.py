"""Hours side by side: an outage of a minute is to be seen, and nothing is drawn out of place."""

import re
from datetime import UTC, datetime

from web.charts import StripHour, hour_strip

BEGIN = datetime(2026, 11, 20, tzinfo=UTC)


def heights(path: str) -> list[float]:
    return [
        round(float(bottom) - float(top), 2)
        for bottom, top in re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)H", path)
    ]


def test_each_hour_is_filled_as_far_as_it_was_there():
    drawn = hour_strip([StripHour(BEGIN, 60, 0, 0), StripHour(BEGIN, 30, 30, 0)])
    assert heights(drawn.up) == [100, 50]
    assert heights(drawn.down) == [50]
    assert drawn.unknown == ""


def test_a_minute_is_seen():
    drawn = hour_strip([StripHour(BEGIN, 59, 1, 0)])
    assert heights(drawn.down) == [12]
    assert heights(drawn.up) == [88]


def test_what_nobody_knows_is_neither():
    drawn = hour_strip([StripHour(BEGIN, 30, 0, 30), StripHour(BEGIN, 0, 0, 0)])
    assert heights(drawn.up) == [50]
    assert heights(drawn.unknown) == [50, 100]
    assert drawn.down == ""


def test_columns_lie_side_by_side_within_the_drawing():
    drawn = hour_strip([StripHour(BEGIN, 60, 0, 0)] * 24)
    edges = [float(x) for x in re.findall(r"[MH]([\d.]+)", drawn.up)]
    assert edges == sorted(edges)
    assert 0 < edges[0] < edges[-1] < 100
    assert hour_strip([]).up == ""
