"""Work by the clock: each slot becomes one job, however many beat processes there are."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobs.models import Slot
from jobs.registry import PERIODS, Period
from jobs.services import enqueue

# What this process has seen to already; spares the database a question each second.
_seen: dict[str, datetime] = {}


def enqueue_periodic(now: datetime | None = None) -> int:
    """Enqueue what this moment's slots ask for and nobody has enqueued. Returns how many."""
    now = now or timezone.now()
    return sum(_enqueue_slot(period, period.slot(now)) for period in list(PERIODS.values()))


def _enqueue_slot(period: Period, starts_at: datetime) -> bool:
    if _seen.get(period.kind) == starts_at:
        return False
    with transaction.atomic():
        is_ours = _take(period, starts_at)
        if is_ours:
            # The key: a run that takes longer than its slot is not piled upon.
            enqueue(period.kind, key=period.kind)
    _seen[period.kind] = starts_at
    return is_ours


def _take(period: Period, starts_at: datetime) -> bool:
    slots = Slot.objects.filter(name=period.kind)
    if slots.filter(starts_at__lt=starts_at).update(starts_at=starts_at):
        return True
    _, is_new = Slot.objects.get_or_create(name=period.kind, defaults={"starts_at": starts_at})
    return is_new and period.runs_at_first_sight
