"""Storing what was signed: one row per person, with its consents and the mail that asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from jobs.models import Job
from jobs.services import new_job
from petitions.consents import SHOW_NAME, contact_purpose
from petitions.models import Contact, Signature
from petitions.services.confirming import SUBJECT, close_links, consents_of
from petitions.services.contacts import Wordings, agreed_to, given_with, opened_by
from petitions.services.signing import MAIL_AT_MOST_EVERY, Details, enqueue_mail, mail_about
from petitions.services.suspicion import Noticed, notice, notice_again, suspicions_of
from privacy import consents
from privacy.sealed import unseal
from web.districts import district_of
from web.limits import LimitExceeded, check
from web.together import insert_together

# What a signature says, beside whose it is and what it is for.
WORDS = [
    "text_id", "given_name", "family_name", "email", "postcode", "district",
    "show_name", "language", "source",
]  # fmt: skip


def store(petition_id: int, person_key: str, sealed: str) -> Job | None:
    """Store what `sign` took; a second time changes nothing.

    What the person did later than this signing stands, in whatever order the jobs run.
    Signing again and again changes nothing either past a limit: a mailbox is no toy.
    Gives the job of a first signing's mail, for the caller to run at once: nobody else has
    been told of it, and if the caller dies, the sweeper finds it.
    """
    words = unseal(sealed)
    signed_at = datetime.fromisoformat(words.pop("signed_at"))
    # Absent in what was signed before this release.
    network = words.pop("network", "")
    details = Details(**words)
    signature = _signature(details, signed_at, petition_id, words["text_id"], person_key)
    odd = notice(
        petition_id, details.given_name, details.family_name, details.email, network, signed_at
    )
    # What an organisation that left meanwhile had asked for is given to nobody.
    contacts = agreed_to(details.contacts, petition_id)
    if job := _store_first(signature, details, contacts, odd):
        return job
    if _is_too_often(signature):
        return None
    return _store_again(signature, details, contacts, odd)


def _signature(
    details: Details, signed_at: datetime, petition_id: int, text_id: int, key: str
) -> Signature:
    return Signature(
        petition_id=petition_id,
        text_id=text_id,
        person_key=key,
        given_name=details.given_name,
        family_name=details.family_name,
        email=details.email,
        postcode=details.postcode,
        district=district_of(details.postcode),
        show_name=SHOW_NAME in details.consents,
        language=details.language,
        source=details.source[:40],
        signed_at=signed_at,
    )


def _store_first(
    signature: Signature, details: Details, contacts: Wordings, odd: list[Noticed]
) -> Job | None:
    """Store the signature with its consents, its mail and what is odd about it; None when the
    person's row is there."""
    job = new_job(**mail_about(signature))
    # Since the press, however long it waited to be stored.
    job.wanted_at = signature.signed_at
    agreed = [*_given(signature, details, contacts), *opened_by(signature, contacts)]
    others = [*agreed, job, *suspicions_of(signature, odd)]
    return job if insert_together(signature, others) else None


def _is_too_often(signature: Signature) -> bool:
    """Whether this person signs this petition again and again. The first time is always free:
    the row itself is what there can be only one of."""
    try:
        check("sign:address", f"{signature.petition_id}:{signature.person_key}")
    except LimitExceeded:
        return True
    return False


def _store_again(
    signature: Signature, details: Details, contacts: Wordings, odd: list[Noticed]
) -> Job | None:
    with transaction.atomic():
        rows = Signature.objects.of(signature.person_key).filter(petition=signature.petition_id)
        row = rows.select_for_update().first()
        if row is not None:
            if not _is_overtaken(row, signature.signed_at):
                _fill(row, signature, details, contacts, odd)
                enqueue_mail(row)
            return None
    # The row that was in the way was deleted before it could be looked at.
    return _store_first(signature, details, contacts, odd)


def _is_overtaken(row: Signature, signed_at: datetime) -> bool:
    """Whether the person signed or withdrew after this signing, which was stored late."""
    return row.signed_at > signed_at or bool(row.withdrawn_at and row.withdrawn_at > signed_at)


def _fill(
    row: Signature,
    signature: Signature,
    details: Details,
    contacts: Wordings,
    odd: list[Noticed],
) -> None:
    """What is unconfirmed or withdrawn is filled anew; what counts is never changed, nor what
    was invalidated: signing again brings that back into no count."""
    if row.state not in (Signature.State.PENDING, Signature.State.WITHDRAWN):
        return
    if row.state == Signature.State.PENDING:
        if _says_the_same(row, signature, details, contacts):
            _renew(row, signature.signed_at)
            return
        # Never confirmed, so there is nothing their proof would have to prove.
        consents.forget_for_subjects(SUBJECT, [row.pk])
    for name in [*WORDS, "signed_at"]:
        setattr(row, name, getattr(signature, name))
    row.state = Signature.State.PENDING
    row.withdrawn_at = row.confirmed_at = row.mailed_at = row.reminded_at = None
    row.save()
    close_links(row)
    notice_again(row, odd)
    consents.store(_given(row, details, contacts))
    # Whom the words signed now open the address to, and nobody of an earlier signing.
    Contact.objects.filter(signature=row).delete()
    Contact.objects.bulk_create(opened_by(row, contacts))


def _says_the_same(
    row: Signature, signature: Signature, details: Details, contacts: Wordings
) -> bool:
    given = consents_of(row)
    wanted = {(purpose, details.language, text) for purpose, text in details.consents.items()}
    wanted |= {(contact_purpose(one.offer_id), one.language, one.proof) for one in contacts}
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


def _given(signature: Signature, details: Details, contacts: Wordings) -> list[Any]:
    """The consents of a signing, given when it was sent and not when it is stored."""
    given = [
        consents.Given(
            signature.person_key,
            purpose,
            text,
            details.language,
            SUBJECT,
            str(signature.pk),
            signature.signed_at,
        )
        for purpose, text in details.consents.items()
    ]
    return consents.new_consents([*given, *given_with(signature, contacts)])
