"""A request with an Idempotency-Key has one effect, however often it arrives.

The key's row is written in the very transaction of the effect. Whoever sends the same at the
same moment waits for that commit and gets its answer; when the effect is refused or the
process dies, the key is gone with it and may be used again.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from access.models import IdempotentAnswer
from web.keyed import keyed_code

KEPT = timedelta(hours=24)
SALT = "access.once"


class KeyIsUsed(Exception):
    """The key has come before, with something else."""


@dataclass(frozen=True)
class Answer:
    """Status, body (what JSON can hold) and Location of an answer."""

    status: int
    body: Any
    location: str = ""


def answer_once(key: str, sent: Any, act: Callable[[], Answer]) -> Answer:
    """Do it, or give the answer it had. Raises KeyIsUsed, and whatever `act` raises.

    `key` names who asked, what for, and the key sent; `sent` is the body, as JSON can hold it.
    """
    hidden = keyed_code(SALT, key)
    request = keyed_code(SALT, json.dumps(sent, sort_keys=True, default=str))
    with transaction.atomic():
        if not _begin(hidden, request):
            return _repeat(hidden, request)
        answer = act()
        IdempotentAnswer.objects.filter(key=hidden).update(
            status=answer.status, answer=_written(answer.body), location=answer.location
        )
    return answer


def forget_answers() -> int:
    """Delete those that are older than a day."""
    old = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _begin(hidden: str, request: str) -> bool:
    """Take the key; False when it is taken. Waits while another transaction is taking it."""
    now = timezone.now()
    # A key of yesterday that the nightly job has not come to yet.
    IdempotentAnswer.objects.filter(key=hidden, created_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            IdempotentAnswer.objects.create(key=hidden, request=request, created_at=now)
    except IntegrityError:
        return False
    return True


def _repeat(hidden: str, request: str) -> Answer:
    kept = IdempotentAnswer.objects.get(key=hidden)
    if kept.request != request:
        raise KeyIsUsed
    body = json.loads(kept.answer) if kept.answer else None
    return Answer(kept.status, body, kept.location)


def _written(body: Any) -> str:
    return "" if body is None else json.dumps(body, ensure_ascii=False, default=str)
