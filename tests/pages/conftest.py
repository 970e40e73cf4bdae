import pytest
from django.utils import timezone

from campaigns.models import ActionField, ActionFieldText, Campaign, CampaignText
from partners.models import Organisation, OrganisationText
from petitions.models import Addressee, Instrument, Petition, PetitionText


@pytest.fixture
def publish(db):
    """Put one more public organisation, field, campaign and open petition into the world."""

    def publish(number: int = 1, language: str = "de", title: str = "Wahlrecht") -> Petition:
        organisation = Organisation.objects.create(slug=f"o{number}", name=f"Verein {number}")
        OrganisationText.objects.create(
            organisation=organisation, language=language, summary="Wir helfen", description="Lange"
        )
        field = ActionField.objects.create(slug=f"f{number}")
        ActionFieldText.objects.create(
            field=field, language=language, name=f"Bildung {number}", summary="Schule"
        )
        campaign = Campaign.objects.create(
            slug=f"c{number}", lead=organisation, state="published", published_at=timezone.now()
        )
        CampaignText.objects.create(
            campaign=campaign, language=language, title=f"Kampagne {number}", summary="Darum"
        )
        petition = Petition.objects.create(
            slug=f"p{number}",
            campaign=campaign,
            initiator=organisation,
            addressee=Addressee.objects.get_or_create(slug="rat")[0],
            instrument=Instrument.objects.get_or_create(slug="appell", channel="online")[0],
            state="open",
            goal=1000,
            confirmed_count=100 * number,
        )
        PetitionText.objects.create(
            petition=petition,
            language=language,
            title=f"{title} {number}",
            demand="Wir fordern etwas.",
            summary="Kurz gesagt",
        )
        return petition

    return publish
