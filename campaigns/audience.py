"""Who gets news of a campaign. The apps above, which know these people, register here.

A campaign can't ask petitions who signed, so petitions says it: in its AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple


class Supporter(NamedTuple):
    """A person who wants news by mail, and where to send them."""

    person_key: str
    address: str
    given_name: str
    language: str


class Page(NamedTuple):
    """Some of an audience, and from where to read on; None at the end. A page may be empty."""

    supporters: list[Supporter]
    after: str | None


@dataclass(frozen=True)
class Audience:
    """One app's people who may be written to about a campaign.

    `read(campaign id, after, limit)` gives them page by page, beginning with `after=""`: those
    with a standing consent only. `wanting(campaign id, person keys)` says which of these have
    such a consent at this moment. `end(campaign id, person key)` ends all of a person's
    consents to this campaign's news, and may be called again.
    """

    name: str
    read: Callable[[int, str, int], Page]
    wanting: Callable[[int, Collection[str]], set[str]]
    end: Callable[[int, str], None]


_registered: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Add an app's audience; a name belongs to one of them."""
    if _registered.get(audience.name, audience) != audience:
        raise ValueError(f"An audience '{audience.name}' is registered already, and differs.")
    _registered[audience.name] = audience


def registered() -> list[Audience]:
    return list(_registered.values())


def wanting(campaign_id: int, person_keys: Collection[str]) -> set[str]:
    """Which of these people want this campaign's news now, by whatever way they agreed."""
    found: set[str] = set()
    for audience in registered():
        missing = set(person_keys) - found
        if missing:
            found |= audience.wanting(campaign_id, missing)
    return found


def end(campaign_id: int, person_key: str) -> None:
    """End every consent of the person to news of this campaign."""
    for audience in registered():
        audience.end(campaign_id, person_key)
