"""What calendars read of a zone is what its clocks do, hour by hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from events.time_zones import vtimezone


def offset_by(component, local: datetime) -> timedelta:
    """As RFC 5545 reads it: the observance whose onset came last before this local time."""
    latest, offset = None, None
    for observance in component.subcomponents:
        onset = observance["DTSTART"].dt
        if "RRULE" in observance:
            rule = rrulestr(observance["RRULE"].to_ical().decode(), dtstart=onset)
            onset = rule.before(local, inc=True)
        if onset is not None and onset <= local and (latest is None or onset > latest):
            latest, offset = onset, observance["TZOFFSETTO"].td
    return offset


@pytest.mark.parametrize(
    "key", ["Europe/Berlin", "America/New_York", "Europe/Istanbul", "Africa/Casablanca"]
)
def test_each_hour_of_two_years_has_its_offset(key):
    zone, component = ZoneInfo(key), vtimezone(key, 2026)
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
    while moment.year < 2028:
        there = moment.astimezone(zone)
        local = there.replace(tzinfo=None, fold=0)
        # An hour that comes twice reads either way.
        if local.replace(tzinfo=zone).utcoffset() == there.utcoffset():
            is_twice = (
                local.replace(tzinfo=zone, fold=1).utcoffset()
                != local.replace(tzinfo=zone).utcoffset()
            )
            if not is_twice:
                assert offset_by(component, local) == there.utcoffset(), there
        moment += timedelta(minutes=30)


def test_outlook_finds_a_rule_for_each_half_of_the_year():
    words = vtimezone("Europe/Berlin", 2027).to_ical().decode()
    assert words.count("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=") == 2
    assert "RDATE" not in words
    assert "DTSTART:20260329T020000" in words, "by the clock before it is set"
