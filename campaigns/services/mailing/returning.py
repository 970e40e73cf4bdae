"""What comes back: mailboxes that do not exist, people who call it spam.

Providers tell it by anymail's webhooks. A letter is known by its own id, which we gave it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns import audience
from campaigns.models import Delivery, Mailing, Suppression
from jobs.services import enqueue

LETTER = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
# anymail's reasons of a bounce that will be the same tomorrow; a full mailbox is none.
FOR_GOOD = {"invalid", "bounced"}


class Kind(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"


def heard(sender: object, event: Any, esp_name: str, **kwargs: object) -> None:
    """Receive one of anymail's events; what is to be done is done by a job."""
    kind, letter = _kind(event), _letter(event)
    if kind is not None and letter is not None:
        enqueue(
            "campaigns.letter_returned",
            {"letter": str(letter), "kind": kind.value},
            key=f"campaigns.letter_returned:{letter}:{kind.value}",
        )


@transaction.atomic
def note_return(letter: UUID, kind: Kind) -> None:
    """Count what happened to a letter, once, and send the person no more where that is due.

    One that is unknown, or forgotten since, changes nothing.
    """
    deliveries = Delivery.objects.select_for_update(of=("self",)).select_related("mailing__update")
    delivery = deliveries.filter(pk=letter).first()
    if delivery is None:
        return
    match kind:
        case Kind.HARD | Kind.SOFT:
            _count_once(delivery, "bounced_at", "bounced")
        case Kind.COMPLAINT:
            _count_once(delivery, "complained_at", "complained")
        case Kind.UNSUBSCRIBE:
            _count_once(delivery, "unsubscribed_at", "unsubscribed")
            audience.end(delivery.mailing.update.campaign_id, delivery.person_key)
    if kind in (Kind.HARD, Kind.COMPLAINT):
        reason = Suppression.Reason.BOUNCE if kind is Kind.HARD else Suppression.Reason.COMPLAINT
        Suppression.objects.get_or_create(
            person_key=delivery.person_key, defaults={"reason": reason}
        )


def _count_once(delivery: Delivery, at: str, figure: str) -> None:
    now = timezone.now()
    first = Delivery.objects.filter(pk=delivery.pk, **{at: None})
    if first.update(**{at: now}):
        Mailing.objects.filter(pk=delivery.mailing_id).update(
            changed_at=now, **{figure: F(figure) + 1}
        )


def _kind(event: Any) -> Kind | None:
    reason = event.reject_reason
    match event.event_type:
        case "complained":
            return Kind.COMPLAINT
        case "unsubscribed":
            return Kind.UNSUBSCRIBE
        case "rejected" if reason == "spam":
            return Kind.COMPLAINT
        case "rejected" if reason == "unsubscribed":
            return Kind.UNSUBSCRIBE
        case "bounced" | "rejected" if reason in FOR_GOOD:
            return Kind.HARD
        case "bounced" | "rejected" | "failed":
            return Kind.SOFT
    return None


def _letter(event: Any) -> UUID | None:
    """By what we gave the provider along, else by the Message-ID, where it kept ours."""
    told = (event.metadata or {}).get("letter", "")
    found = re.fullmatch(r"[0-9a-f-]{36}", str(told)) or LETTER.search(str(event.message_id or ""))
    if found is None:
        return None
    try:
        return UUID(found.group(found.lastindex or 0))
    except ValueError:
        return None
