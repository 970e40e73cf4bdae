from campaigns.models.campaigns import ActionField, ActionFieldText, Campaign, CampaignText
from campaigns.models.endorsements import Endorsement, EndorsementText
from campaigns.models.updates import CampaignUpdate, CampaignUpdateText

__all__ = [
    "ActionField",
    "ActionFieldText",
    "Campaign",
    "CampaignText",
    "CampaignUpdate",
    "CampaignUpdateText",
    "Endorsement",
    "EndorsementText",
]
