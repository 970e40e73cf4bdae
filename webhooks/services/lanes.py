"""How much of the workers webhooks may take: a fixed number of lanes, over all endpoints.

As with news by mail (campaigns/services/mailing/lanes.py): a lane is a job that takes one turn
and enqueues itself again. However many targets hang, they hold WEBHOOK_LANES threads.
"""

from __future__ import annotations

from django.conf import settings

from jobs.models import Job
from jobs.services import enqueue

KIND = "webhooks.deliver"
QUEUE = "webhooks"


def wake() -> None:
    """Let every lane that rests look for work; those at work go on as they are."""
    # The first turn's name is free while the second is at work, and a turn begun beside it
    # would be one lane too many.
    second_turns = set(
        Job.objects.unfinished()
        .filter(key__in=[_key(lane, 1) for lane in _lanes()])
        .values_list("key", flat=True)
    )
    for lane in _lanes():
        if _key(lane, 1) not in second_turns:
            _enqueue(lane, 0)


def go_on(lane: int, turn: int) -> None:
    """Enqueue the lane's next turn, from within this one, whose own name is not free yet."""
    _enqueue(lane, 1 - turn)


def _enqueue(lane: int, turn: int) -> None:
    enqueue(KIND, {"lane": lane, "turn": turn}, key=_key(lane, turn), queue=QUEUE)


def _lanes() -> range:
    return range(settings.WEBHOOK_LANES)


def _key(lane: int, turn: int) -> str:
    return f"{KIND}:{lane}:{turn}"
