"""In which districts people signed, as the public gets it: once a day, and not for a few.

The number of all is public at every moment. Were districts told as often, whoever watches both
would see in which one the person lives who signed just now, in front of them at a stall:
withholding small cells does not help against the difference of two moments. So everything that
anybody may see takes its districts from here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from petitions.models import Petition, SignatureFigure, SignatureScan
from privacy.small_cells import FEWEST, Breakdown, withhold

PUBLISHED_APART = timedelta(days=1)

type Numbers = dict[str, int]


@dataclass(frozen=True)
class PublishedDistricts:
    """Confirmed signatures by district ("" for elsewhere) as they stood at `at`; None before
    the first publication."""

    at: datetime | None
    numbers: Breakdown[str]


def published_districts(petition: Petition) -> PublishedDistricts:
    """What was published last, small cells withheld. One query."""
    scan = (
        SignatureScan.objects.only("districts_published_at", "districts_published")
        .filter(pk=petition.pk)
        .first()
    )
    if scan is None:
        return PublishedDistricts(None, withhold({}))
    return PublishedDistricts(
        scan.districts_published_at, withhold(scan.districts_published or {})
    )


def publish_districts(now: datetime | None = None) -> int:
    """Publish the districts of each petition where a day has passed and at least five
    signatures have changed since; return how many that were. The first five are enough to begin.

    For when a scan has just looked: what it wrote is what stands now. Two queries, and one
    for each petition that is published.
    """
    now = now or timezone.now()
    due = {scan.pk: scan for scan in _due(now)}
    after = _counted(list(due))
    published = 0
    for pk, scan in due.items():
        if _changed(scan.districts_published or {}, after[pk]) < FEWEST:
            continue
        # Of two at once one publishes: the other would make it two in one day.
        same = SignatureScan.objects.filter(
            pk=pk, districts_published_at=scan.districts_published_at
        )
        published += same.update(districts_published_at=now, districts_published=after[pk])
    return published


def _due(now: datetime) -> list[SignatureScan]:
    """Those that were counted since the last publication, and a day after it."""
    never = Q(districts_published_at=None)
    once_more = Q(
        districts_published_at__lte=now - PUBLISHED_APART,
        scanned_at__gt=F("districts_published_at"),
    )
    scans = SignatureScan.objects.exclude(scanned_at=None).filter(never | once_more)
    return list(scans.only("districts_published_at", "districts_published"))


def _counted(scans: list[int]) -> defaultdict[int, Numbers]:
    rows = SignatureFigure.objects.filter(
        scan__in=scans, dimension=SignatureFigure.Dimension.DISTRICT, confirmed__gt=0
    )
    counted: defaultdict[int, Numbers] = defaultdict(dict)
    for scan, district, number in rows.values_list("scan", "value", "confirmed"):
        counted[scan][district] = number
    return counted


def _changed(before: Numbers, after: Numbers) -> int:
    """How many signatures at least came or went: one that makes up for another counts too."""
    return sum(
        abs(after.get(district, 0) - before.get(district, 0))
        for district in before.keys() | after.keys()
    )
