"""Offers of contact on a campaign's forms: the organisation prepares, the campaign says yes.

Ending one needs nobody else's word. What an organisation that left had been allowed ends by
itself, at most a minute later; nobody reaches anybody meanwhile (ContactQuerySet).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign, Endorsement
from jobs.services import enqueue
from partners.models import Organisation
from petitions.consents import contact_sentence
from petitions.models import Contact, ContactOffer, ContactWording
from petitions.models.contacts import OFFERS_AT_MOST
from petitions.services.contacts import end_rows
from privacy import audit

State = ContactOffer.State


@dataclass(frozen=True)
class Words:
    """What an organisation writes in one language: what for, and where its privacy notice is."""

    words: str
    privacy_url: str


def prepare(
    organisation: Organisation, campaign: Campaign, words: Mapping[str, Words], *, actor: User
) -> ContactOffer:
    """Hand in words, by language, for the campaign to say yes to; replace what waited so far.

    What is on the forms stays there meanwhile. Raises ValidationError where the organisation
    does not stand behind the campaign, or German is missing.
    """
    if "de" not in words:
        raise ValidationError(_("Write the words in German at least."))
    with transaction.atomic():
        offer = _held(_offer_of(organisation, campaign))
        version = offer.version + 1
        # Nobody has seen these so far.
        offer.wordings.filter(version__gt=offer.version).delete()
        for language, written in words.items():
            ContactWording.objects.create(
                offer=offer,
                version=version,
                language=language,
                sentence=_sentence(organisation, language),
                words=written.words,
                privacy_url=written.privacy_url,
            )
        offer.submitted_at = timezone.now()
        offer.save(update_fields=["submitted_at"])
        audit.record("petitions.contact_prepared", actor, offer, version=version)
    return offer


def put_on_forms(offer: ContactOffer, *, seen: datetime | None, actor: User) -> None:
    """The campaign says yes to the words it has read (`seen`: when they were handed in).

    Raises ValidationError when they are others by now, when the organisation has left, or
    when the form is full.
    """
    for _attempt in range(OFFERS_AT_MOST + 1):
        try:
            _put_in_a_place(offer, seen, actor)
        except IntegrityError:
            # Somebody else took the place at the same moment: look for another one.
            continue
        offer.refresh_from_db()
        return
    raise ValidationError(_full())


@transaction.atomic
def _put_in_a_place(offer: ContactOffer, seen: datetime | None, actor: User) -> None:
    held = _held(offer)
    if held.submitted_at is None or held.submitted_at != seen:
        raise ValidationError(_("The words have changed meanwhile. Read them again."))
    if not _is_grounded(held):
        raise ValidationError(_("This organisation does not stand behind it any more."))
    if held.place is None:
        held.place = _free_place(held.campaign_id)
    held.version += 1
    held.state, held.submitted_at = State.OFFERED, None
    held.offered_at = held.offered_at or timezone.now()
    held.save()
    audit.record("petitions.contact_offered", actor, held, version=held.version)


def end_offer(offer: ContactOffer, *, actor: User | str) -> bool:
    """Take it off the forms, and end what people allowed; False when it was over before."""
    with transaction.atomic():
        held = _held(offer)
        if held.state == State.ENDED:
            return False
        now = timezone.now()
        held.state, held.ended_at, held.submitted_at = State.ENDED, now, None
        held.place = None
        held.save()
        standing = Contact.objects.standing().filter(offer=held)
        end_rows(standing, [held.organisation_id], Contact.Ending.OFFER, now)
        enqueue(
            "petitions.end_contact_consents",
            {"offer": held.pk},
            key=f"petitions.end_contact_consents:{held.pk}",
        )
        audit.record("petitions.contact_ended", actor, held)
    offer.refresh_from_db()
    return True


def end_without_ground(organisation_id: int | None = None) -> int:
    """End the offers of organisations that left, and what was agreed to a moment too late."""
    offers = ContactOffer.objects.all()
    late = Contact.objects.standing().filter(offer__state=State.ENDED)
    if organisation_id is not None:
        offers = offers.filter(organisation=organisation_id)
        late = late.filter(offer__organisation=organisation_id)
    ended = sum(end_offer(one, actor=audit.SYSTEM) for one in list(offers.without_ground()))
    for offer_id, organisation in list(
        late.values_list("offer", "offer__organisation").order_by("offer").distinct()
    ):
        with transaction.atomic():
            rows = Contact.objects.standing().filter(offer=offer_id)
            end_rows(rows, [organisation], Contact.Ending.OFFER, timezone.now())
            enqueue(
                "petitions.end_contact_consents",
                {"offer": offer_id},
                key=f"petitions.end_contact_consents:{offer_id}",
            )
    return ended


def _offer_of(organisation: Organisation, campaign: Campaign) -> ContactOffer:
    """The live one of the two; made at the first words, of many at once by one."""
    accepted = Endorsement.objects.accepted().filter(campaign=campaign, organisation=organisation)
    endorsement = accepted.first()
    if endorsement is None:
        raise ValidationError(
            _("Only organisations that stand behind a campaign can ask on its forms.")
        )
    # One that rests on an earlier word is over, whether or not that was noticed.
    end_without_ground(organisation.pk)
    offer, _made = ContactOffer.objects.live().get_or_create(
        organisation=organisation, campaign=campaign, defaults={"endorsement": endorsement}
    )
    return offer


def _held(offer: ContactOffer) -> ContactOffer:
    """Held for the one who changes it. The place is settled by the database's constraint."""
    return ContactOffer.objects.select_for_update().get(pk=offer.pk)


def _is_grounded(offer: ContactOffer) -> bool:
    live = ContactOffer.objects.live().filter(pk=offer.pk)
    return live.exists() and not ContactOffer.objects.without_ground().filter(pk=offer.pk).exists()


def _free_place(campaign_id: int) -> int:
    offered = ContactOffer.objects.filter(campaign=campaign_id, state=State.OFFERED)
    taken = set(offered.values_list("place", flat=True))
    for place in range(1, OFFERS_AT_MOST + 1):
        if place not in taken:
            return place
    raise ValidationError(_full())


def _full() -> str:
    return _("There is no more room on the form: at most %(number)s organisations may ask.") % {
        "number": OFFERS_AT_MOST
    }


def _sentence(organisation: Organisation, language: str) -> str:
    with translation.override(language):
        return contact_sentence(organisation.name)
