"""Who wants to hear that an organisation stands behind a campaign, or does so no longer.

A campaign can't make links to petitions, which stand above: petitions registers here, in its
AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable

# Campaign and organisation. Called within the deed's transaction: enqueue what takes long.
type Follower = Callable[[int, int], None]

_registered: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Add a follower; a name belongs to one of them."""
    if _registered.get(name, follower) is not follower:
        raise ValueError(f"A follower '{name}' is registered already, and differs.")
    _registered[name] = follower


def changed(campaign_id: int, organisation_id: int) -> None:
    """Tell all of them; each asks itself how it stands now."""
    for follower in _registered.values():
        follower(campaign_id, organisation_id)
