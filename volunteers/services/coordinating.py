"""Asking somebody to a shift, and writing to all who come: by coordinators, and once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.models import User
from jobs.services import enqueue
from privacy import audit
from volunteers.models import Requirement, Shift, ShiftAsk, ShiftMessage, Supporter
from volunteers.services.suggesting import suitable_for


def ask(requirement: Requirement, supporter: Supporter, *, actor: User) -> bool:
    """Write to somebody that they are needed; False where they were asked, or may not be.

    Only who agreed to be asked for such work is, and of several who press at once one asks.
    """
    shift = requirement.shift
    if not shift.takes_people or shift.has_begun:
        return False
    found = [one for one in suitable_for(requirement) if one.supporter.pk == supporter.pk]
    if not found:
        return False
    with transaction.atomic():
        row, is_new = ShiftAsk.objects.get_or_create(
            shift=shift,
            person_key=supporter.person_key,
            defaults={"requirement": requirement, "asked_by": actor},
        )
        if not is_new:
            return False
        audit.record("volunteers.asked", actor, shift, requirement=requirement.pk)
        enqueue("volunteers.mail_asked", {"ask": row.pk}, queue="mail")
    return True


def write_to_shift(
    shift: Shift, nonce: UUID, *, subject: str, body: str, actor: User
) -> int | None:
    """Have these words sent to everybody who comes; to how many, or None where this very form
    was sent before."""
    with transaction.atomic():
        message, is_new = ShiftMessage.objects.get_or_create(
            pk=nonce,
            defaults={"shift": shift, "subject": subject, "body": body, "written_by": actor},
        )
        if not is_new:
            return None
        keys = list(shift.signups.confirmed().order_by("pk").values_list("pk", flat=True))
        for key in keys:
            enqueue(
                "volunteers.mail_message",
                {"message": str(message.pk), "signup": str(key)},
                key=f"volunteers.mail_message:{message.pk}:{key}",
                queue="mail",
            )
        message.people = len(keys)
        message.save(update_fields=["people"])
        audit.record("volunteers.shift_written_to", actor, shift, people=len(keys))
    return len(keys)
