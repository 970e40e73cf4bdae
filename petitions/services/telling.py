"""Telling those who signed what has changed since: each once, in batches that survive a crash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from jobs.services import enqueue
from petitions.models import PetitionChange, Signature
from petitions.models.signatures import UNCONFIRMED_KEPT, SignatureQuerySet

TOLD_AT_ONCE = 500
LATE_UNTIL = UNCONFIRMED_KEPT + timedelta(days=1)


def tell_later(change: PetitionChange) -> None:
    enqueue(
        "petitions.tell_of_change",
        {"change": change.pk},
        key=f"petitions.tell_of_change:{change.pk}",
    )


@transaction.atomic
def tell_next(change_id: int) -> bool:
    """Have the next few hundred who signed an earlier version written to; False at the end.

    However often this runs, and wherever it is killed, each of them gets one job: it is
    written together with the place up to which they all are.
    """
    change = PetitionChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None or change.published_at is None or change.told_at is not None:
        return False
    signed = _signed_before(change).filter(confirmed_at__lte=change.published_at)
    if change.told_up_to is not None:
        signed = signed.filter(pk__gt=change.told_up_to)
    keys: list[UUID] = list(signed.order_by("pk").values_list("pk", flat=True)[:TOLD_AT_ONCE])
    _write_to(keys, change)
    if keys:
        change.told_up_to = keys[-1]
    else:
        change.told_at = change.published_at
    change.save(update_fields=["told_up_to", "told_at"])
    return bool(keys)


def tell_late(now: datetime) -> int:
    """Have those written to who confirmed an earlier text only after the change; how many.

    Whoever had signed it has fourteen days to confirm. `told_at` is the moment up to which
    everybody who confirmed has been told; the last minute waits, since a confirmation may
    still be under way.
    """
    until, told = now - timedelta(minutes=1), 0
    lately = PetitionChange.objects.published().filter(
        is_substantial=True, told_at__lt=until, published_at__gt=now - LATE_UNTIL
    )
    for change_id in list(lately.values_list("pk", flat=True)):
        with transaction.atomic():
            change = PetitionChange.objects.select_for_update().get(pk=change_id)
            if change.told_at is None or change.told_at >= until:
                continue
            late = _signed_before(change).filter(
                confirmed_at__gt=change.told_at, confirmed_at__lte=until
            )
            keys = list(late.values_list("pk", flat=True))
            _write_to(keys, change)
            change.told_at = until
            change.save(update_fields=["told_at"])
            told += len(keys)
    return told


def _signed_before(change: PetitionChange) -> SignatureQuerySet:
    """What counts and stands under an earlier text."""
    return Signature.objects.confirmed().filter(
        petition=change.petition_id, text__version__lt=change.version
    )


def _write_to(keys: Iterable[UUID], change: PetitionChange) -> None:
    for key in keys:
        enqueue(
            "petitions.mail_change",
            {"change": change.pk, "signature": str(key)},
            key=f"petitions.mail_change:{change.pk}:{key}",
            queue="mail",
        )
