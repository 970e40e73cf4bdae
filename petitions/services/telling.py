"""Telling those who signed what has changed since: each once, in batches that survive a crash."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from petitions.models import PetitionChange, Signature

TOLD_AT_ONCE = 500


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
    signed = Signature.objects.confirmed().filter(
        petition=change.petition_id, text__version__lt=change.version
    )
    if change.told_up_to is not None:
        signed = signed.filter(pk__gt=change.told_up_to)
    keys: list[UUID] = list(signed.order_by("pk").values_list("pk", flat=True)[:TOLD_AT_ONCE])
    for key in keys:
        enqueue(
            "petitions.mail_change",
            {"change": change.pk, "signature": str(key)},
            key=f"petitions.mail_change:{change.pk}:{key}",
            queue="mail",
        )
    if keys:
        change.told_up_to = keys[-1]
    else:
        change.told_at = timezone.now()
    change.save(update_fields=["told_up_to", "told_at"])
    return bool(keys)
