"""What a process knows and goes on by while the database is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

from web import pressure

log = structlog.get_logger(__name__)

AWAY = (OperationalError, InterfaceError)
# No connection could be had, and finding that out held a thread for five seconds: for so long
# nobody else need find it out.
AWAY_FOR_SECONDS = 3

# Until when, and what.
_held: dict[str, tuple[float, Any]] = {}
_away_until = 0.0


def held[T](key: str, seconds: int, make: Callable[[], T], *, unknown: T) -> T:
    """What `make` says, kept for so long, and for longer while the database is away.

    One thread asks anew, the others go on with the last answer meanwhile. `unknown` is
    answered before there was any. For a few keys that are named in the code.
    """
    until, known = _held.get(key, (0.0, unknown))
    if time.monotonic() < until or is_away() or pressure.is_kept_back():
        return known
    if key in _held:
        hold(key, seconds, known)
    try:
        known = make()
    except AWAY as error:
        note(error)
        log.exception("last_answer_holds", key=key)
    hold(key, seconds, known)
    return known


def hold(key: str, seconds: int, answer: object) -> None:
    """Take this for the answer of the next seconds."""
    _held[key] = time.monotonic() + seconds, answer


def forget_held(key: str) -> None:
    """Ask anew at once, and hold the last answer no longer: it was changed here."""
    _held.pop(key, None)


def note(error: Exception) -> None:
    """Remember for a moment that no connection could be had; a deadlock says nothing of it."""
    global _away_until
    # Only here: on SQLite no process need load PostgreSQL's driver when it starts.
    from psycopg_pool import PoolTimeout

    if isinstance(error.__cause__, PoolTimeout):
        _away_until = time.monotonic() + AWAY_FOR_SECONDS


def is_away() -> bool:
    """Whether the database was found away just now. False means: try."""
    return time.monotonic() < _away_until


def forget_all() -> None:
    """Ask anew at once (tests)."""
    global _away_until
    _held.clear()
    _away_until = 0.0
