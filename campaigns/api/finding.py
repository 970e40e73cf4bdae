"""The campaign or update a call of the organisers' side is about, for whoever may see it."""

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from campaigns.models import Campaign, CampaignQuerySet, CampaignUpdate
from partners.workspace.access import find

SEE = "campaigns.view_campaign"
CHANGE, PUBLISH = "campaigns.change_campaign", "campaigns.publish_campaign"


def shown() -> CampaignQuerySet:
    """With all that OrganisedCampaignSerializer tells."""
    return Campaign.objects.select_related("lead").with_texts().prefetch_related("fields")


def found(request: Request, slug: str, need: str = "") -> Campaign:
    """Raises Http404 for strangers, NotAllowed without the right that is needed."""
    return find(request, shown(), SEE, need, slug=slug)


def found_update(request: Request, slug: str, update_id: int, need: str = "") -> CampaignUpdate:
    campaign = found(request, slug, need)
    return get_object_or_404(campaign.updates.with_texts(), pk=update_id)
