"""What was up, and how long mail took: read from what beat and jobs have written down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from jobs.ages import DayOfAges, ages_by_day
from jobs.models import PartHour
from jobs.uptime import PARTS
from web.charts import StripHour

# Whose mail people wait for when they have signed.
CONFIRMATION_MAIL = "petitions.mail_signatory"
MAIL_DAYS = 30
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Minutes:
    """Of a period: how many minutes a part was there, was not, and nobody looked at it."""

    up: int = 0
    down: int = 0
    unknown: int = 0

    @property
    def percent(self) -> float | None:
        """Of the minutes that were looked at, to two places and never rounded up; None where
        nobody looked."""
        looked_at = self.up + self.down
        return self.up * 10_000 // looked_at / 100 if looked_at else None

    @property
    def looked_at(self) -> float:
        """At how much of the period somebody looked, in percent."""
        return 100 - self.unknown * 1000 // max(self.up + self.down + self.unknown, 1) / 10


@dataclass(frozen=True)
class PartWorks:
    """One part: the last 24 hours, the running one included, and each month, the newest first."""

    part: str
    hours: tuple[StripHour, ...]
    months: dict[date, Minutes]

    @property
    def last_day(self) -> Minutes:
        return Minutes(
            sum(hour.up for hour in self.hours),
            sum(hour.down for hour in self.hours),
            sum(hour.unknown for hour in self.hours),
        )


def works(now: datetime) -> list[PartWorks]:
    """All parts as they were. Two queries; empty before anybody has looked."""
    rows = list(
        PartHour.objects.order_by()
        .annotate(month=TruncMonth("starts_at"))
        .values("part", "month")
        .annotate(minutes_up=Sum("up"), minutes_down=Sum("down"), first=Min("starts_at"))
    )
    if not rows:
        return []
    began = min(row["first"] for row in rows)
    months = {timezone.localtime(row["month"]).date() for row in rows}
    by_part: defaultdict[str, dict[date, Minutes]] = defaultdict(dict)
    for row in rows:
        first = timezone.localtime(row["month"]).date()
        begins, ends = max(_midnight(first), began), min(_midnight(_next_month(first)), now)
        by_part[row["part"]][first] = _minutes(
            row["minutes_up"], row["minutes_down"], begins, ends
        )
    hours = _last_hours(now, began)
    return [
        PartWorks(
            part,
            hours[part],
            {first: by_part[part].get(first, Minutes()) for first in sorted(months, reverse=True)},
        )
        for part in PARTS
    ]


def mail_days(now: datetime) -> list[DayOfAges]:
    """How long confirmation mails took on each of the last days on which there were any."""
    since = timezone.localdate(now) - timedelta(days=MAIL_DAYS - 1)
    return ages_by_day(CONFIRMATION_MAIL, since)


def _last_hours(now: datetime, began: datetime) -> dict[str, tuple[StripHour, ...]]:
    newest = now.replace(minute=0, second=0, microsecond=0)
    starts = [newest - HOUR * passed for passed in range(23, -1, -1)]
    known = {
        (one.part, one.starts_at): one for one in PartHour.objects.filter(starts_at__gte=starts[0])
    }
    hours: dict[str, tuple[StripHour, ...]] = {}
    for part in PARTS:
        found = []
        for starts_at in starts:
            one = known.get((part, starts_at), PartHour(up=0, down=0))
            ends = min(starts_at + HOUR, now)
            told = _minutes(one.up, one.down, max(starts_at, began), ends)
            found.append(StripHour(starts_at, told.up, told.down, told.unknown))
        hours[part] = tuple(found)
    return hours


def _minutes(up: int, down: int, begins: datetime, ends: datetime) -> Minutes:
    """The minute that runs is looked at in its beginning."""
    return Minutes(up, down, max((ends - begins) // MINUTE - up - down, 0))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    """In UTC: between two moments of one time zone Python counts hours by the clock there."""
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
