"""Rules are read in local time, and hostile ones are refused before they cost anything."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from events.services.rhythm import MOST, moments_of, monthly, times, until, weekly

BERLIN = ZoneInfo("Europe/Berlin")
# A Saturday, ten o'clock; on the 28th of March the clocks jump from two to three.
SATURDAY = datetime(2027, 3, 20, 9, tzinfo=UTC)


def local(rule: str, starts_at: datetime = SATURDAY) -> list[str]:
    moments = moments_of(rule, starts_at, BERLIN)
    return [one.starts_at.astimezone(BERLIN).strftime("%d.%m. %H:%M") for one in moments]


def test_ten_stays_ten_when_the_clocks_change():
    assert local(weekly([5], ends=times(3))) == ["20.03. 10:00", "27.03. 10:00", "03.04. 10:00"]
    autumn = datetime(2027, 10, 30, 8, tzinfo=UTC)
    assert local(weekly([5], ends=times(2)), autumn) == ["30.10. 10:00", "06.11. 10:00"]


def test_a_time_that_the_clocks_skip_is_moved_forward_and_said():
    sunday = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)
    moments = moments_of(weekly([6], ends=times(3)), sunday, BERLIN)
    there = [one.starts_at.astimezone(BERLIN).strftime("%d. %H:%M") for one in moments]
    assert there == ["21. 02:30", "28. 03:30", "04. 02:30"]
    assert [one.is_moved for one in moments] == [False, True, False]


def test_several_weekdays_every_other_week_until_a_day():
    rule = weekly([5, 1], every=2, ends=until(date(2027, 4, 17), BERLIN))
    assert local(rule) == ["20.03. 10:00", "30.03. 10:00", "03.04. 10:00", "13.04. 10:00",
                           "17.04. 10:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("week", "days"), [(3, ["20.03.", "17.04.", "15.05."]), (-1, ["27.03.", "24.04.", "29.05."])]
)
def test_the_same_weekday_of_each_month(week, days):
    starts_at = SATURDAY if week == 3 else datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert [day[:6] for day in local(monthly(5, week, ends=times(3)), starts_at)] == days


def test_the_last_day_counts_by_the_clock_there():
    late = datetime(2027, 7, 3, 21, 30, tzinfo=UTC)
    rule = weekly([5], ends=until(date(2027, 7, 10), BERLIN))
    assert local(rule, late) == ["03.07. 23:30", "10.07. 23:30"]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ",
        "FREQ=SECONDLY;COUNT=5;BYDAY=SA",
        "FREQ=DAILY;COUNT=5;BYDAY=SA",
        "FREQ=WEEKLY;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20270501T000000Z;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=0;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=-1;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=99999999999999999999;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=٣;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;BYDAY=1SA",
        "FREQ=WEEKLY;COUNT=3;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0;COUNT=3;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=3;BYDAY=SA;BYSECOND=1",
        "FREQ=WEEKLY;COUNT=3;COUNT=3;BYDAY=SA",
        "FREQ=MONTHLY;COUNT=3;BYDAY=5SA",
        "FREQ=MONTHLY;COUNT=3;BYDAY=SA",
        "FREQ=MONTHLY;COUNT=3;BYDAY=99999999999SA",
        "FREQ=WEEKLY;UNTIL=99999999T000000Z;BYDAY=SA",
        "FREQ=WEEKLY;COUNT=3;BYDAY=SA\nEXDATE:20270327",
        "FREQ=WEEKLY;COUNT=3;BYDAY=" + "SA," * 100 + "SA",
    ],
)
def test_what_is_no_rhythm_is_refused_with_a_sentence(db, rule):
    with pytest.raises(ValidationError, match="each week or each month"):
        moments_of(rule, SATURDAY, BERLIN)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=WEEKLY;COUNT=1000000000;BYDAY=SA", "more than 60 dates"),
        (f"FREQ=WEEKLY;COUNT={MOST + 1};BYDAY=SA", "more than 60 dates"),
        (weekly([0, 1, 2, 3, 4, 5], ends=until(date(2029, 1, 1), BERLIN)), "more than 60 dates"),
        (weekly([5], ends=until(date(2035, 1, 1), BERLIN)), "three years"),
        (weekly([5], ends=until(date(2027, 3, 1), BERLIN)), "itself is not on"),
        (weekly([0], ends=times(3)), "itself is not on"),
        (monthly(5, 2, ends=times(3)), "itself is not on"),
    ],
)
def test_too_much_and_what_does_not_fit_is_said(db, rule, sentence):
    started = time.monotonic()
    with pytest.raises(ValidationError, match=sentence):
        moments_of(rule, SATURDAY, BERLIN)
    assert time.monotonic() - started < 1


def test_sixty_are_taken():
    assert len(moments_of(weekly([5], ends=times(MOST)), SATURDAY, BERLIN)) == MOST
