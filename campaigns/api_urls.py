from django.urls import path

from campaigns.api import endorsing, inviting, leading, organising, reading, updating

ONE = "campaigns/<slug:slug>/"
OWN = f"organise/{ONE}"
UPDATE = f"{OWN}updates/<int:update_id>/"
PARTNER = f"{OWN}endorsements/<int:endorsement_id>/"
STANDING = "organise/organisations/<slug:slug>/endorsements/"
WORD = f"{STANDING}<int:endorsement_id>/"

urlpatterns = [
    path("campaigns/", reading.CampaignList.as_view(), name="api-campaign-list"),
    # No campaign has this address: web.slugs.RESERVED.
    path("campaigns/fields/", reading.FieldList.as_view()),
    path(ONE, reading.CampaignDetail.as_view(), name="api-campaign-detail"),
    path(f"{ONE}texts/", reading.CampaignTexts.as_view()),
    path(f"{ONE}updates/", reading.UpdateList.as_view()),
    path(f"{ONE}updates/<int:update_id>/", reading.UpdateDetail.as_view()),
    path(f"{ONE}endorsements/", reading.EndorsementList.as_view()),
    path("organise/campaigns/", organising.Campaigns.as_view()),
    path(OWN, organising.OneCampaign.as_view(), name="api-organise-campaign"),
    path(f"{OWN}texts/", organising.Texts.as_view()),
    path(f"{OWN}texts/<str:language>/", organising.CampaignWords.as_view()),
    path(f"{OWN}publication/", leading.Publication.as_view()),
    path(f"{OWN}schedule/", leading.Schedule.as_view()),
    path(f"{OWN}closing/", leading.Closing.as_view()),
    path(f"{OWN}updates/", updating.Updates.as_view()),
    path(UPDATE, updating.OneUpdate.as_view(), name="api-organise-update"),
    path(f"{UPDATE}texts/<str:language>/", updating.UpdateWords.as_view()),
    path(f"{UPDATE}publication/", leading.UpdatePublication.as_view()),
    path(f"{UPDATE}schedule/", leading.UpdateSchedule.as_view()),
    path(f"{OWN}endorsements/", inviting.Partners.as_view()),
    path(PARTNER, inviting.OnePartner.as_view(), name="api-organise-partner"),
    path(f"{PARTNER}acceptance/", inviting.Acceptance.as_view()),
    path(f"{PARTNER}refusal/", inviting.Declining.as_view()),
    path(f"{PARTNER}retraction/", inviting.Retraction.as_view()),
    path(f"{PARTNER}ending/", inviting.Ending.as_view()),
    path(STANDING, endorsing.Endorsements.as_view()),
    path(WORD, endorsing.OneEndorsement.as_view(), name="api-organise-endorsement"),
    path(f"{WORD}acceptance/", endorsing.Acceptance.as_view()),
    path(f"{WORD}wording/", endorsing.Wording.as_view()),
    path(f"{WORD}refusal/", endorsing.Declining.as_view()),
    path(f"{WORD}retraction/", endorsing.Retraction.as_view()),
    path(f"{WORD}withdrawal/", endorsing.Withdrawal.as_view()),
]
