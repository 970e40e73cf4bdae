"""Signing: one sealed row, whoever signs and however often; a job stores it (storing.py).

The request writes the same row for a first signing as for a repeat, so neither its answer nor
the time it takes tells whether an address has signed (docs/adr/0009).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from petitions.consents import SIGNING
from petitions.models import Petition, PetitionText, Signature
from petitions.services.confirming import has_open_link
from petitions.services.suspicion import network_code
from privacy.person import person_key
from privacy.sealed import seal
from web.cache import remembered

KNOWN_FOR_SECONDS = 5
# Whoever presses "sign" again and again gets one mail in this time, not one a press.
MAIL_AT_MOST_EVERY = timedelta(minutes=5)


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
    sentence that stood beside the ticked box; signing itself is one of them. `contacts` are
    the ContactWordings that stood beside those ticked for organisations.
    """

    given_name: str
    family_name: str
    email: str
    postcode: str
    language: str
    text_id: int | None = None
    source: str = ""
    consents: dict[str, str] = field(default_factory=dict)
    contacts: list[int] = field(default_factory=list)


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

    def text_for(self, details: Details) -> int:
        """The text the person signs: the one that was shown, else today's in their language."""
        if details.text_id is not None and details.text_id in self.text_ids:
            return details.text_id
        return self.current.get(details.language) or self.current["de"]


def sign(slug: str, details: Details, network: str = "") -> None:
    """Take a signing: from here on it is never lost, and its mail will ask to confirm it.

    `network` is where it comes from (web.limits.client_network). What is kept of it is a code
    for this day, and only until the signing is stored, unless very many come from there.

    Says nothing about whether the person had signed before; the mail tells. Until it is
    confirmed the newest words count, afterwards a repeat changes nothing. Raises
    Petition.DoesNotExist and PetitionIsClosed (PetitionOpensLater before its first day).
    """
    if SIGNING not in details.consents:
        raise ValueError("Nobody signs without the consent to it.")
    now = timezone.now()
    petition = _open(slug, now)
    words = vars(details) | {"text_id": petition.text_for(details)}
    enqueue(
        "petitions.store_signature",
        {
            "petition": petition.petition_id,
            "person": person_key(details.email),
            "sealed": seal(
                words | {"signed_at": now.isoformat(), "network": network_code(network, now)}
            ),
        },
        queue="intake",
    )


def enqueue_mail(signature: Signature) -> None:
    """Have the person written to about their signature; many wishes at once make one mail."""
    enqueue(**mail_about(signature))


def mail_about(signature: Signature) -> dict[str, Any]:
    """The job of one mail for each signing, named by its moment: a mail on its way with earlier
    words must not stand in the way of the one with the newest."""
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
