"""When something repeats: the part of RFC 5545's RRULE that an association needs, and no more."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 60
LONGEST = timedelta(days=3 * 366)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL"})
MOST_INTERVAL = 12
# The first to the fourth of a month, and the last: a fifth is not in every month.
WEEKS = (1, 2, 3, 4, -1)
UNTIL_FORMAT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Moment:
    """When an occurrence begins; `is_moved` where that local time does not exist on its day."""

    starts_at: datetime
    is_moved: bool = False


class Timed(Protocol):
    """What has a time by the clock of a place: an event, or a shift."""

    starts_at: datetime
    ends_at: datetime

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def starts_there(self) -> datetime: ...
    @property
    def ends_there(self) -> datetime: ...


def weekly(days: Iterable[int], *, every: int = 1, ends: str) -> str:
    """A rule for these weekdays (0 is Monday), each week or every so many; `ends` as below."""
    named = ",".join(WEEKDAYS[day] for day in sorted(set(days)))
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={named};{ends}"


def monthly(day: int, week: int, *, ends: str) -> str:
    """A rule for the `week`-th such weekday of each month; -1 is the last."""
    return f"FREQ=MONTHLY;BYDAY={week}{WEEKDAYS[day]};{ends}"


def times(count: int) -> str:
    """The end of a rule: so many times, the first included."""
    return f"COUNT={count}"


def until(day: date, zone: ZoneInfo) -> str:
    """The end of a rule: on this day by the clock there, at the latest."""
    end = datetime.combine(day, time(23, 59, 59), zone)
    return f"UNTIL={end.astimezone(UTC).strftime(UNTIL_FORMAT)}"


def moments_of(rule: str, starts_at: datetime, zone: ZoneInfo) -> list[Moment]:
    """When it takes place by this rule, `starts_at` first; ten stays ten when clocks change.

    Raises ValidationError for a rule that is none, that we do not take, or that would give
    more than MOST.
    """
    first = starts_at.astimezone(zone).replace(tzinfo=None, fold=0)
    found = list(islice(_read(rule, first, zone), MOST + 1))
    if len(found) > MOST:
        raise ValidationError(
            _("That would be more than %(most)s dates. Choose an earlier end."),
            params={"most": MOST},
        )
    if not found or found[0] != first:
        raise ValidationError(
            _("The event itself is not on one of these days. Choose its own weekday as well.")
        )
    return [moment_there(local, zone) for local in found]


def days_in(day: date) -> int:
    """How many days its month has."""
    return monthrange(day.year, day.month)[1]


def moment_there(local: datetime, zone: ZoneInfo) -> Moment:
    """This local time; moved forward by what the clocks skip where it does not exist."""
    starts_at = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    is_moved = starts_at.astimezone(zone).replace(tzinfo=None, fold=0) != local
    return Moment(starts_at, is_moved)


def end_after(one: Timed, starts_at: datetime) -> datetime:
    """When an occurrence that begins then ends: at the same time of the day as this one."""
    first = one.starts_there.replace(tzinfo=None, fold=0)
    lasts = one.ends_there.replace(tzinfo=None, fold=0) - first
    local = starts_at.astimezone(one.zone).replace(tzinfo=None, fold=0) + lasts
    ends_at = moment_there(local, one.zone).starts_at
    # Where the clocks are set in between, it lasts as long as it does elsewhere.
    return ends_at if ends_at > starts_at else starts_at + (one.ends_at - one.starts_at)


def _read(rule: str, first: datetime, zone: ZoneInfo) -> rrule:
    """Read by hand what may be in it, so that no rule keeps a server counting seconds."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";") if part)
    if not parts.keys() <= PARTS or len(parts) != rule.count("=") or len(rule) > 200:
        raise _refused()
    if parts.get("FREQ") not in FREQUENCIES or ("COUNT" in parts) == ("UNTIL" in parts):
        raise _refused()
    frequency = FREQUENCIES[parts["FREQ"]]
    try:
        return rrule(
            frequency,
            dtstart=first,
            interval=_within(parts.get("INTERVAL", "1"), MOST_INTERVAL),
            byweekday=[_day(name, frequency) for name in parts["BYDAY"].split(",")],
            # One more than we take, so that it is too many and not cut short.
            count=min(_within(parts["COUNT"], 10**9), MOST + 1) if "COUNT" in parts else None,
            until=_until(parts["UNTIL"], first, zone) if "UNTIL" in parts else None,
        )
    except (KeyError, ValueError) as error:
        raise _refused() from error


def _within(number: str, most: int) -> int:
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        raise ValueError(number)
    if not 1 <= int(number) <= most:
        raise ValueError(number)
    return int(number)


def _day(name: str, frequency: int) -> weekday:
    day = weekday(WEEKDAYS.index(name[-2:]))
    if frequency == WEEKLY:
        if len(name) != 2:
            raise ValueError(name)
        return day
    week = int(name[:-2])
    if week not in WEEKS:
        raise ValueError(name)
    return day(week)


def _until(text: str, first: datetime, zone: ZoneInfo) -> datetime:
    end = datetime.strptime(text, UNTIL_FORMAT).replace(tzinfo=UTC)
    local = end.astimezone(zone).replace(tzinfo=None)
    if local - first > LONGEST:
        raise ValidationError(_("That is too far ahead. Choose a day within three years."))
    return local


def _refused() -> ValidationError:
    return ValidationError(
        _("We cannot repeat an event like that: each week or each month, for a number of times.")
    )
