"""Telling those on a shift: of each change once, and of the shift two days and two hours before.

However often these run, side by side or after a kill, each person gets one job: it is written
in one transaction with the conditional UPDATE that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobs.services import enqueue
from volunteers.models import Guardian, Shift, ShiftQuerySet, ShiftSignup
from volunteers.models.signups import REMIND_BEFORE, reminders_over
from volunteers.services.holding import hold_person


def tell_later(shift: Shift) -> None:
    """Have everybody told who is on the shift or waits; call it in the change's transaction."""
    if shift.state != Shift.State.DRAFT:
        enqueue(
            "volunteers.tell",
            {"shift": shift.pk},
            key=f"volunteers.tell:{shift.pk}:{shift.sequence}",
        )


def tell(shift_id: int) -> int:
    """Have those written to who do not know of the newest change, guardians too; how many."""
    shift = Shift.objects.filter(pk=shift_id).exclude(state=Shift.State.DRAFT).first()
    if shift is None:
        return 0
    late = shift.signups.standing().filter(told_sequence__lt=shift.sequence)
    guardians = Guardian.objects.concerned().filter(
        signup__shift=shift, told_sequence__lt=shift.sequence
    )
    if shift.state == Shift.State.CANCELLED:
        people = set(late.values_list("person_key", flat=True))
        people |= set(guardians.values_list("signup__person_key", flat=True))
        return sum(_tell_of_cancelled(person, shift) for person in sorted(people))
    keys = list(late.order_by("pk").values_list("pk", flat=True))
    told = sum(_tell_one(key, shift) for key in keys)
    keys = list(guardians.order_by("pk").values_list("pk", flat=True))
    return told + sum(_tell_guardian(key, shift) for key in keys)


@transaction.atomic
def _tell_of_cancelled(person_key: str, shift: Shift) -> int:
    """Of all cancelled shifts of the same series or event that this person, or a guardian of
    theirs, does not know of yet: one job each, however many shifts these are."""
    # Two jobs for two shifts of one series: the second waits, and finds nothing left.
    hold_person(person_key)
    alike = Q(pk=shift.pk)
    if shift.series_id is not None:
        alike |= Q(series=shift.series_id)
    if shift.event_id is not None:
        alike |= Q(event=shift.event_id)
    off = Shift.objects.filter(alike, state=Shift.State.CANCELLED)
    late = ShiftSignup.objects.standing().of(person_key).filter(shift__in=off)
    late = late.filter(told_sequence__lt=F("shift__sequence")).order_by("shift__starts_at", "pk")
    sequences = dict(late.values_list("pk", "shift__sequence"))
    for key, sequence in sequences.items():
        ShiftSignup.objects.filter(pk=key).update(told_sequence=sequence)
    if sequences:
        _enqueue_cancelled("volunteers.mail_signup", sequences)
    return len(sequences) + _tell_guardians_of_cancelled(person_key, off)


def _tell_guardians_of_cancelled(person_key: str, off: ShiftQuerySet) -> int:
    """One job for each address; the person is held."""
    late = Guardian.objects.concerned().filter(
        signup__person_key=person_key,
        signup__shift__in=off,
        told_sequence__lt=F("signup__shift__sequence"),
    )
    by_address: dict[str, dict[UUID, int]] = {}
    for one in late.select_related("signup__shift").order_by("signup__shift__starts_at", "pk"):
        by_address.setdefault(one.email.casefold(), {})[one.pk] = one.signup.shift.sequence
    for sequences in by_address.values():
        for key, sequence in sequences.items():
            Guardian.objects.filter(pk=key).update(told_sequence=sequence)
        _enqueue_cancelled("volunteers.mail_guardian", sequences)
    return sum(len(sequences) for sequences in by_address.values())


def _enqueue_cancelled(kind: str, sequences: Mapping[UUID, int]) -> None:
    first, sequence = next(iter(sequences.items()))
    enqueue(
        kind,
        {
            "signup": str(first),
            "about": "cancelled",
            "sequences": {str(key): each for key, each in sequences.items()},
        },
        key=f"{kind}:{first}:cancelled:{sequence}",
        queue="mail",
    )


@transaction.atomic
def _tell_one(key: UUID, shift: Shift) -> bool:
    """One row, one transaction: nobody waits in a ring for somebody who offers places."""
    mine = ShiftSignup.objects.standing().filter(pk=key, told_sequence__lt=shift.sequence)
    # At another time it is another day before; what that mail says needs no reminder.
    over = reminders_over(shift, timezone.now())
    if not mine.update(told_sequence=shift.sequence, reminders=over):
        return False
    enqueue(
        "volunteers.mail_signup",
        {"signup": str(key), "about": "shift", "sequence": shift.sequence},
        key=f"volunteers.mail:{key}:shift:{shift.sequence}",
        queue="mail",
    )
    return True


@transaction.atomic
def _tell_guardian(key: UUID, shift: Shift) -> bool:
    mine = Guardian.objects.filter(pk=key, told_sequence__lt=shift.sequence)
    if not mine.update(told_sequence=shift.sequence):
        return False
    enqueue(
        "volunteers.mail_guardian",
        {"signup": str(key), "sequence": shift.sequence},
        key=f"volunteers.mail_guardian:{key}:{shift.sequence}",
        queue="mail",
    )
    return True


def tell_late(now: datetime | None = None) -> int:
    """Those who confirmed while a change was being told, and what a lost job had left."""
    now = now or timezone.now()
    late = (
        ShiftSignup.objects.standing()
        .filter(shift__ends_at__gt=now, told_sequence__lt=F("shift__sequence"))
        .exclude(shift__state=Shift.State.DRAFT)
    )
    guardians = Guardian.objects.concerned().filter(
        signup__shift__ends_at__gt=now, told_sequence__lt=F("signup__shift__sequence")
    )
    shifts = set(late.values_list("shift_id", flat=True))
    shifts |= set(guardians.values_list("signup__shift_id", flat=True))
    return sum(tell(shift_id) for shift_id in sorted(shifts))


def remind(now: datetime | None = None) -> int:
    """Have those written to whose shift is near; return how many.

    Each of REMIND_BEFORE is sent once. Whoever signs up later than it gets none of it: they
    know. What was missed while nothing ran is not made up for by two mails at once.
    """
    now = now or timezone.now()
    reminded = 0
    for number, before in enumerate(REMIND_BEFORE, start=1):
        due = ShiftSignup.objects.confirmed().filter(
            reminders__lt=number,
            shift__state=Shift.State.OPEN,
            shift__starts_at__gt=now,
            shift__starts_at__lte=now + before,
        )
        if number < len(REMIND_BEFORE):
            due = due.filter(shift__starts_at__gt=now + REMIND_BEFORE[number])
        keys = list(due.order_by("pk").values_list("pk", flat=True))
        reminded += sum(_remind_one(key, number) for key in keys)
    return reminded


@transaction.atomic
def _remind_one(key: UUID, number: int) -> bool:
    mine = ShiftSignup.objects.confirmed().filter(pk=key, reminders__lt=number)
    if not mine.update(reminders=number):
        return False
    enqueue(
        "volunteers.mail_signup",
        {"signup": str(key), "about": "reminder", "number": number},
        key=f"volunteers.mail:{key}:reminder:{number}",
        queue="mail",
    )
    return True
