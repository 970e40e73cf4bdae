"""What needs somebody now: each app says what waits, the workspace's first page lists it.

An app registers in its AppConfig.ready. A source is asked once a page, so it must answer
with a fixed number of queries however much waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from accounts.models import User


class Urgency(IntEnum):
    """What is listed first."""

    NOW = 1
    SOON = 2
    WHEN_THERE_IS_TIME = 3


@dataclass(frozen=True)
class Waiting:
    """One thing to do: a translated sentence, where it is done, and since or until when."""

    sentence: str
    url: str
    urgency: Urgency = Urgency.SOON
    about: str = ""
    at: datetime | None = None
    icon: str = "flag"


type Source = Callable[[User], Iterable[Waiting]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; a name belongs to one of them."""
    if _sources.get(name, source) is not source:
        raise ValueError(f"What waits under '{name}' is registered already, and differs.")
    _sources[name] = source


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for this user, the most urgent first."""
    found = [one for source in _sources.values() for one in source(user)]
    return sorted(found, key=lambda one: (one.urgency, one.at is None, one.at or 0, one.sentence))
