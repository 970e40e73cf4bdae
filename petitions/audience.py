"""Who signed a campaign's petitions and asked for its news (campaigns.audience)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import batched
from uuid import UUID

from campaigns.audience import Audience, Page, Supporter, register
from petitions.consents import NEWS
from petitions.models import Signature
from petitions.models.signatures import SignatureQuerySet
from petitions.services.confirming import SUBJECT
from privacy import consents
from privacy.models import Consent

# SQLite takes so many values in one question at least.
KEYS_AT_ONCE = 500


def read(campaign_id: int, after: str, limit: int) -> Page:
    """Signatures that count, the newest first: of somebody who signed more than one petition
    the first letter's address, name and language are the latest."""
    signatures = _of_campaign(campaign_id).confirmed().order_by("-pk")
    if after:
        signatures = signatures.filter(pk__lt=UUID(after))
    keys = dict(signatures.values_list("pk", "person_key")[: min(limit, KEYS_AT_ONCE)])
    if not keys:
        return Page([], None)
    agreed = {
        UUID(subject_id)
        for _key, subject_id in _standing(keys.values())
        if UUID(subject_id) in keys
    }
    willing = _of_campaign(campaign_id).confirmed().filter(pk__in=agreed).order_by("-pk")
    told = willing.only("person_key", "email", "given_name", "language")
    supporters = [
        Supporter(one.person_key, one.email, one.given_name, one.language)
        for one in told
        if one.email
    ]
    return Page(supporters, str(min(keys)))


def wanting(campaign_id: int, person_keys: Collection[str]) -> set[str]:
    """Whose consent stands, given with a signature that still counts."""
    found: set[str] = set()
    for some in batched(person_keys, KEYS_AT_ONCE, strict=False):
        agreed = [subject_id for _key, subject_id in _standing(some)]
        counting = _of_campaign(campaign_id).confirmed()
        for ids in batched(agreed, KEYS_AT_ONCE, strict=False):
            found |= set(counting.filter(pk__in=ids).values_list("person_key", flat=True))
    return found


def end(campaign_id: int, person_key: str) -> None:
    signed = _of_campaign(campaign_id).of(person_key)
    for signature_id in signed.values_list("pk", flat=True):
        consents.withdraw(person_key, NEWS, SUBJECT, signature_id)


def _of_campaign(campaign_id: int) -> SignatureQuerySet:
    return Signature.objects.filter(petition__campaign=campaign_id)


def _standing(person_keys: Collection[str]) -> list[tuple[str, str]]:
    """Person and signature of each consent to news that stands."""
    given = Consent.objects.standing().filter(
        person_key__in=person_keys, purpose=NEWS, subject_kind=SUBJECT
    )
    # One whose signature is anonymised names none any more.
    return list(given.exclude(subject_id="").values_list("person_key", "subject_id"))


def register_all() -> None:
    register(Audience("petitions", read, wanting, end))
