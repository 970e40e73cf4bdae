import pytest
from django.utils import timezone

from campaigns.models import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
    EndorsementText,
)
from partners.models import Organisation, OrganisationText


@pytest.fixture
def start(db):
    """Start one more public campaign with a lead, a field, an update and an endorsement."""

    def start(number: int = 1, state: str = Campaign.State.PUBLISHED) -> Campaign:
        lead = Organisation.objects.create(slug=f"lead{number}", name=f"Verein {number}")
        OrganisationText.objects.create(organisation=lead, language="de", summary="Wir helfen")
        field = ActionField.objects.create(slug=f"field{number}")
        ActionFieldText.objects.create(
            field=field, language="de", name=f"Bildung {number}", summary="Schule", body="Lang"
        )
        campaign = Campaign.objects.create(
            slug=f"campaign{number}", lead=lead, state=state, published_at=timezone.now()
        )
        campaign.fields.add(*ActionField.objects.all())
        CampaignText.objects.create(
            campaign=campaign, language="de", title=f"Kampagne {number}", summary="Darum"
        )
        for one in Campaign.objects.all():
            _grow(one, number)
        return campaign

    return start


def _grow(campaign: Campaign, number: int) -> None:
    """One more update and one more endorsement for a campaign."""
    update = CampaignUpdate.objects.create(
        campaign=campaign,
        happened_on=timezone.localdate(),
        is_year_only=number == 1,
        state=CampaignUpdate.State.PUBLISHED,
    )
    CampaignUpdateText.objects.create(update=update, language="de", title=f"Schritt {number}")
    partner, _ = Organisation.objects.get_or_create(slug=f"partner{number}", name=f"Bund {number}")
    endorsement = Endorsement.objects.create(
        campaign=campaign, organisation=partner, state=Endorsement.State.ACCEPTED
    )
    EndorsementText.objects.create(endorsement=endorsement, language="de", statement="Ja dazu")
