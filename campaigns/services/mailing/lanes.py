"""How much of the workers news mail may take: a fixed number of lanes, over all mailings.

A lane is a job that takes one turn (some fifty letters, some seconds) and enqueues itself
again. So ten thousand letters, or ten mailings at once, hold NEWS_LANES threads of all
workers together, and a confirmation goes past them.
"""

from __future__ import annotations

from django.conf import settings

from jobs.models import Job
from jobs.services import enqueue

KIND = "campaigns.run_mailing"
# Of its own, so that a queue of confirmations and a queue of news are not one.
QUEUE = "news"


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
    """Enqueue the lane's next turn, from within this one."""
    # A job can't enqueue its own key: it is not done yet. Two names by turns do it, and when
    # one turn is run twice, the two ways that begin there meet again in one name.
    _enqueue(lane, 1 - turn)


def _enqueue(lane: int, turn: int) -> None:
    enqueue(KIND, {"lane": lane, "turn": turn}, key=_key(lane, turn), queue=QUEUE)


def _lanes() -> range:
    return range(settings.NEWS_LANES)


def _key(lane: int, turn: int) -> str:
    return f"{KIND}:{lane}:{turn}"
