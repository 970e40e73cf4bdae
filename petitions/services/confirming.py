"""Confirming: a conditional UPDATE and a line in the ledger, together or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from petitions.models import Signature
from petitions.models.signatures import UNCONFIRMED_KEPT
from petitions.services.confirming_postgresql import confirm_in_order
from petitions.services.tally import COUNTING, enter
from privacy import consents, secrets

CONFIRM = "petitions.confirm"
SUBJECT = "petitions.Signature"
# Who it is stays encrypted until a page shows it.
ENCRYPTED = ("given_name", "family_name", "email", "postcode")


class PetitionIsFrozen(Exception):
    """Handed over since: the count doesn't change any more."""


class Confirmation(NamedTuple):
    """A signature of this petition is confirmed; `is_new` is false when it was so before."""

    petition: str
    is_new: bool


def issue_confirmation(signature: Signature) -> str:
    """A new secret for the mail of an unconfirmed signature; it lives as long as that does."""
    return secrets.issue(
        CONFIRM,
        person_key=signature.person_key,
        subject_id=signature.pk,
        lifetime=signature.signed_at + UNCONFIRMED_KEPT - timezone.now(),
    )


def consents_of(signature: Signature) -> consents.ConsentQuerySet:
    """What the person agreed to when signing, each with its words, in the order of the boxes."""
    given = consents.standing(signature.person_key, subject_kind=SUBJECT, subject_id=signature.pk)
    return given.select_related("wording").order_by("pk")


def close_links(signature: Signature) -> None:
    """Let no earlier mail confirm it: its words have changed since they were sent."""
    secrets.revoke(CONFIRM, person_key=signature.person_key, subject_id=signature.pk)


def has_open_link(signature: Signature) -> bool:
    """Whether some mail sent so far still confirms it."""
    return secrets.any_usable(CONFIRM, person_key=signature.person_key, subject_id=signature.pk)


def find(clear_secret: str) -> Signature:
    """The signature a confirmation link is for.

    Raises privacy.secrets.SecretError, and PetitionIsFrozen where confirming is too late.
    """
    signature = signature_of(secrets.look_up(clear_secret, CONFIRM))
    if is_too_late(signature):
        raise PetitionIsFrozen
    return signature


def is_too_late(signature: Signature) -> bool:
    """Whether it can't be confirmed any more, because its petition was handed over."""
    is_pending = signature.state == Signature.State.PENDING
    return is_pending and signature.petition.state not in COUNTING


def signature_of(row: secrets.Secret) -> Signature:
    """The signature a secret was issued for; SecretUnknown when it is gone or taken back."""
    signatures = Signature.objects.filter(
        pk=row.subject_id,
        person_key=row.person_key,
        state__in=[Signature.State.PENDING, Signature.State.CONFIRMED],
    )
    try:
        return signatures.select_related("petition").get()
    except Signature.DoesNotExist:
        raise secrets.SecretUnknown(row) from None


def is_invalidated(row: secrets.Secret) -> bool:
    """Whether what a link was for is there, and only does not count."""
    mine = Signature.objects.invalidated().filter(pk=row.subject_id, person_key=row.person_key)
    return mine.filter(withdrawn_at=None).exists()


def confirm(clear_secret: str) -> Confirmation:
    """Count the signature. Of many confirmations at once exactly one counts.

    Raises SecretUnknown, SecretExpired or SecretUsed. Raises PetitionIsFrozen when the
    petition has been handed over; what the person had told is deleted then.
    """
    now = timezone.now()
    if connection.vendor == "postgresql":
        with transaction.atomic():
            slug = confirm_in_order(secrets.digest(clear_secret), CONFIRM, now)
        if slug:
            return Confirmation(slug, is_new=True)
    return _confirm(clear_secret, now)


def _confirm(clear_secret: str, now: datetime) -> Confirmation:
    subject_id = secrets.subject_of(clear_secret, CONFIRM)
    with transaction.atomic():
        # First the signature, then its secrets, as in signing again. Whoever signs again at
        # this moment with other words closes the link, so it is spent behind the lock.
        signature = _held(subject_id)
        if signature is None:
            raise secrets.SecretUnknown(secrets.look_up(clear_secret, CONFIRM))
        secrets.spend(
            clear_secret, CONFIRM, person_key=signature.person_key, subject_id=signature.pk
        )
        is_new = bool(
            Signature.objects.pending()
            .filter(pk=signature.pk)
            .update(state=Signature.State.CONFIRMED, confirmed_at=now)
        )
        is_counted = not is_new or enter(signature.petition_id, +1, now, signature.pk)
        if not is_counted:
            signature.delete()
            consents.forget_for_subjects(SUBJECT, [subject_id])
    if not is_counted:
        raise PetitionIsFrozen
    return Confirmation(signature.petition.slug, is_new)


def _held(subject_id: str) -> Signature | None:
    """The signature, if it waits or counts, held until the end of the transaction."""
    return (
        Signature.objects.filter(
            pk=subject_id, state__in=[Signature.State.PENDING, Signature.State.CONFIRMED]
        )
        .select_related("petition")
        .defer(*ENCRYPTED)
        .select_for_update(of=("self",))
        .first()
    )
