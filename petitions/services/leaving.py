"""Leaving: withdrawing, hiding the name, being forgotten. As easy as signing was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from petitions.consents import SHOW_NAME, WORDINGS
from petitions.models import Deed, Signature
from petitions.services.announcing import note_withdrawn
from petitions.services.confirming import SUBJECT, close_links
from petitions.services.contacts import forget
from petitions.services.deeds import note_deeds
from petitions.services.outdating import outdate_lists
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
    counted, since it has left the house; the person's data goes all the same. So it does
    from an invalidated one, which stays so: taking it back is no way to sign anew.
    """
    with transaction.atomic():
        # Held before it is looked at: a confirmation under way is over then.
        held = Signature.objects.filter(pk=signature.pk).select_for_update().first()
        return held is not None and _withdraw(held, timezone.now())


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
        # In one order, so that two who erase at once never wait for each other in a circle.
        for held in list(Signature.objects.of(person_key).order_by("pk").select_for_update()):
            _withdraw(held, timezone.now())
            held.delete()


def _withdraw(held: Signature, now: datetime) -> bool:
    """Withdraw a signature whose row is held, and which so is what it says."""
    before = held.state
    if before == Signature.State.WITHDRAWN or held.withdrawn_at:
        return False
    is_invalidated = before == Signature.State.INVALIDATED
    after = before if is_invalidated else Signature.State.WITHDRAWN
    Signature.objects.filter(pk=held.pk).update(state=after, withdrawn_at=now, **EMPTY)
    held.suspicions.all().delete()
    # What the person may sign later stands in the same row: no mail sent before confirms it.
    close_links(held)
    forget([held.pk], now)
    if before == Signature.State.CONFIRMED:
        # What was handed over stays in the number: nothing was taken from it.
        if enter(held.petition_id, -1, now, held.pk):
            note_deeds(Deed.WITHDRAWN, {"": 1}, day=timezone.localdate(now))
        else:
            note_withdrawn(held)
        outdate_lists(held.petition_id, now)
    if held.confirmed_at:
        consents.end_for_subjects(SUBJECT, [held.pk])
    else:
        # Never confirmed, so there is nothing a proof of consent would have to prove.
        consents.forget_for_subjects(SUBJECT, [held.pk])
    return True
