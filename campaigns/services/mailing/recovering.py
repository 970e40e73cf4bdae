"""Letters whose worker died: sent on, noted as sent, or left to people to decide about."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from campaigns.models import Delivery
from campaigns.models.mailings import DeliveryQuerySet
from campaigns.services.mailing.claiming import finish, put_back
from mail import journal
from mail.journal import Mark

State = Delivery.State


def recover() -> None:
    """Settle what dead workers had in hand.

    A dead worker of this machine has left notes, and is known to be dead at once. One of
    another machine is taken for dead when its lease is over, and its letters that may have
    left are uncertain.
    """
    names = Delivery.objects.held().order_by().values_list("claimed_by", flat=True).distinct()
    own = journal.ours()
    for name in set(names) - {own.name}:
        with journal.abandoned(name) as marks:
            if marks is not None:
                _settle(name, marks, Delivery.objects.held().filter(claimed_by=name))
    late = Delivery.objects.held().filter(lease_until__lt=timezone.now())
    for name in set(late.values_list("claimed_by", flat=True)):
        # Of our own: what could not be stored when it was known.
        marks = own.marks() if name == own.name else {}
        _settle(name, marks, late.filter(claimed_by=name))


def forget_journals() -> None:
    """Delete what dead workers of this machine have left, once nothing is in their hands."""
    for name in journal.abandoned_names():
        if not Delivery.objects.held().filter(claimed_by=name).exists():
            with journal.abandoned(name):
                pass


def _settle(name: str, marks: Mapping[UUID, Mark], held: DeliveryQuerySet) -> None:
    known = list(held.values_list("pk", "state"))
    stayed = [pk for pk, state in known if state == State.CLAIMED or marks.get(pk) is Mark.STAYED]
    taken = [pk for pk, _state in known if pk not in stayed and marks.get(pk) is Mark.TAKEN]
    unknown = [pk for pk, _state in known if pk not in stayed and pk not in taken]
    put_back(name, stayed)
    finish(name, taken, State.SENT)
    finish(name, unknown, State.UNCERTAIN)
    if name == journal.ours().name:
        journal.ours().settled([pk for pk, _state in known])
