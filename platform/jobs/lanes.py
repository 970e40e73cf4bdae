"""Long work in lanes: a fixed number of turns at once, over all that waits.

A lane is a job that takes one turn (some seconds) and enqueues itself again. So however much
there is to do, it holds a fixed number of threads of all workers together, and what a person
waits for goes past it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jobs.models import Job
from jobs.services import enqueue


@dataclass(frozen=True)
class Lanes:
    """The lanes of one kind of job. Its handler takes a turn and calls `go_on` with what its
    payload says, as long as there is something to do; `count` is asked each time."""

    kind: str
    queue: str
    count: Callable[[], int]

    def wake(self) -> None:
        """Let every lane that rests look for work; those at work go on as they are."""
        # The first turn's name is free while the second is at work, and a turn begun beside
        # it would be one lane too many.
        lanes = range(self.count())
        second_turns = set(
            Job.objects.unfinished()
            .filter(key__in=[self._key(lane, 1) for lane in lanes])
            .values_list("key", flat=True)
        )
        for lane in lanes:
            if self._key(lane, 1) not in second_turns:
                self._enqueue(lane, 0)

    def go_on(self, lane: int, turn: int) -> None:
        """Enqueue the lane's next turn, from within this one."""
        # A job can't enqueue its own key: it is not done yet. Two names by turns do it, and
        # when one turn is run twice, the two ways that begin there meet again in one name.
        self._enqueue(lane, 1 - turn)

    def _enqueue(self, lane: int, turn: int) -> None:
        payload = {"lane": lane, "turn": turn}
        enqueue(self.kind, payload, key=self._key(lane, turn), queue=self.queue)

    def _key(self, lane: int, turn: int) -> str:
        return f"{self.kind}:{lane}:{turn}"
