"""A past for the page about how the site works: what was taken back, how fast mail was, what
was up. As beat and jobs would have written it, of the days before the first load."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.db.models import Sum
from django.utils import timezone

from jobs.models import JobAge, PartHour
from jobs.uptime import PARTS
from pages.works import CONFIRMATION_MAIL, MAIL_DAYS
from petitions.models import Deed, DeedDay, DeedEntry, Invalidation, PetitionDay
from petitions.services import add_up

Reason = Invalidation.Reason
SHARE_WITHDRAWN = 0.025
# What the office found on some mornings, so many days ago; of the last, it let some count again.
INVALIDATED = {
    75: {Reason.MACHINE: 9, Reason.TWICE: 5, Reason.NOT_BY_OWNER: 2, Reason.OTHER: 3},
    43: {Reason.MACHINE: 14, Reason.TWICE: 6},
    12: {Reason.MACHINE: 21, Reason.TWICE: 8, Reason.NO_PERSON: 6},
}
RESTORED = 2
# How many of a hundred mails take at most so many seconds, and on a day of a slow provider.
USUAL = {1: 8, 2: 41, 3: 28, 4: 11, 5: 6, 7: 3, 10: 2, 60: 1}
SLOW = {2: 10, 5: 22, 15: 28, 60: 20, 180: 13, 600: 7}
SLOW_AGO = 9
UPTIME_DAYS = 62
# Days ago, hour, and how many minutes which parts were away.
OUTAGES = (
    (4, 3, {"web": 2, "worker": 3, "beat": 3}),
    (23, 4, {"web": 6, "worker": 9, "beat": 9, "database": 5}),
    (23, 5, {"worker": 2}),
    (41, 14, {"mail": 38}),
    (55, 22, {"broker": 17}),
)


def load_figures(today: date) -> None:
    """Write that past, unless there is one."""
    random = Random("mitstimme transparency")  # noqa: S311 - the same demo every time
    if not DeedDay.objects.exists() and not DeedEntry.objects.exists():
        DeedEntry.objects.bulk_create(_deeds(random, today))
        add_up()
    if not JobAge.objects.exists():
        JobAge.objects.bulk_create(_ages(today))
    if not PartHour.objects.exists():
        PartHour.objects.bulk_create(_hours(today), batch_size=1000)


def _deeds(random: Random, today: date) -> Iterator[DeedEntry]:
    for day, number in _confirmed().items():
        withdrawn = sum(random.random() < SHARE_WITHDRAWN for _ in range(number))
        left_on = min(day + timedelta(days=random.randrange(6)), today)
        yield DeedEntry(day=left_on, deed=Deed.WITHDRAWN, number=withdrawn)
    for days, found in INVALIDATED.items():
        decided_on = today - timedelta(days=days)
        came_on = decided_on - timedelta(days=1)
        for reason, number in found.items():
            yield DeedEntry(day=decided_on, deed=Deed.INVALIDATED, reason=reason, number=number)
        yield DeedEntry(day=came_on, deed=Deed.SET_ASIDE, number=sum(found.values()))
    yield DeedEntry(
        day=decided_on + timedelta(days=2),
        deed=Deed.RESTORED,
        reason=Reason.MACHINE,
        number=RESTORED,
    )
    yield DeedEntry(day=came_on, deed=Deed.SET_ASIDE, number=-RESTORED)


def _ages(today: date) -> Iterator[JobAge]:
    """As many mails as people confirmed on each day; those who never did are in it as well."""
    slow = today - timedelta(days=SLOW_AGO)
    for day, number in _confirmed().items():
        if today - timedelta(days=MAIL_DAYS) < day < today:
            for at_most, percent in (SLOW if day == slow else USUAL).items():
                mails = round(number * 1.2 * percent / 100)
                if mails or percent == max(USUAL.values()):
                    yield JobAge(
                        kind=CONFIRMATION_MAIL, day=day, at_most=at_most, number=max(mails, 1)
                    )


def _hours(today: date) -> Iterator[PartHour]:
    """Up to the hour before this one: the running one is beat's to write."""
    away = {
        (today - timedelta(days=days), hour, part): minutes
        for days, hour, parts in OUTAGES
        for part, minutes in parts.items()
    }
    first = datetime.combine(today - timedelta(days=UPTIME_DAYS), time(), UTC)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for passed in range(int((now - first) / timedelta(hours=1))):
        starts_at = first + timedelta(hours=passed)
        local = timezone.localtime(starts_at)
        for part in PARTS:
            down = away.get((local.date(), local.hour, part), 0)
            yield PartHour(part=part, starts_at=starts_at, up=60 - down, down=down)


def _confirmed() -> dict[date, int]:
    rows = PetitionDay.objects.order_by("day").values("day").annotate(n=Sum("confirmed"))
    return {row["day"]: max(row["n"], 0) for row in rows}
