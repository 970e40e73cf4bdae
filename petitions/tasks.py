"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jobs.registry import every, handler, nightly
from jobs.services import enqueue
from petitions import emails, services
from petitions.models import Signature
from petitions.services.confirming import issue_confirmation

# Whoever presses "sign" again and again gets one mail in this time, not one a press.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)


@handler("petitions.mail_signatory")
def mail_signatory(payload: dict[str, Any]) -> None:
    """Write to somebody who signed: to confirm, or that the signature counts already."""
    signature = (
        Signature.objects.select_related("petition", "text")
        .filter(petition=payload["petition"], person_key=payload["person"])
        .first()
    )
    now = timezone.now()
    if signature is None or not signature.email:
        return
    if _was_just_mailed(signature, now):
        return
    if signature.state == Signature.State.PENDING:
        emails.send_confirmation(signature, issue_confirmation(signature))
    elif signature.state == Signature.State.CONFIRMED:
        emails.send_already_signed(signature)
    Signature.objects.filter(pk=signature.pk).update(mailed_at=now)


def _was_just_mailed(signature: Signature, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = signature.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return signature.confirmed_at is None or signature.confirmed_at < last


@handler("petitions.remind_signatory")
def remind_signatory(payload: dict[str, Any]) -> None:
    signature = (
        Signature.objects.select_related("petition", "text")
        .due_for_reminder(timezone.now())
        .filter(pk=payload["signature"])
        .first()
    )
    if signature is None:
        return
    emails.send_reminder(signature, issue_confirmation(signature))
    Signature.objects.filter(pk=signature.pk).update(reminded_at=timezone.now())


@every(seconds=3600, name="petitions.remind_unconfirmed")
def remind_unconfirmed() -> None:
    for signature_id in Signature.objects.due_for_reminder(timezone.now()).values_list(
        "pk", flat=True
    ):
        enqueue(
            "petitions.remind_signatory",
            {"signature": str(signature_id)},
            key=f"petitions.remind_signatory:{signature_id}",
            queue="mail",
        )


@every(seconds=1, name="petitions.fold_tally")
def fold_tally() -> None:
    while services.fold():
        pass


@every(seconds=60, name="petitions.open_and_close")
def open_and_close() -> None:
    services.open_and_close_due()


@nightly(hour=3, name="petitions.recount")
def recount() -> None:
    services.recount()
