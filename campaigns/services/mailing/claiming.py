"""Taking letters in hand, and putting back what was not sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from campaigns.models import Delivery, Mailing

# Longer than a turn, and a mail server that lets us wait for each of its answers.
LEASE = timedelta(minutes=3)


def claim(mailing: Mailing, journal: str, most: int) -> list[Delivery]:
    """Take so many letters that are due; no two workers get the same one."""
    now = timezone.now()
    with transaction.atomic():
        due = mailing.deliveries.due(now).order_by("due_at")
        # What another worker is just taking is passed over, not waited for.
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        if not ids:
            return []
        Delivery.objects.filter(pk__in=ids).update(
            state=Delivery.State.CLAIMED, claimed_by=journal, lease_until=now + LEASE
        )
    return list(Delivery.objects.filter(pk__in=ids, claimed_by=journal).order_by("pk"))


def put_back(
    journal: str, ids: Collection[UUID], *, wait: timedelta = timedelta(), tried: int = 0
) -> None:
    """Let others have these letters, of which no byte has left, after a while."""
    mine = Delivery.objects.held().filter(pk__in=ids, claimed_by=journal)
    fields = {"attempts": tried} if tried else {}
    mine.update(
        state=Delivery.State.WAITING,
        claimed_by="",
        lease_until=None,
        due_at=timezone.now() + wait,
        **fields,
    )


def finish(journal: str, ids: Collection[UUID], state: Delivery.State) -> None:
    """Note what became of letters in hand. Whom it went to is not needed any more, unless
    somebody has to decide about it."""
    forgotten = {} if state == Delivery.State.UNCERTAIN else {"address": "", "given_name": ""}
    mine = Delivery.objects.held().filter(pk__in=ids, claimed_by=journal)
    mine.update(
        state=state, claimed_by="", lease_until=None, finished_at=timezone.now(), **forgotten
    )
