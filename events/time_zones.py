"""VTIMEZONE of RFC 5545 for a zone: how its clock goes, in the terms that all calendars read.

icalendar's own lists every change as RDATE, which Outlook leaves out, and begins summer time
an hour late on the day it begins.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# So many years tell "the last Sunday" from "the fourth".
YEARS = 12
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """The clocks are set: at which local time before it, from and to which offset of UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """What is the same each year where the change follows a rule."""
        return self.at.month, self.at.weekday(), self.at.time(), self.before, self.after, self.name

    @property
    def weeks(self) -> set[int]:
        """The n-th such weekday of its month: 1 to 5, and -1 for the last."""
        last = self.at.day + 7 > monthrange(self.at.year, self.at.month)[1]
        return {(self.at.day - 1) // 7 + 1, *([-1] if last else [])}


@lru_cache(maxsize=200)
def vtimezone(key: str, first_year: int) -> Timezone:
    """How the clock of `key` (an IANA name) goes from `first_year` on."""
    zone = ZoneInfo(key)
    component = Timezone()
    component.add("TZID", key)
    # From the year before, so that something is true on the first of January.
    changes = list(_changes(zone, first_year - 1))
    by_kind: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    for alike in by_kind.values():
        weeks = set.intersection(*(change.weeks for change in alike))
        if len(alike) == YEARS and weeks:
            component.add_component(_observance(alike[0], min(weeks)))
        else:
            # No rule that calendars know, as where summer time follows the moon.
            for change in alike:
                component.add_component(_observance(change))
    if not changes:
        component.add_component(_unchanging(zone, first_year))
    return component


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + YEARS, 1, 1, tzinfo=UTC)
    while day < end:
        if _offset(day, zone) != _offset(day + DAY, zone):
            yield _change_on(day, zone)
        day += DAY


def _change_on(day: datetime, zone: ZoneInfo) -> Change:
    low, high = day, day + DAY
    while high - low > MINUTE:
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= low:
            break
        if _offset(middle, zone) == _offset(day, zone):
            low = middle
        else:
            high = middle
    after = high.astimezone(zone)
    before = _offset(day, zone)
    return Change(
        at=(high + before).replace(tzinfo=None),
        before=before,
        after=_offset(high, zone),
        name=after.tzname() or str(zone),
        is_summer=bool(after.dst()),
    )


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(change: Change, week: int = 0) -> TimezoneStandard | TimezoneDaylight:
    """Every year from this change on in the `week`-th week, or this once."""
    observance = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    observance.add("DTSTART", change.at)
    if week:
        day = f"{week}{WEEKDAYS[change.at.weekday()]}"
        observance.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": change.at.month, "BYDAY": day})
    observance.add("TZNAME", change.name)
    observance.add("TZOFFSETFROM", change.before)
    observance.add("TZOFFSETTO", change.after)
    return observance


def _unchanging(zone: ZoneInfo, year: int) -> TimezoneStandard | TimezoneDaylight:
    start = datetime(year, 1, 1)  # noqa: DTZ001 - local by RFC 5545
    offset = _offset(datetime(year, 1, 1, tzinfo=UTC), zone)
    name = start.replace(tzinfo=zone).tzname() or str(zone)
    return _observance(Change(start, offset, offset, name, is_summer=False))
