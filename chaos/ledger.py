"""The ledger of what was sent and what came back, deed by deed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from chaos.postbox import Mail
from chaos.proxy import Answer


class Outcome(StrEnum):
    ANSWERED = "answered"  # the house has promised
    REFUSED = "refused"  # the house, or the proxy, has said no
    UNANSWERED = "unanswered"  # sent, and nothing came back: it may have happened or not


@dataclass(frozen=True)
class Entry:
    """One request of one person, and the fault during which it was sent."""

    deed: str
    person: str
    during: str
    answer: Answer
    at: float = field(default_factory=time.monotonic)

    @property
    def outcome(self) -> Outcome:
        status = self.answer.status
        if status is None:
            return Outcome.UNANSWERED
        return Outcome.ANSWERED if 200 <= status < 400 else Outcome.REFUSED


@dataclass
class Ledger:
    """Written by the crowd alone; `during` is turned over by whoever strikes."""

    entries: list[Entry] = field(default_factory=list)
    during: str = "before"

    def table(self) -> list[dict[str, Any]]:
        """How many of each outcome, and the longest wait, for each fault and deed."""
        durings = dict.fromkeys(entry.during for entry in self.entries)
        deeds = dict.fromkeys(entry.deed for entry in self.entries)
        return [self._row(during, deed) for during in durings for deed in deeds]

    def _row(self, during: str, deed: str) -> dict[str, Any]:
        found = [entry for entry in self.entries if (entry.during, entry.deed) == (during, deed)]
        return {
            "during": during,
            "deed": deed,
            "sent": len(found),
            **{one: sum(entry.outcome == one for entry in found) for one in Outcome},
            "longest_wait": round(max((entry.answer.seconds for entry in found), default=0), 2),
            "statuses": Counter(str(entry.answer.status) for entry in found),
        }


class Checked(NamedTuple):
    """One line of the judgement: how many there should be, and each that is wrong.

    Nothing to look at is wrong as well: a run without a signing proves nothing.
    """

    what: str
    of: int
    wrong: list[str]

    @property
    def is_right(self) -> bool:
        return self.of > 0 and not self.wrong


@dataclass(frozen=True)
class Books:
    """Everything that a check may compare, once the house has come to rest."""

    entries: list[Entry]
    mails: list[Mail]
    # The database's answer to a question in SQL.
    rows: Callable[[str], list[tuple[Any, ...]]]
    # By which key the product knows an address.
    key_of: Callable[[str], str]

    def people(self, deed: str, *outcomes: Outcome) -> set[str]:
        """The keys of those whose deed ended so; with no outcome given, of all who tried."""
        return {
            self.key_of(entry.person)
            for entry in self.entries
            if entry.deed == deed and (not outcomes or entry.outcome in outcomes)
        }

    def told(self, keys: set[str]) -> list[str]:
        """What is known of each of these people, in the order it happened."""
        stories: dict[str, list[tuple[float, str]]] = {key: [] for key in sorted(keys)}
        for entry in self.entries:
            key = self.key_of(entry.person)
            if key in stories:
                what = f"{entry.deed} {entry.answer.status} during {entry.during}"
                stories[key].append((entry.at, f"{entry.person}: {what}"))
        for mail in self.mails:
            if (key := self.key_of(mail.to)) in stories:
                stories[key].append((mail.at, f"mail {mail.subject!r}"))
        return [
            ", ".join(what for _, what in sorted(story)) or f"{key}, of whom nothing is known"
            for key, story in stories.items()
        ]

    def column(self, sql: str) -> list[Any]:
        return [row[0] for row in self.rows(sql)]
