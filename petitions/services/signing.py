"""Signing: one transaction, one row per person, the same answer for everyone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from petitions.consents import SHOW_NAME, SIGNING
from petitions.districts import district_of
from petitions.models import Petition, PetitionText, Signature
from petitions.services.confirming import SUBJECT
from privacy import consents
from privacy.person import person_key
from web.cache import remembered

KNOWN_FOR_SECONDS = 5


class PetitionIsClosed(Exception):
    """The petition takes no signatures: not yet, or no more."""


@dataclass(frozen=True)
class Details:
    """What a person typed and ticked.

    `text_id` is the PetitionText that was shown. `consents` maps a purpose to the
    sentence that stood beside the ticked box; signing itself is one of them.
    """

    given_name: str
    family_name: str
    email: str
    postcode: str
    language: str
    text_id: int | None = None
    source: str = ""
    consents: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signable:
    """What signing needs to know of a petition; kept for a few seconds, so that a wave
    of signings does not ask the same thing thousands of times."""

    petition_id: int
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    text_ids: frozenset[int]
    current: dict[str, int]

    def takes_signatures(self, now: datetime) -> bool:
        return (
            self.is_open
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )


def sign(slug: str, details: Details) -> None:
    """Store an unconfirmed signature and the mail that asks to confirm it.

    Says nothing about whether the person had signed before: a repeat changes nothing
    here, and the mail tells. Raises Petition.DoesNotExist and PetitionIsClosed.
    """
    if SIGNING not in details.consents:
        raise ValueError("Nobody signs without the consent to it.")
    now = timezone.now()
    petition = signable(slug)
    if not petition.takes_signatures(now):
        raise PetitionIsClosed
    key = person_key(details.email)
    signature = _signature(petition, key, details, now)
    with transaction.atomic():
        if _insert(signature) or _sign_again(signature):
            consents.give_many(
                consents.Given(key, purpose, text, details.language, SUBJECT, str(signature.pk))
                for purpose, text in details.consents.items()
            )
        enqueue_mail(petition.petition_id, key)


def enqueue_mail(petition_id: int, key: str) -> None:
    """Have the person written to about their signature; many wishes at once make one mail."""
    enqueue(
        "petitions.mail_signatory",
        {"petition": petition_id, "person": key},
        key=f"petitions.mail_signatory:{petition_id}:{key}",
        queue="mail",
    )


def ask_again(signature: Signature) -> None:
    """Renew a signature whose link has expired: fourteen more days, and a new mail."""
    with transaction.atomic():
        Signature.objects.pending().filter(pk=signature.pk).update(signed_at=timezone.now())
        enqueue_mail(signature.petition_id, signature.person_key)


def signable(slug: str) -> Signable:
    """What signing needs to know of a public petition, at most five seconds old."""
    return remembered(f"petitions.signable:{slug}", KNOWN_FOR_SECONDS, lambda: _signable(slug))


def _signable(slug: str) -> Signable:
    petition = Petition.objects.public().get(slug=slug)
    texts = PetitionText.objects.filter(
        petition=petition, version__lte=petition.published_version
    ).values_list("pk", "language", "version")
    return Signable(
        petition_id=petition.pk,
        is_open=petition.state == Petition.State.OPEN,
        opens_at=petition.opens_at,
        closes_at=petition.closes_at,
        text_ids=frozenset(pk for pk, _, _ in texts),
        current={lang: pk for pk, lang, number in texts if number == petition.published_version},
    )


def _signature(petition: Signable, key: str, details: Details, now: datetime) -> Signature:
    shown = details.text_id
    if shown not in petition.text_ids:
        shown = petition.current.get(details.language) or petition.current["de"]
    return Signature(
        petition_id=petition.petition_id,
        text_id=shown,
        person_key=key,
        given_name=details.given_name,
        family_name=details.family_name,
        email=details.email,
        postcode=details.postcode,
        district=district_of(details.postcode),
        show_name=SHOW_NAME in details.consents,
        language=details.language,
        source=details.source[:40],
        signed_at=now,
    )


def _insert(signature: Signature) -> bool:
    """Insert unless the person's row exists; True when this call inserted it."""
    Signature.objects.bulk_create([signature], ignore_conflicts=True)
    return Signature.objects.filter(pk=signature.pk).exists()


def _sign_again(signature: Signature) -> bool:
    """Whoever withdrew may sign again: the old row, emptied when withdrawing, is filled anew."""
    withdrawn = Signature.objects.filter(
        petition_id=signature.petition_id,
        person_key=signature.person_key,
        state=Signature.State.WITHDRAWN,
    )
    row_id = withdrawn.values_list("pk", flat=True).first()
    if row_id is None:
        return False
    fresh = {
        name: getattr(signature, name)
        for name in (
            "text_id", "given_name", "family_name", "email", "postcode", "district",
            "show_name", "language", "source", "signed_at",
        )
    }  # fmt: skip
    signature.pk = row_id
    return bool(
        withdrawn.update(
            **fresh,
            state=Signature.State.PENDING,
            withdrawn_at=None,
            confirmed_at=None,
            mailed_at=None,
            reminded_at=None,
        )
    )
