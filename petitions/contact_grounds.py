"""Hears that an organisation stands behind a campaign no longer: then it reaches nobody there."""

from __future__ import annotations

from campaigns import standing
from petitions.services import end_without_ground


def follow(campaign_id: int, organisation_id: int) -> None:
    """In the transaction of the deed. Whatever happens otherwise (an organisation is hidden) is
    noticed within a minute (tasks.end_contact_offers)."""
    end_without_ground(organisation_id)


def register() -> None:
    standing.register("petitions.contacts", follow)
