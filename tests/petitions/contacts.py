"""An organisation that asks on a petition's form, and people who agreed."""

from __future__ import annotations

from typing import Any

from campaigns.models import Endorsement
from partners.models import Organisation
from petitions import services
from petitions.consents import contact_purpose
from petitions.models import Contact, ContactOffer, ContactWording, Petition, Signature
from petitions.services.confirming import SUBJECT
from privacy import consents
from tests.factories import EndorsementFactory, OrganisationFactory, SignatureFactory
from tests.organising import somebody

WORDS = {
    "de": services.Words("Wir laden zu Treffen ein.", "https://verein.example/datenschutz"),
    "tr": services.Words("Toplantılara davet ederiz.", "https://verein.example/gizlilik"),
}


def partner_of(petition: Petition, name: str = "Verein Vielfalt") -> Organisation:
    """An organisation that stands behind the petition's campaign."""
    partner = OrganisationFactory(name=name)
    EndorsementFactory(campaign=petition.campaign, organisation=partner)
    return partner


def prepared(petition: Petition, partner: Organisation, words: Any = None) -> ContactOffer:
    actor = somebody("organiser", partner)
    return services.prepare(partner, petition.campaign, words or WORDS, actor=actor)


def offered(petition: Petition, partner: Organisation, words: Any = None) -> ContactOffer:
    offer = prepared(petition, partner, words)
    actor = somebody("organiser", petition.campaign.lead)
    services.put_on_forms(offer, seen=offer.submitted_at, actor=actor)
    return offer


def wording(offer: ContactOffer, language: str = "de") -> ContactWording:
    return offer.wordings.get(version=offer.version, language=language)


def agreed(petition: Petition, offer: ContactOffer, **fields: Any) -> Signature:
    """Somebody who signed, confirmed and ticked this organisation's box."""
    signature = SignatureFactory(petition=petition, **fields)
    shown = wording(offer)
    given = (contact_purpose(offer.pk), shown.proof, shown.language, SUBJECT, signature.pk)
    consents.give(signature.person_key, *given)
    Contact.objects.create(
        offer=offer,
        signature=signature,
        wording=shown,
        person_key=signature.person_key,
        given_at=signature.signed_at,
    )
    return signature


def leave(partner: Organisation) -> None:
    """It no longer stands behind any campaign."""
    Endorsement.objects.filter(organisation=partner).update(state=Endorsement.State.WITHDRAWN)
