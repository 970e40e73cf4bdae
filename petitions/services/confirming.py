"""Confirming: a conditional UPDATE and a line in the ledger, together or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from petitions.models import Petition, Signature
from petitions.services.tally import enter
from privacy import secrets

CONFIRM = "petitions.confirm"
# A link lives as long as the unconfirmed signature it is for.
CONFIRM_LIFETIME = timedelta(days=14)

# Closed ones still take the confirmation of what was signed in time; once handed over,
# the count stands on paper and must not move.
COUNTING = (Petition.State.OPEN, Petition.State.CLOSED)


class PetitionIsFrozen(Exception):
    """Handed over since: the count doesn't change any more."""


class Confirmation(NamedTuple):
    """A confirmed signature; `is_new` is false when it was confirmed before."""

    signature: Signature
    is_new: bool


def issue_confirmation(signature: Signature) -> str:
    """A new secret for the mail of an unconfirmed signature."""
    return secrets.issue(
        CONFIRM,
        person_key=signature.person_key,
        subject_id=signature.pk,
        lifetime=CONFIRM_LIFETIME,
    )


def find(clear_secret: str) -> Signature:
    """The signature a confirmation link is for; raises privacy.secrets.SecretError."""
    return signature_of(secrets.look_up(clear_secret, CONFIRM))


def signature_of(row: secrets.Secret) -> Signature:
    """The signature a secret was issued for; SecretUnknown when it is gone."""
    try:
        return Signature.objects.select_related("petition").get(
            pk=row.subject_id, person_key=row.person_key
        )
    except Signature.DoesNotExist:
        raise secrets.SecretUnknown from None


def confirm(clear_secret: str) -> Confirmation:
    """Count the signature. Of many confirmations at once exactly one counts.

    Raises SecretUnknown, SecretExpired or SecretUsed, and PetitionIsFrozen.
    """
    row = secrets.look_up(clear_secret, CONFIRM)
    now = timezone.now()
    with transaction.atomic():
        secrets.use(row)
        signature = signature_of(row)
        if signature.petition.state not in COUNTING:
            raise PetitionIsFrozen
        confirmed = (
            Signature.objects.pending()
            .filter(pk=signature.pk)
            .update(state=Signature.State.CONFIRMED, confirmed_at=now)
        )
        if confirmed:
            enter(signature.petition_id, +1, now)
    signature.refresh_from_db(fields=["state", "confirmed_at"])
    return Confirmation(signature, is_new=bool(confirmed))
