"""What volunteering brings to the workspace: its deeds in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from partners.workspace import trail

# Said of the campaign.
CAMPAIGN_DEEDS = {
    "volunteers.people_fetched": gettext_lazy("fetched the list of those who help"),
}


def register() -> None:
    trail.name(CAMPAIGN_DEEDS)
