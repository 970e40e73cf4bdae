"""What a campaign's page shows, whether to visitors or in a preview."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.shortcuts import get_object_or_404

from campaigns.models import (
    ActionFieldText,
    Campaign,
    CampaignQuerySet,
    Endorsement,
    Milestone,
)
from campaigns.models.updates import CampaignUpdateQuerySet
from languages.models import texts_of
from pictures.models import pictures_of

EVENTS_SHOWN = 6


def page_of(campaigns: CampaignQuerySet, slug: str) -> dict[str, Any]:
    """The context of a campaign's page in the current language. Raises Http404.

    The number of queries is the same however much there is to show.
    """
    loaded = (
        campaigns.select_related("lead")
        .with_texts()
        .with_petitions(is_public=True)
        .with_pictures()
        .prefetch_related("fields", texts_of(ActionFieldText, "fields__texts"))
    )
    campaign = get_object_or_404(loaded, slug=slug)
    endorsements = Endorsement.objects.accepted().filter(campaign=campaign)
    return {
        "campaign": campaign,
        "petitions": campaign.petitions.all(),
        "goals": campaign.goals.with_texts(),
        "updates": updates_of(campaign),
        # Events stand above campaigns: reached as rows, never imported.
        "events": campaign.events.listed().coming().with_faces()[:EVENTS_SHOWN],
        "ahead": Milestone.objects.filter(campaign=campaign).ahead().with_texts(),
        "reached": Milestone.objects.filter(campaign=campaign).reached().with_texts(),
        "team": campaign.team.of_the_house().filter(is_shown=True).select_related("user"),
        "endorsements": list(
            endorsements.select_related("organisation")
            .with_texts()
            .prefetch_related(pictures_of("organisation__logo"))
        ),
        "share_url": urljoin(settings.SITE_URL, campaign.get_absolute_url()),
    }


def updates_of(campaign: Campaign) -> CampaignUpdateQuerySet:
    """Those that everybody may see. The campaign is known: its row is not asked for again."""
    return campaign.updates.published().with_texts()
