"""Who may do what with campaigns, by their role in the organisation that leads one."""

from typing import Any

import rules

from campaigns.models import Campaign, CampaignUpdate
from partners.models import Membership, Organisation
from partners.rules import has_role, is_organiser, organisations_of

Role = Membership.Role


def _leading(role: str, name: str) -> Any:
    def predicate(user: Any, campaign: Campaign | None = None) -> bool:
        return has_role(user, None if campaign is None else campaign.lead_id, role)

    return rules.predicate(predicate, name=name)


may_look = _leading(Role.VIEWER, "may_look")
may_write = _leading(Role.EDITOR, "may_write")
leads = _leading(Role.ORGANISER, "leads")


@rules.predicate
def leads_campaign_of(user: Any, update: CampaignUpdate | None = None) -> bool:
    return leads(user, None if update is None else update.campaign)


@rules.predicate
def is_draft(user: Any, campaign: Campaign | None = None) -> bool:
    """What was public once is archived, not deleted: links to it must not die."""
    return campaign is None or campaign.state == Campaign.State.DRAFT


@rules.predicate
def speaks_for(user: Any, organisation: Organisation | None = None) -> bool:
    """Who signs in an organisation's name belongs to it: who runs the site does not speak
    for others."""
    own = organisations_of(user)
    return bool(own) if organisation is None else organisation.pk in own


rules.add_perm("campaigns.view_campaign", may_look)
rules.add_perm("campaigns.add_campaign", may_write)
rules.add_perm("campaigns.change_campaign", may_write)
rules.add_perm("campaigns.publish_campaign", leads)
rules.add_perm("campaigns.delete_campaign", leads & is_draft)
# Of the campaign: who stands behind it. Of the organisation: what it stands behind.
rules.add_perm("campaigns.manage_partners", leads)
rules.add_perm("campaigns.manage_endorsements", is_organiser)
rules.add_perm("campaigns.sign_endorsement", speaks_for)
rules.add_perm("campaigns.view_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.add_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.change_campaignupdate", leads_campaign_of)
rules.add_perm("campaigns.delete_campaignupdate", leads_campaign_of)
