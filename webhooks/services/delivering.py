"""Delivering: claim one, send it, write down how it went.

A delivery is claimed with a lease before its bytes leave. A killed worker's is sent again when
the lease is over, under the same id: at least once, and a receiver knows a repeat.
"""

from __future__ import annotations

import json
import random
import time
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from webhooks import people, signing
from webhooks.models import Delivery, Endpoint, Message
from webhooks.sending import Outcome, post
from webhooks.services.retrying import note_failure
from webhooks.services.waiting import AT_ONCE, LEASE
from webhooks.types import TYPES

log = structlog.get_logger(__name__)

State, Error = Delivery.State, Delivery.Error
# A turn is short, so that a worker that is told to stop soon does.
SECONDS_A_TURN = 5.0


def take_turn() -> bool:
    """Deliver for some seconds. True when there may be more to do at once."""
    end = time.monotonic() + SECONDS_A_TURN
    while time.monotonic() < end:
        delivery = claim()
        if delivery is None:
            return False
        try:
            deliver(delivery)
        except Exception as error:  # noqa: BLE001 - one message must not stop the lane
            # Never the words of an exception: they may quote an address.
            log.error("webhook_not_sent", delivery=delivery.pk, error=type(error).__name__)
            settle(delivery, Outcome(None, Error.OURS, 0))
    return True


def anything_due() -> bool:
    now = timezone.now()
    return Delivery.objects.due(now).filter(endpoint__in=_ready(now)).exists()


def give_up_of_who_left() -> int:
    """Give up what waits for organisations that have left, in words that the log shows; how
    many. Whoever comes back can send each again."""
    now = timezone.now()
    left = Endpoint.objects.exclude(organisation__left_at=None)
    # On its way just now: whoever has it writes down how it went.
    waiting = Delivery.objects.unfinished().exclude(lease_until__gte=now)
    return waiting.filter(endpoint__in=left.order_by().values("pk")).update(
        state=State.GIVEN_UP, error=Error.LEFT, lease_until=None, finished_at=now
    )


def claim() -> Delivery | None:
    """Take one that is due, of an endpoint that has not enough in hand; nobody else gets it."""
    now = timezone.now()
    due = Delivery.objects.due(now).filter(endpoint=OuterRef("pk"))
    waiting = list(_ready(now).filter(Exists(due)).order_by().values_list("pk", flat=True))
    # Whoever comes by takes any of them, so that all go on.
    random.shuffle(waiting)
    for endpoint_id in waiting:
        if delivery := _claim_of(endpoint_id):
            return delivery
    return None


def _claim_of(endpoint_id: int) -> Delivery | None:
    with transaction.atomic():
        now = timezone.now()
        mine = _ready(now).filter(pk=endpoint_id)
        endpoint = mine.select_for_update(no_key=True, of=("self",)).first()
        if endpoint is None:
            return None
        # One that fails is tried with one at a time.
        most = 1 if endpoint.failing_since else AT_ONCE
        if endpoint.deliveries.in_hand(now).count() >= most:
            return None
        delivery = endpoint.deliveries.due(now).order_by("next_at", "pk").first()
        if delivery is None:
            return None
        delivery.endpoint = endpoint
        delivery.attempts += 1
        delivery.tried_at, delivery.lease_until = now, now + LEASE
        delivery.save(update_fields=["attempts", "tried_at", "lease_until"])
        return delivery


def _ready(now: Any) -> Any:
    rested = Q(rests_until=None) | Q(rests_until__lte=now)
    return Endpoint.objects.told().filter(rested, state=Endpoint.State.ACTIVE)


def deliver(delivery: Delivery) -> None:
    """Send a claimed one. What is read of a person is read now, just before it leaves."""
    message = Message.objects.select_related("organisation").get(pk=delivery.message_id)
    if message.organisation.left_at:
        return settle(delivery, Outcome(None, Error.LEFT, 0))
    endpoint, now = delivery.endpoint, timezone.now()
    body = body_of(message)
    headers = signing.headers(str(message.pk), now, body, endpoint.secrets(now))
    headers["Content-Type"] = "application/json; charset=utf-8"
    return settle(delivery, post(endpoint.url, body, headers))


def body_of(message: Message) -> bytes:
    data = dict(message.data)
    if TYPES[message.type].about_person:
        data["person"] = people.person_for(message.person_key, message.organisation)
    told = {"type": message.type, "timestamp": message.occurred_at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def settle(delivery: Delivery, outcome: Outcome) -> None:
    """Write down how it went, unless another has it by now, or it was taken away."""
    now = timezone.now()
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=delivery.endpoint_id)
    mine = Delivery.objects.unfinished().filter(pk=delivery.pk, attempts=delivery.attempts)
    row = mine.select_for_update().first()
    if row is None:
        return
    row.lease_until = None
    row.status_code, row.duration, row.error = outcome.status, outcome.took, outcome.error
    if outcome.error:
        note_failure(endpoint, row, outcome, now)
    else:
        row.state, row.finished_at, row.failing_since = State.DONE, now, None
        if endpoint.failing_since or endpoint.rests_until:
            Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, rests_until=None)
    row.save()
