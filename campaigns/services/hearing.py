"""Whose programs hear of a campaign (webhooks), and what it is called there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from campaigns.models import Campaign, CampaignUpdate, Endorsement
from partners.models import Organisation, OrganisationQuerySet
from webhooks import services as webhooks


def hearing(campaign_id: int) -> OrganisationQuerySet:
    """Who leads it, and who stands behind it just now; as a part of the one question that
    telling asks."""
    behind = Endorsement.objects.accepted().filter(campaign=campaign_id)
    return Organisation.objects.filter(
        Q(pk__in=leading(campaign_id).values("pk")) | Q(pk__in=behind.values("organisation"))
    )


def leading(campaign_id: int) -> OrganisationQuerySet:
    return Organisation.objects.filter(led_campaigns=campaign_id)


def campaign_told(campaign: Campaign) -> dict[str, Any]:
    return {"slug": campaign.slug, "url": webhooks.url_of(campaign)}


def tell_of_update(update: CampaignUpdate) -> None:
    """It is published, in the transaction of that."""

    def data() -> dict[str, Any]:
        told = {"id": update.pk, "slug": update.slug, "url": webhooks.url_of(update)}
        return {"update": told, "campaign": campaign_told(update.campaign)}

    webhooks.tell("update.published", hearing(update.campaign_id), data)
