"""One organisation of the demo that may write to some of its invented signatories."""

from typing import Any

from django.utils import timezone, translation

from campaigns.models import Campaign, Endorsement
from pages.demo import content
from partners.models import Organisation
from petitions.consents import contact_sentence
from petitions.models import Contact, ContactOffer, ContactWording, Signature
from petitions.services.contacts import given_with, opened_by
from privacy import consents


def load_contacts() -> None:
    """What was ended in the demo stays so: an offer that was there once isn't made again."""
    for found in content.table("contacts")["contacts"]:
        organisation = Organisation.objects.get(slug=found["organisation"])
        campaign = Campaign.objects.get(slug=found["campaign"])
        if not ContactOffer.objects.filter(organisation=organisation, campaign=campaign).exists():
            _load_offer(organisation, campaign, found)


def _load_offer(organisation: Organisation, campaign: Campaign, found: dict[str, Any]) -> None:
    offer = ContactOffer.objects.create(
        organisation=organisation,
        campaign=campaign,
        endorsement=Endorsement.objects.accepted().get(
            organisation=organisation, campaign=campaign
        ),
        state=ContactOffer.State.OFFERED,
        version=1,
        place=1,
        offered_at=timezone.now(),
    )
    wordings = {}
    for language in content.LANGUAGES:
        with translation.override(language):
            sentence = contact_sentence(organisation.name)
        wordings[language] = ContactWording.objects.create(
            offer=offer,
            version=1,
            language=language,
            sentence=sentence,
            words=found[language],
            privacy_url=found["privacy_url"],
        )
    signed = Signature.objects.confirmed().filter(petition__campaign=campaign, is_demo=True)
    some = list(signed.order_by("signed_at", "pk"))[:: found["every"]]
    agreed = [(signature, [wordings[signature.language]]) for signature in some]
    given = [one for signature, words in agreed for one in given_with(signature, words)]
    consents.store(consents.new_consents(given))
    Contact.objects.bulk_create(
        [one for signature, words in agreed for one in opened_by(signature, words)]
    )
