"""Counting without a hot row: entries are appended by many and folded by one.

A confirmation never touches the petition's row. A job folds what has gathered into the
count and into the day's figure; a nightly recount checks it against the signatures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from petitions.models import Petition, PetitionDay, Signature, SignatureScan, TallyEntry
from petitions.services.announcing import note_folded
from privacy import audit

log = structlog.get_logger(__name__)

FOLD_AT_MOST = 5000
# Which of PostgreSQL's advisory locks are ours: any number that nothing else here uses.
COUNT_LOCK = 0x5A11


# Closed ones still take the confirmation of what was signed in time; once handed over,
# the count stands on paper and must not move. (Nor for ever: Petition.objects.counting.)
COUNTING = (Petition.State.OPEN, Petition.State.CLOSED)


def enter(petition_id: int, delta: int, at: datetime, signature_id: UUID | None = None) -> bool:
    """Append one change, in the transaction of the change itself; False when the count is frozen.

    The petition is held before the look at its state: a handing over waits for this
    transaction, or this one sees that it has happened.
    """
    _hold(petition_id)
    if not Petition.objects.counting(timezone.now()).filter(pk=petition_id).exists():
        return False
    TallyEntry.objects.create(
        petition_id=petition_id,
        delta=delta,
        day=timezone.localdate(at),
        signature_id=signature_id,
    )
    return True


def enter_days(petition_id: int, deltas: Mapping[date, int]) -> bool:
    """Append what many changes make on each day; False when the count is frozen.

    As `enter`, in the transaction of the changes, whose signatures are held already.
    """
    _hold(petition_id)
    if not Petition.objects.counting(timezone.now()).filter(pk=petition_id).exists():
        return False
    TallyEntry.objects.bulk_create(
        TallyEntry(petition_id=petition_id, delta=delta, day=day)
        for day, delta in sorted(deltas.items())
        if delta
    )
    return True


def fold() -> int:
    """Fold gathered entries into counts; return how many. Safe to run twice at once."""
    if not TallyEntry.objects.exists():
        # Asked each second: without a transaction, which would keep SQLite's writers waiting.
        return 0
    with transaction.atomic():
        entries = list(_unfolded()[:FOLD_AT_MOST])
        if not entries:
            return 0
        TallyEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        by_day: Counter[tuple[int, date]] = Counter()
        by_petition: Counter[int] = Counter()
        for entry in entries:
            by_day[entry.petition_id, entry.day] += entry.delta
            by_petition[entry.petition_id] += entry.delta
        _add_to_days(by_day)
        # In one order everywhere, so that two folds never wait for each other in a circle.
        for petition_id, delta in sorted(by_petition.items()):
            Petition.objects.filter(pk=petition_id).update(
                confirmed_count=F("confirmed_count") + delta
            )
            note_change(petition_id)
        note_folded(entries)
    return len(entries)


def note_change(petition_id: int) -> None:
    """Have the figures counted anew (services.scanning): each fold says so, and whatever
    changes signatures without an entry should."""
    SignatureScan.objects.filter(pk=petition_id).update(changes=F("changes") + 1)


def recount() -> list[str]:
    """Compare every open count with its signatures; repair, report and return the wrong ones."""
    slugs = list(Petition.objects.counting(timezone.now()).values_list("slug", flat=True))
    # Nothing is held while comparing, which takes seconds among millions: folding goes on.
    return [slug for slug in slugs if _difference(slug) and _repair(slug)]


def _difference(slug: str) -> int:
    """By how much a count is too low; 0 too when it was handed over since.

    One statement, so one snapshot, in which each fold and each confirmation has happened as a
    whole or not at all: neither makes a difference.
    """
    petition = _with_true_count().filter(slug=slug).first()
    if petition is None:
        return 0
    return petition.true_count - petition.unfolded - petition.confirmed_count


def _repair(slug: str) -> bool:
    """Set a wrong count right, if it still is wrong while nobody else can change it."""
    with transaction.atomic():
        # Without its key, so that signing goes on meanwhile.
        petition = Petition.objects.select_for_update(no_key=True).get(slug=slug)
        difference = _difference(slug)
        if not difference:
            return False
        log.error("petition_count_was_wrong", petition=slug, difference=difference)
        audit.record("petitions.count_repaired", subject=petition, difference=difference)
        Petition.objects.filter(pk=petition.pk).update(
            confirmed_count=F("confirmed_count") + difference
        )
    return True


def hold_alone(petition_id: int) -> None:
    """Wait for the changes of the count under way, and keep the next ones out until the end
    of this transaction: for handing over."""
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock", petition_id)
    # SQLite: transactions are immediate, so there is one at a time anyway.


def _hold(petition_id: int) -> None:
    """Keep a handing over out until this transaction ends, and nobody else.

    A lock by the petition's number and not on its row: many who lock one row at once, however
    weakly, write to it and to PostgreSQL's list of lockers, and wait for each other there.
    """
    if connection.vendor == "postgresql":
        _lock("pg_advisory_xact_lock_shared", petition_id)


def _lock(function: str, petition_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [COUNT_LOCK, petition_id])


def _unfolded():
    entries = TallyEntry.objects.order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        return entries.select_for_update(skip_locked=True)
    # SQLite: transactions are immediate, so a second fold waits until the first is done.
    return entries


def _add_to_days(by_day: Counter[tuple[int, date]]) -> None:
    PetitionDay.objects.bulk_create(
        [PetitionDay(petition_id=petition_id, day=day) for petition_id, day in sorted(by_day)],
        ignore_conflicts=True,
    )
    for (petition_id, day), delta in sorted(by_day.items()):
        PetitionDay.objects.filter(petition_id=petition_id, day=day).update(
            confirmed=F("confirmed") + delta
        )


def _with_true_count():
    """Each count with its signatures and unfolded entries, in one statement."""
    confirmed = (
        Signature.objects.filter(petition=OuterRef("pk"), state=Signature.State.CONFIRMED)
        .order_by()
        .values("petition")
        .annotate(n=Count("*"))
        .values("n")
    )
    unfolded = (
        TallyEntry.objects.filter(petition=OuterRef("pk"))
        .order_by()
        .values("petition")
        .annotate(n=Sum("delta"))
        .values("n")
    )
    return Petition.objects.counting(timezone.now()).annotate(
        true_count=Coalesce(Subquery(confirmed), 0), unfolded=Coalesce(Subquery(unfolded), 0)
    )
