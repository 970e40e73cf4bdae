"""Who may do what with campaigns: the organisers of the organisation that leads one."""

from typing import Any

import rules

from campaigns.models import Campaign, CampaignUpdate
from partners.rules import is_organiser, organisations_of


@rules.predicate
def leads(user: Any, campaign: Campaign | None = None) -> bool:
    """Of the organisation that leads this campaign; of any, when asked without one."""
    own = organisations_of(user)
    return bool(own) if campaign is None else campaign.lead_id in own


@rules.predicate
def leads_campaign_of(user: Any, update: CampaignUpdate | None = None) -> bool:
    return leads(user, None if update is None else update.campaign)


@rules.predicate
def is_draft(user: Any, campaign: Campaign | None = None) -> bool:
    """What was public once is archived, not deleted: links to it must not die."""
    return campaign is None or campaign.state == Campaign.State.DRAFT


rules.add_perm("campaigns", is_organiser)
rules.add_perm("campaigns.view_campaign", leads)
rules.add_perm("campaigns.add_campaign", leads)
rules.add_perm("campaigns.change_campaign", leads)
rules.add_perm("campaigns.delete_campaign", leads & is_draft)
rules.add_perm("campaigns.view_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.add_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.change_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.delete_campaignupdate", leads_campaign_of)
