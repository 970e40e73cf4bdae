"""Signing: one transaction, one row per person, the same answer for everyone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.services import announce, enqueue, new_job
from petitions.consents import SHOW_NAME, SIGNING
from petitions.districts import district_of
from petitions.models import Petition, PetitionText, Signature
from petitions.services.confirming import SUBJECT, close_links, consents_of, has_open_link
from privacy import consents
from privacy.person import person_key
from web.cache import remembered
from web.limits import LimitExceeded, check
from web.together import insert_together

KNOWN_FOR_SECONDS = 5
# Whoever presses "sign" again and again gets one mail in this time, not one a press.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)
# What a signature says, beside whose it is and what it is for.
WORDS = [
    "text_id", "given_name", "family_name", "email", "postcode", "district",
    "show_name", "language", "source",
]  # fmt: skip


class PetitionIsClosed(Exception):
    """The petition takes no signatures any more."""


class PetitionOpensLater(PetitionIsClosed):
    """The petition takes no signatures yet; `opens_at` says when it does."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


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

    Says nothing about whether the person had signed before; the mail tells. Until it is
    confirmed the newest words count, afterwards a repeat changes nothing. An address that
    signs too often changes nothing either, and nobody is told: a refusal would tell whoever
    types somebody else's address that it was used before. Raises Petition.DoesNotExist and
    PetitionIsClosed (PetitionOpensLater before its first day).
    """
    if SIGNING not in details.consents:
        raise ValueError("Nobody signs without the consent to it.")
    now = timezone.now()
    signature = _signature(_open(slug, now), person_key(details.email), details, now)
    if not _sign_first(signature, details) and not _is_too_often(slug, signature):
        _sign_once_more(signature, details)


def enqueue_mail(signature: Signature) -> None:
    """Have the person written to about their signature; many wishes at once make one mail."""
    enqueue(**_mail(signature))


def _mail(signature: Signature) -> dict[str, Any]:
    """One mail for each signing, named by its moment: a mail on its way with earlier words
    must not stand in the way of the one with the newest."""
    about = f"{signature.petition_id}:{signature.person_key}"
    return {
        "kind": "petitions.mail_signatory",
        "payload": {"petition": signature.petition_id, "person": signature.person_key},
        "key": f"petitions.mail_signatory:{about}:{signature.signed_at.timestamp()}",
        "queue": "mail",
    }


def ask_again(signature: Signature) -> None:
    """Renew a signature whose link has expired: fourteen more days, and a new mail.

    The mail goes out at once, unless one with a link that works has just been sent.
    """
    with transaction.atomic():
        row = Signature.objects.pending().select_for_update().filter(pk=signature.pk).first()
        if row is None:
            return
        row.signed_at = timezone.now()
        if not has_open_link(row):
            row.mailed_at = None
        row.save(update_fields=["signed_at", "mailed_at"])
        enqueue_mail(row)


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


def _open(slug: str, now: datetime) -> Signable:
    petition = signable(slug)
    if petition.is_open and petition.opens_at and now < petition.opens_at:
        raise PetitionOpensLater(petition.opens_at)
    if not petition.takes_signatures(now):
        raise PetitionIsClosed
    return petition


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


def _sign_first(signature: Signature, details: Details) -> bool:
    """Store the signature with its consents and its mail; False when the person's row is there."""
    job = new_job(**_mail(signature))
    given = consents.new_consents(_given(signature, details))
    is_stored = insert_together(signature, [*given, job])
    if is_stored:
        announce(job)
    return is_stored


def _is_too_often(slug: str, signature: Signature) -> bool:
    """Whether this person signs this petition again and again. The first time is always free:
    the row itself is what there can be only one of."""
    try:
        check("sign:address", f"{slug}:{signature.person_key}")
    except LimitExceeded:
        return True
    return False


def _sign_once_more(signature: Signature, details: Details) -> None:
    with transaction.atomic():
        stored = _sign_again(signature, details)
        if stored is not None:
            enqueue_mail(stored)
            return
    # The row that was in the way was deleted before it could be looked at.
    _sign_first(signature, details)


def _sign_again(signature: Signature, details: Details) -> Signature | None:
    """What is unconfirmed or withdrawn is filled anew; what counts is never changed."""
    rows = Signature.objects.of(signature.person_key).filter(petition_id=signature.petition_id)
    row = rows.select_for_update().first()
    if row is None or row.state not in (Signature.State.PENDING, Signature.State.WITHDRAWN):
        return row
    if row.state == Signature.State.PENDING:
        if _says_the_same(row, signature, details):
            _renew(row, signature.signed_at)
            return row
        # Never confirmed, so there is nothing their proof would have to prove.
        consents.forget_for_subjects(SUBJECT, [row.pk])
    for name in [*WORDS, "signed_at"]:
        setattr(row, name, getattr(signature, name))
    row.state = Signature.State.PENDING
    row.withdrawn_at = row.confirmed_at = row.mailed_at = row.reminded_at = None
    row.save()
    close_links(row)
    _give_consents(row, details)
    return row


def _says_the_same(row: Signature, signature: Signature, details: Details) -> bool:
    given = consents_of(row)
    wanted = {(purpose, details.language, text) for purpose, text in details.consents.items()}
    return (
        all(getattr(row, name) == getattr(signature, name) for name in WORDS)
        and set(given.values_list("purpose", "wording__language", "wording__text")) == wanted
    )


def _renew(row: Signature, now: datetime) -> None:
    """Fourteen more days for the same words, and for the link of the mail that goes out now.

    Not while many presses at once are one signing: they share its moment, and so its mail.
    """
    if now - row.signed_at >= MAIL_AT_MOST_EVERY:
        row.signed_at = now
        row.save(update_fields=["signed_at"])


def _give_consents(signature: Signature, details: Details) -> None:
    consents.give_many(_given(signature, details))


def _given(signature: Signature, details: Details) -> list[consents.Given]:
    return [
        consents.Given(
            signature.person_key, purpose, text, details.language, SUBJECT, str(signature.pk)
        )
        for purpose, text in details.consents.items()
    ]
