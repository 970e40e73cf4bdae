"""Who agreed to be written to, by which organisation: given when signing, ended at any time.

A list is being read behind a lock that everybody who ends something shares: whoever ended it
before is not on the list, and who does so later makes it out of date (outdating).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from languages.services import pick
from petitions.consents import CONTACT, contact_purpose
from petitions.models import Contact, ContactOffer, ContactWording, Signature
from petitions.models.contacts import ContactQuerySet
from petitions.services.confirming import SUBJECT
from petitions.services.outdating import outdate_contact_lists
from privacy import consents
from privacy.models import Consent
from web.cache import recall, remember, remembered

KNOWN_FOR_SECONDS = 5
# Another of PostgreSQL's advisory locks that are ours (see tally.COUNT_LOCK).
CONTACTS_LOCK = 0x5A12
# SQLite takes so many values in one question at least.
AT_ONCE = 500

type Wordings = list[ContactWording]


def shown_wordings(slug: str, *, is_new: bool = False) -> Wordings:
    """All words that were ever shown of the offers on a petition's form, in their order; at
    most five seconds old, or asked for anew."""
    key = _key(slug)
    if is_new:
        remember(key, KNOWN_FOR_SECONDS, _shown_wordings(slug))
    return remembered(key, KNOWN_FOR_SECONDS, lambda: _shown_wordings(slug))


def known_wordings(slug: str) -> Wordings:
    """What this process knew of them last; asks nobody."""
    return recall(_key(slug)) or []


def boxes(wordings: Wordings) -> Wordings:
    """Of each offer the words of today, in the current language or else in German."""
    today: dict[int, Wordings] = {}
    for one in wordings:
        if one.version == one.offer.version:
            today.setdefault(one.offer_id, []).append(one)
    picked = [pick(texts, get_language() or "de") for texts in today.values()]
    return [one for one in picked if one is not None]


def agreed_to(wording_ids: Collection[int], petition_id: int) -> Wordings:
    """Those of the ticked words whose offer still stands on this petition's forms."""
    if not wording_ids:
        return []
    wordings = ContactWording.objects.filter(
        pk__in=wording_ids,
        version__lte=F("offer__version"),
        offer__in=ContactOffer.objects.standing().filter(campaign__petitions=petition_id),
    )
    # Of an offer whose words changed while somebody read on, one is enough.
    return list({one.offer_id: one for one in wordings.order_by("pk")}.values())


def given_with(signature: Signature, wordings: Wordings) -> list[consents.Given]:
    """The consents that these ticks are, each with all that stood beside the box."""
    return [
        consents.Given(
            signature.person_key,
            contact_purpose(one.offer_id),
            one.proof,
            one.language,
            SUBJECT,
            str(signature.pk),
            signature.signed_at,
        )
        for one in wordings
    ]


def opened_by(signature: Signature, wordings: Wordings) -> list[Contact]:
    """To whom these ticks open the signature's address, to be stored with it."""
    return [
        Contact(
            offer_id=one.offer_id,
            signature=signature,
            wording=one,
            person_key=signature.person_key,
            given_at=signature.signed_at,
        )
        for one in wordings
    ]


def end_for_person(consent: Consent) -> None:
    """The person has withdrawn one of these consents: the organisation reaches them no more,
    by whichever petition it was. In the transaction of the withdrawal."""
    offer_id = consent.purpose.removeprefix(CONTACT)
    organisation = ContactOffer.objects.filter(pk=offer_id).values_list("organisation", flat=True)
    for organisation_id in organisation:
        now = timezone.now()
        mine = Contact.objects.of(consent.person_key).filter(offer__organisation=organisation_id)
        others = {contact_purpose(pk) for pk in mine.values_list("offer", flat=True)}
        end_rows(mine.standing(), [organisation_id], Contact.Ending.PERSON, now)
        Consent.objects.standing().filter(
            person_key=consent.person_key, purpose__in=others
        ).update(withdrawn_at=now)


def forget(signature_ids: Iterable[UUID], now: datetime) -> None:
    """Their people leave: nobody reaches them, and no list names them. The consents are the
    caller's, who knows whether a proof of them stays."""
    for ids in batched(signature_ids, AT_ONCE, strict=False):
        rows = Contact.objects.filter(signature__in=ids)
        if organisations := _organisations(rows):
            _hold_shared(organisations)
            outdate_contact_lists(organisations, now)
            rows.delete()


def set_aside(signature_ids: Iterable[UUID], now: datetime) -> None:
    """These signatures do not count now, or do again: lists made before are out of date."""
    for ids in batched(signature_ids, AT_ONCE, strict=False):
        if organisations := _organisations(Contact.objects.filter(signature__in=ids)):
            _hold_shared(organisations)
            outdate_contact_lists(organisations, now)


def end_rows(
    rows: ContactQuerySet, organisations: Collection[int], ending: str, now: datetime
) -> int:
    """End standing contacts of these organisations, and what lists there are of them."""
    _hold_shared(organisations)
    outdate_contact_lists(organisations, now)
    return rows.update(ended_at=now, ending=ending)


def end_consents(offer_id: int) -> int:
    """Withdraw the consents behind contacts that are over; safe to run twice."""
    over = Contact.objects.filter(offer=offer_id).exclude(ended_at=None).order_by("pk")
    ended = 0
    for ids in batched(over.values_list("signature", flat=True).iterator(), AT_ONCE, strict=False):
        standing = Consent.objects.standing().filter(
            subject_kind=SUBJECT,
            subject_id__in=[str(one) for one in ids],
            purpose=contact_purpose(offer_id),
        )
        ended += standing.update(withdrawn_at=timezone.now())
    return ended


def end_over(organisation_id: int | None = None) -> int:
    """End what is past its time after the handover."""
    now = timezone.now()
    over = Contact.objects.over(now)
    if organisation_id is not None:
        over = over.filter(offer__organisation=organisation_id)
    pairs = list(over.order_by("offer").values_list("offer", "offer__organisation").distinct())
    ended = 0
    for offer_id, organisation in pairs:
        with transaction.atomic():
            rows = Contact.objects.filter(
                pk__in=Contact.objects.over(now).filter(offer=offer_id).values("pk")
            )
            ended += end_rows(rows, [organisation], Contact.Ending.TIME, now)
            end_consents(offer_id)
    return ended


def hold_contacts_alone(organisation_id: int) -> None:
    """Wait for whoever ends something just now: for reading a list."""
    _lock("pg_advisory_xact_lock", organisation_id)


def _hold_shared(organisations: Collection[int]) -> None:
    # In one order, so that nobody waits in a circle.
    for organisation_id in sorted(set(organisations)):
        _lock("pg_advisory_xact_lock_shared", organisation_id)


def _lock(function: str, organisation_id: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [CONTACTS_LOCK, organisation_id])
    # SQLite: transactions are immediate, so there is one at a time anyway.


def _organisations(rows: ContactQuerySet) -> list[int]:
    found = rows.order_by("offer__organisation").values_list("offer__organisation", flat=True)
    return list(found.distinct())


def _shown_wordings(slug: str) -> Wordings:
    offers = ContactOffer.objects.standing().filter(campaign__petitions__slug=slug)
    wordings = ContactWording.objects.filter(offer__in=offers, version__lte=F("offer__version"))
    return list(wordings.select_related("offer__organisation").order_by("offer__place", "pk"))


def _key(slug: str) -> str:
    return f"petitions.contact_wordings:{slug}"
