from campaigns.models.campaigns import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignQuerySet,
    CampaignText,
)
from campaigns.models.endorsements import Endorsement, EndorsementText, Side, StatementSigning
from campaigns.models.mailings import Delivery, Mailing, Suppression
from campaigns.models.plans import (
    CampaignGoal,
    CampaignGoalText,
    Milestone,
    MilestoneText,
    TeamMember,
)
from campaigns.models.updates import CampaignUpdate, CampaignUpdateText

__all__ = [
    "ActionField",
    "ActionFieldText",
    "Campaign",
    "CampaignGoal",
    "CampaignGoalText",
    "CampaignQuerySet",
    "CampaignText",
    "CampaignUpdate",
    "CampaignUpdateText",
    "Delivery",
    "Endorsement",
    "EndorsementText",
    "Mailing",
    "Milestone",
    "MilestoneText",
    "Side",
    "StatementSigning",
    "Suppression",
    "TeamMember",
]
