"""Leaving: withdrawing, hiding the name, being forgotten. As easy as signing was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from petitions.consents import SHOW_NAME, WORDINGS
from petitions.models import Signature
from petitions.services.confirming import SUBJECT
from petitions.services.tally import enter
from privacy import consents

EMPTY = {
    "given_name": "",
    "family_name": "",
    "email": "",
    "postcode": "",
    "district": "",
    "show_name": False,
}


def withdraw(signature: Signature) -> bool:
    """Take a signature back and empty its row; the count falls by exactly one, once.

    False when there was nothing to withdraw any more. What was handed over stays
    counted, since it has left the house; the person's data goes all the same.
    """
    now = timezone.now()
    with transaction.atomic():
        if _withdraw(signature, Signature.State.CONFIRMED, now):
            enter(signature.petition_id, -1, now)
            consents.end_for_subjects(SUBJECT, [signature.pk])
            return True
        if _withdraw(signature, Signature.State.PENDING, now):
            # Never confirmed, so there is nothing a proof of consent would have to prove.
            consents.forget_for_subjects(SUBJECT, [signature.pk])
            return True
    return False


def set_name_shown(signature: Signature, is_shown: bool, language: str) -> None:
    """Show or hide the name on the petition page; showing it is a consent of its own."""
    with transaction.atomic():
        changed = (
            Signature.objects.confirmed()
            .filter(pk=signature.pk, show_name=not is_shown)
            .update(show_name=is_shown)
        )
        if changed and is_shown:
            consents.give(
                signature.person_key,
                SHOW_NAME,
                str(WORDINGS[SHOW_NAME]),
                language,
                SUBJECT,
                signature.pk,
            )
        elif changed:
            consents.withdraw(signature.person_key, SHOW_NAME, SUBJECT, signature.pk)


def erase(person_key: str) -> None:
    """Delete every signature of a person; open counts fall by what had counted."""
    with transaction.atomic():
        for signature in Signature.objects.of(person_key):
            withdraw(signature)
        Signature.objects.of(person_key).delete()


def _withdraw(signature: Signature, state: str, now: datetime) -> bool:
    return bool(
        Signature.objects.filter(pk=signature.pk, state=state).update(
            state=Signature.State.WITHDRAWN, withdrawn_at=now, **EMPTY
        )
    )
