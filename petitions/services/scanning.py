"""Figures without counting in a request: a job reads the signatures and writes them down.

A scan reads every signature, so it looks only where something changed, and takes a
twentieth of the time at most: the next one waits twenty times as long as the last took.
What it writes is for those who lead a petition; the public gets districts once a day
(services.districts).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from petitions.models import Petition, Signature, SignatureFigure, SignatureScan
from petitions.models.petitions import CLOSED_COUNTS, PetitionQuerySet
from petitions.models.signatures import UNCONFIRMED_KEPT, WITHDRAWN_KEPT
from petitions.services.districts import publish_districts
from petitions.services.scanning_statements import Counted, count_by_everything
from petitions.services.tally import COUNTING

APART_AT_LEAST = timedelta(minutes=1)
# How many times as long as a scan took the next one waits.
RESTS = 20
# A job stores what was signed: it may be some minutes old before anybody can see it.
STORED_LATE = timedelta(minutes=10)
# What waits for its confirmation is taken back, or deleted, without a line in the ledger.
WAITING_AGAIN_AFTER = timedelta(days=1)
# So many days back nobody has deleted what stayed unconfirmed or was withdrawn.
WHOLE = min(UNCONFIRMED_KEPT, WITHDRAWN_KEPT) - timedelta(days=1)

Dimension = SignatureFigure.Dimension
BY_DAY = (Dimension.DAY, Dimension.WITHDRAWN)
KEY = ("dimension", "value", "is_rest")
NUMBERS = ("signed", "confirmed", "pending", "withdrawn", "invalidated")

type Key = tuple[Any, ...]


def scan() -> int:
    """Count anew each petition's signatures where something changed, and publish districts
    where it is time; return how many petitions were counted.

    Nothing while the last scan is too short a while ago. All figures of a petition are of
    one moment; of two scans at once, the one that began later stands.
    """
    now = timezone.now()
    last = SignatureScan.objects.exclude(scanned_at=None).order_by("-scanned_at").first()
    if last and last.scanned_at and now < last.scanned_at + _rest(last.took):
        return 0
    due = _due(now, last.scanned_at if last else None)
    if due:
        _count(due, now)
    publish_districts(now)
    return len(due)


def _count(due: list[SignatureScan], now: datetime) -> None:
    began = time.monotonic()
    counted: defaultdict[int, list[Counted]] = defaultdict(list)
    for row in count_by_everything([one.pk for one in due]):
        counted[row.petition_id].append(row)
    took = timedelta(seconds=time.monotonic() - began)
    for one in due:
        one.scanned_at, one.took, one.seen = now, took, one.changes
        _write(one, counted[one.pk], now)


def _rest(took: timedelta) -> timedelta:
    return max(APART_AT_LEAST, took + took * RESTS)


def _due(now: datetime, last_at: datetime | None) -> list[SignatureScan]:
    """What to count now. How much each knew to have changed is read before the signatures."""
    scans = _scans(now)
    waiting = set(
        SignatureFigure.objects.filter(
            dimension=Dimension.ALL, pending__gt=0, scan__scanned_at__lt=now - WAITING_AGAIN_AFTER
        ).values_list("scan", flat=True)
    )
    due = {
        one.pk: one
        for one in scans
        if one.scanned_at is None or one.is_final or one.changes != one.seen or one.pk in waiting
    }
    if last_at and len(due) < len(scans):
        newest = _newest_since(last_at - STORED_LATE)
        for one in scans:
            signed_at = newest.get(one.pk)
            if signed_at and (one.newest_signed_at is None or one.newest_signed_at < signed_at):
                one.newest_signed_at = signed_at
                due[one.pk] = one
    return list(due.values())


def _scans(now: datetime) -> list[SignatureScan]:
    """One for each petition whose figures may change; final where its count can't any more."""
    states = dict(_countable(now).order_by().values_list("pk", "state"))
    # There before the signatures are read: a change noted meanwhile needs a row to be noted in.
    known = set(SignatureScan.objects.filter(pk__in=states).values_list("pk", flat=True))
    SignatureScan.objects.bulk_create(
        [SignatureScan(petition_id=pk) for pk in states if pk not in known], ignore_conflicts=True
    )
    scans = list(SignatureScan.objects.filter(pk__in=states, is_final=False).order_by("pk"))
    for one in scans:
        one.is_final = states[one.pk] not in COUNTING
    return scans


def _countable(now: datetime) -> PetitionQuerySet:
    """Whose count may move, and what was handed over just now: once more, as long as all are
    there who made that number."""
    handed_over = Petition.objects.exclude(state__in=COUNTING).filter(
        Q(closed_at=None) | Q(closed_at__gt=now - CLOSED_COUNTS),
        handed_over_at__gt=now - WITHDRAWN_KEPT,
    )
    return Petition.objects.counting(now) | handed_over


def _newest_since(moment: datetime) -> dict[int, datetime]:
    """When each petition was signed last, if since that moment; by the index of the newest."""
    newest = Signature.objects.filter(signed_at__gte=moment).order_by()
    return dict(
        newest.values("petition").annotate(at=Max("signed_at")).values_list("petition", "at")
    )


def _write(one: SignatureScan, counted: Iterable[Counted], now: datetime) -> None:
    """Put the new figures in the place of the old ones, all at once; only what differs."""
    with transaction.atomic():
        older = Q(scanned_at=None) | Q(scanned_at__lt=now)
        # Without its key: the fold notes its changes in the same row, and waits for this only.
        held = SignatureScan.objects.select_for_update(no_key=True).filter(older, pk=one.pk)
        if not held:
            return
        before = {_key(figure): figure for figure in one.figures.all()}
        after = _figures(one, counted, before, now)
        SignatureFigure.objects.bulk_create(
            [new for key, new in after.items() if _numbers(before.get(key)) != _numbers(new)],
            update_conflicts=True,
            unique_fields=["scan", *KEY],
            update_fields=NUMBERS,
        )
        gone = [figure.pk for key, figure in before.items() if key not in after]
        SignatureFigure.objects.filter(pk__in=gone).delete()
        one.save(update_fields=["scanned_at", "took", "seen", "newest_signed_at", "is_final"])


def _figures(
    one: SignatureScan,
    counted: Iterable[Counted],
    before: dict[Key, SignatureFigure],
    now: datetime,
) -> dict[Key, SignatureFigure]:
    """The new figures. A day long past keeps those whose signatures are deleted since."""
    after = {
        _key(row): SignatureFigure(
            scan=one, **{name: getattr(row, name) for name in (*KEY, *NUMBERS)}
        )
        for row in counted
    }
    if not after:
        after[Dimension.ALL, "", False] = SignatureFigure(scan=one, dimension=Dimension.ALL)
    whole_since = str(timezone.localdate(now - WHOLE))
    for key, old in before.items():
        if old.dimension in BY_DAY and (one.is_final or old.value < whole_since):
            new = after.setdefault(
                key, SignatureFigure(scan=one, dimension=old.dimension, value=old.value)
            )
            new.signed = max(new.signed, old.signed)
    return after


def _key(figure: SignatureFigure | Counted) -> Key:
    return tuple(getattr(figure, name) for name in KEY)


def _numbers(figure: SignatureFigure | None) -> Key | None:
    return tuple(getattr(figure, name) for name in NUMBERS) if figure else None
