"""How busy this web process is: who is under way, for how long, and what level that makes.

Two signs: the share of its threads' time that went into requests in the last second, and how
long requests waited before us, where a proxy of ours says when they came (X-Request-Start).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from queue import Empty, SimpleQueue

from django.conf import settings

WINDOW_SECONDS = 1.0
# It rises at once, and falls by one level after so many calmer seconds: else it would flap,
# since what is left out is what made it rise.
LOWER_AFTER_SECONDS = 5.0
# Calmer means clearly below what made it rise.
CALMER = 0.8


class Level(IntEnum):
    CALM = 0
    BUSY = 1
    VERY_BUSY = 2
    FULL = 3


@dataclass(eq=False)
class Ticket:
    """A request under way: since when, and whether in one of the threads given out."""

    began: float
    has_place: bool


class Meter:
    """Counts who is under way, and gives the level for each second that has passed."""

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.threads = threads
        self.level = Level.CALM
        self.under_way = 0
        self._clock = clock
        self._lock = threading.Lock()
        # As many as threads; whoever finds none is in the one thread that is kept back. A queue
        # of the C library's: a thread woken by an Event cost each request a tenth of its time.
        self._places: SimpleQueue[None] = SimpleQueue()
        self.give_out(threads)
        self._last = self._began = self._last_end = clock()
        self._calmer_for = 0.0
        self._forget()

    def _forget(self) -> None:
        """Begin a new second: the threads' time, the waiting before us, the requests' times."""
        self._spent = self._waited = 0.0
        self._begun = 0
        self._took = self._took_squared = 0.0

    def give_out(self, places: int) -> None:
        for _ in range(places):
            self._places.put(None)

    def begin(self, waited: float = 0.0) -> Ticket:
        """Count a request in; `end` asks for its ticket."""
        with self._lock:
            now = self._move_on()
            if not self.under_way:
                self._last_end = now
            self.under_way += 1
            self._begun += 1
            self._waited += waited
        return Ticket(now, has_place=self._takes_place(timeout=0))

    def wait(self, ticket: Ticket) -> None:
        """Wait for the place of another that ends. When none does, the process is full, and as
        long as it is, nobody waits: `ticket.has_place` stays false."""
        if self.level == Level.FULL:
            return
        ticket.has_place = self._takes_place(timeout=settings.SHED_WAIT_SECONDS)
        if not ticket.has_place:
            with self._lock:
                self.level = Level.FULL
                self._calmer_for = 0.0

    def _takes_place(self, timeout: float) -> bool:
        try:
            self._places.get(timeout=timeout)
        except Empty:
            return False
        return True

    def end(self, ticket: Ticket) -> None:
        with self._lock:
            now = self._move_on()
            self.under_way -= 1
            self._last_end = now
            took = now - ticket.began
            self._took += took
            self._took_squared += took * took
        if ticket.has_place:
            self._places.put(None)

    def _move_on(self) -> float:
        now = self._clock()
        self._spent += self.under_way * (now - self._last)
        self._last = now
        passed = now - self._began
        if passed >= WINDOW_SECONDS:
            self._judge(now, passed)
            self._began = now
            self._forget()
        return now

    def _judge(self, now: float, passed: float) -> None:
        share = self._spent / (passed * self.threads)
        waited = self._waited / max(self._begun, 1)
        # Weighed by their time, so that a hundred quick refusals hide no slow request.
        took = self._took_squared / self._took if self._took else now - self._last_end
        self.level = max(self.level, level_for(share, waited, took))
        # At the highest level only half of the threads are given out (admit).
        given_out = 0.5 if self.level == Level.FULL else 1.0
        now_is = level_for(share / given_out / CALMER, waited / CALMER, took / CALMER)
        if now_is >= self.level:
            self._calmer_for = 0.0
            return
        # After a pause nothing has been asked for: it may be more than one level.
        self._calmer_for += passed
        while self.level and self._calmer_for >= LOWER_AFTER_SECONDS:
            self.level = Level(self.level - 1)
            self._calmer_for -= LOWER_AFTER_SECONDS


def level_for(share: float, waited: float, took: float) -> Level:
    """`share` of the threads' time, mean seconds `waited` before us and `took` with us."""
    patience = settings.SHED_WAIT_SECONDS
    is_taken_up = share >= settings.SHED_VERY_BUSY
    if waited >= patience or (is_taken_up and took >= patience):
        return Level.FULL
    if waited >= patience / 2 or is_taken_up:
        return Level.VERY_BUSY
    if waited >= patience / 4 or share >= settings.SHED_BUSY:
        return Level.BUSY
    return Level.CALM
