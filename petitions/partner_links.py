"""Whoever stands behind a campaign has links of its own to its petitions (campaigns.standing)."""

from campaigns.standing import register as follow
from jobs.services import enqueue


def changed(campaign_id: int, organisation_id: int) -> None:
    """Look at it in a job: how it stands then is what counts."""
    enqueue("petitions.link_partner", {"campaign": campaign_id, "organisation": organisation_id})


def register() -> None:
    follow("petitions", changed)
