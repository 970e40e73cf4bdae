"""One organisation of the demo that may write to some of its invented signatories."""

from accounts.models import User
from campaigns.models import Campaign
from pages.demo import content
from partners.models import Organisation
from petitions import services
from petitions.models import Contact, ContactOffer, Signature
from petitions.services.contacts import given_with, opened_by
from privacy import consents


def load_contacts(partner: User, organiser: User) -> None:
    """What was ended in the demo stays so: an offer that was there once isn't made again."""
    for found in content.table("contacts")["contacts"]:
        organisation = Organisation.objects.get(slug=found["organisation"])
        campaign = Campaign.objects.get(slug=found["campaign"])
        if ContactOffer.objects.filter(organisation=organisation, campaign=campaign).exists():
            continue
        words = {
            language: services.Words(found[language], found["privacy_url"])
            for language in content.LANGUAGES
        }
        offer = services.prepare(organisation, campaign, words, actor=partner)
        services.put_on_forms(offer, seen=offer.submitted_at, actor=organiser)
        _load_agreed(offer, found["every"])


def _load_agreed(offer: ContactOffer, every: int) -> None:
    wordings = {one.language: one for one in offer.wordings.all()}
    signed = Signature.objects.confirmed().filter(petition__campaign=offer.campaign, is_demo=True)
    some = list(signed.order_by("signed_at", "pk"))[::every]
    agreed = [(signature, [wordings[signature.language]]) for signature in some]
    given = [one for signature, words in agreed for one in given_with(signature, words)]
    consents.store(consents.new_consents(given))
    Contact.objects.bulk_create(
        [one for signature, words in agreed for one in opened_by(signature, words)]
    )
