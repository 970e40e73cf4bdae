"""Which function does which kind of job, and what is to run by the clock.

Each app's tasks.py is imported when Django starts and registers itself here.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

type Payload = dict[str, Any]


class GiveUp(Exception):
    """Raised by a handler that knows a retry can't help: the job fails at once, visibly."""


@dataclass(frozen=True)
class Handler:
    kind: str
    function: Callable[..., None]
    max_attempts: int
    # A job that runs every few seconds, or for thousands a minute, leaves no row behind when
    # it went well.
    is_kept: bool = True
    # How long it takes is kept by day (jobs.ages).
    is_timed: bool = False

    def __call__(self, payload: Payload) -> None:
        if inspect.signature(self.function).parameters:
            self.function(payload)
        else:
            self.function()


@dataclass(frozen=True)
class Period:
    """Work by the clock. `slot(now)` is the start of the slot that `now` lies in."""

    kind: str
    slot: Callable[[datetime], datetime]
    runs_at_first_sight: bool


HANDLERS: dict[str, Handler] = {}
PERIODS: dict[str, Period] = {}


def handler[F: Callable[..., None]](
    kind: str, *, max_attempts: int = 12, is_kept: bool = True, is_timed: bool = False
) -> Callable[[F], F]:
    """Register `function(payload)` for jobs of this kind.

    It must be idempotent: delivery is at least once. After `max_attempts` tries (about
    three hours for 12) the job is left as failed. Without `is_kept` no row stays of one
    that went well. What is_timed tells the public how long people wait for it.
    """

    def register(function: F) -> F:
        _add(Handler(kind, function, max_attempts, is_kept, is_timed))
        return function

    return register


def every[F: Callable[..., None]](*, seconds: int, name: str = "") -> Callable[[F], F]:
    """Run the function once in each slot of so many seconds, and never twice at once."""

    def slot(now: datetime) -> datetime:
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)

    def register(function: F) -> F:
        kind = name or _name_of(function)
        _add(Handler(kind, function, max_attempts=3, is_kept=seconds >= 3600))
        PERIODS[kind] = Period(kind, slot, runs_at_first_sight=True)
        return function

    return register


def nightly[F: Callable[..., None]](*, hour: int, name: str = "") -> Callable[[F], F]:
    """Run the function once a day from that hour on, local time; a missed night is made up for."""

    def slot(now: datetime) -> datetime:
        local = timezone.localtime(now)
        start = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        return start if start <= local else start - timedelta(days=1)

    def register(function: F) -> F:
        kind = name or _name_of(function)
        _add(Handler(kind, function, max_attempts=5))
        PERIODS[kind] = Period(kind, slot, runs_at_first_sight=False)
        return function

    return register


def _add(added: Handler) -> None:
    known = HANDLERS.get(added.kind)
    if known and known.function.__qualname__ != added.function.__qualname__:
        raise ValueError(f"Two handlers for jobs of kind {added.kind}.")
    HANDLERS[added.kind] = added


def _name_of(function: Callable[..., None]) -> str:
    return f"{function.__module__.split('.')[0]}.{function.__name__}"
