"""What became of all signatures, day by day: kept exactly, and nothing counted over them.

Whoever withdraws, invalidates or restores leaves an entry in the same transaction; a job adds
the entries up. How many confirmed on a day follows from the ledger: by how much the counts
changed on it, and who of it has left since. So it stays when signatures are deleted, and
each run puts a wrong day right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from petitions.models import Deed, DeedDay, DeedEntry, PetitionDay, TallyEntry
from privacy.small_cells import Breakdown, withhold

ADDED_AT_ONCE = 5000
# Which of PostgreSQL's advisory locks is ours: any number that nothing else here uses.
LOCK = 0x5A12
# What the counts have lost on a day although that many confirmed on it.
HAS_LEFT = (Deed.WITHDRAWN, Deed.SET_ASIDE)

type Key = tuple[date, str, str]


def note_deeds(
    deed: Deed,
    reasons: Mapping[str, int],
    *,
    day: date,
    confirmed_on: Mapping[date, int] | None = None,
) -> None:
    """Leave entries in the transaction of the deed itself: how many for which reason, on which
    day (that of the ledger's entry, where there is one).

    `confirmed_on` says how many of those confirmed on each day count no more now; again where
    it is negative.
    """
    entries = [(day, deed, reason, number) for reason, number in reasons.items()]
    set_aside = sorted((confirmed_on or {}).items())
    entries += [(came, Deed.SET_ASIDE, "", number) for came, number in set_aside]
    DeedEntry.objects.bulk_create(
        DeedEntry(day=its_day, deed=what, reason=reason, number=number)
        for its_day, what, reason, number in entries
        if number
    )


def add_up() -> int:
    """Add the entries to their days and set each day's confirmations right; return how many
    rows changed. Of two at once one waits."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return _add_entries() + _set_confirmed()


def _add_entries() -> int:
    entries = list(DeedEntry.objects.order_by("pk")[:ADDED_AT_ONCE])
    if not entries:
        return 0
    DeedEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    by_day: Counter[Key] = Counter()
    for entry in entries:
        by_day[entry.day, entry.deed, entry.reason] += entry.number
    DeedDay.objects.bulk_create(
        [DeedDay(day=day, deed=deed, reason=reason) for day, deed, reason in sorted(by_day)],
        ignore_conflicts=True,
    )
    for (day, deed, reason), number in sorted(by_day.items()):
        DeedDay.objects.filter(day=day, deed=deed, reason=reason).update(
            number=F("number") + number
        )
    return len(by_day)


def _set_confirmed() -> int:
    told = dict(DeedDay.objects.filter(deed=Deed.CONFIRMED).values_list("day", "number"))
    true = _confirmed()
    changed = [
        DeedDay(day=day, deed=Deed.CONFIRMED, number=true.get(day, 0))
        for day in sorted(told.keys() | true.keys())
        if told.get(day, 0) != true.get(day, 0)
    ]
    DeedDay.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["day", "deed", "reason"],
        update_fields=["number"],
    )
    return len(changed)


def _confirmed() -> dict[date, int]:
    """How many confirmed on each day. In one statement, so of one moment: what a fold or a
    withdrawal moves at the same time is on one side or the other."""
    parts = [
        rows.order_by().values("day").annotate(n=Sum(number)).values_list("day", "n")
        for rows, number in (
            (PetitionDay.objects.all(), "confirmed"),
            (TallyEntry.objects.all(), "delta"),
            (DeedDay.objects.filter(deed__in=HAS_LEFT), "number"),
            (DeedEntry.objects.filter(deed__in=HAS_LEFT), "number"),
        )
    ]
    days: Counter[date] = Counter()
    for day, number in parts[0].union(*parts[1:], all=True):
        days[day] += number
    return dict(days)


@dataclass
class MonthOfDeeds:
    """What happened in a month in Dortmund; restored ones count again."""

    first: date
    confirmed: int = 0
    withdrawn: int = 0
    invalidated: int = 0
    restored: int = 0


@dataclass(frozen=True)
class MonthOfReasons:
    """Why signatures were invalidated in a month, by Invalidation.Reason, also those that were
    restored later; small ones are withheld."""

    first: date
    reasons: Breakdown[str]


@dataclass
class DeedFigures:
    """`months`, the oldest first and none left out. `reasons` are those of the months that are
    over and in which something was invalidated, the oldest first."""

    months: list[MonthOfDeeds] = field(default_factory=list)
    reasons: list[MonthOfReasons] = field(default_factory=list)

    @property
    def all_reasons(self) -> Breakdown[str]:
        """The sum of what the months tell, and so no more than they do: an exact sum would
        give away what one of them withholds."""
        shown: Counter[str] = Counter()
        for month in self.reasons:
            shown.update(dict(month.reasons.shown))
        return Breakdown(
            tuple(shown.most_common()), sum(month.reasons.withheld for month in self.reasons)
        )


def deed_figures() -> DeedFigures:
    """What became of the signatures of all petitions. One query, however many there were.

    Reasons are told of months that are over: read while one goes on, the difference of two
    moments would say why somebody's signature was taken out just now.
    """
    running = _running_month()
    rows = (
        DeedDay.objects.exclude(deed=Deed.SET_ASIDE)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values_list("month", "deed", "reason")
        .annotate(n=Sum("number"))
    )
    months: dict[date, MonthOfDeeds] = {}
    reasons: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for first, deed, reason, number in rows:
        month = months.setdefault(first, MonthOfDeeds(first))
        setattr(month, deed, getattr(month, deed) + number)
        if deed == Deed.INVALIDATED and number and first < running:
            reasons[first][reason] = number
    return DeedFigures(
        _every_month(months),
        [MonthOfReasons(first, withhold(of_month)) for first, of_month in sorted(reasons.items())],
    )


def _running_month() -> date:
    """The first day of the month that goes on; a day longer, until all of it is added up."""
    return (timezone.localdate() - timedelta(days=1)).replace(day=1)


def _every_month(months: dict[date, MonthOfDeeds]) -> list[MonthOfDeeds]:
    every: list[MonthOfDeeds] = []
    if not months:
        return every
    first, last = min(months), max(months)
    while first <= last:
        every.append(months.get(first) or MonthOfDeeds(first))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return every
