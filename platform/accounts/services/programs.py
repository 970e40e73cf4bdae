"""Programs that act for an account without logging in: a new password alone does not stop them.

The foundation cannot import the app that knows of them; it registers in its AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Programs:
    """One app's part. `number_of` says how many could act for this user just now; `stop` ends
    all of them inside the caller's transaction, and says how many these were."""

    number_of: Callable[[User], int]
    stop: Callable[[User], int]


_known: dict[str, Programs] = {}


def register_programs(name: str, programs: Programs) -> None:
    """Add an app's part. Twice under one name is a mistake."""
    if _known.get(name, programs) is not programs:
        raise ValueError(name)
    _known[name] = programs


def has_programs(user: User) -> bool:
    return any(programs.number_of(user) for programs in _known.values())


def stop_programs(user: User) -> bool:
    """From now on nobody acts for this account but who logs in; False where nobody did."""
    return sum(programs.stop(user) for programs in _known.values()) > 0
