"""Forgetting people: what they held is free for others, what they did stays as a sum."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from privacy import consents
from volunteers.models import (
    Certificate,
    Shift,
    ShiftSignup,
    SignupQuerySet,
    Supporter,
    Task,
    TaskClaim,
    TaskSum,
    TeamMember,
    Volunteer,
)
from volunteers.services.announcing import tell_of_signup
from volunteers.services.holding import hold_person, hold_shift
from volunteers.services.joining import SUBJECT
from volunteers.services.places import enqueue_offers, take

# A task whose result is approved stays done by somebody.
GIVES_BACK = set(TaskClaim.HOLDING) - {TaskClaim.State.APPROVED}


def erase(person_key: str) -> None:
    """Delete all that this app holds about a person; repeatable."""
    with transaction.atomic():
        # Whoever was never here leaves no row by erasing.
        if not Volunteer.objects.filter(pk=person_key).exists() and not _is_mentioned(person_key):
            return
        hold_person(person_key)
        supporters = list(Supporter.objects.of(person_key).values_list("pk", flat=True))
        consents.end_for_subjects(SUBJECT, supporters)
        Supporter.objects.filter(pk__in=supporters).delete()
        forget_signups(ShiftSignup.objects.of(person_key), is_wished=True)
        forget_claims(TaskClaim.objects.filter(person_key=person_key))
        TeamMember.objects.of(person_key).delete()
        Certificate.objects.filter(person_key=person_key).delete()
        Volunteer.objects.filter(pk=person_key).delete()


def forget_signups(due: SignupQuerySet, *, is_wished: bool = False) -> int:
    """Delete these sign-ups; return how many.

    A place before the shift is free again and offered on. Hours that were approved become part
    of the shift's sums, which belong to nobody. Where that person has wished it (`is_wished`),
    programs hear of what is long over as well: they may have been told a name (Art. 19 GDPR).
    """
    forgotten = 0
    for shift_id in sorted(set(due.values_list("shift", flat=True))):
        with transaction.atomic():
            shift = hold_shift(shift_id)
            # Asked again: whoever signs up anew at this moment has a row that is not due.
            for signup in due.filter(shift=shift).order_by("pk"):
                _forget_signup(shift, signup, is_wished)
                forgotten += 1
    return forgotten


def _forget_signup(shift: Shift, signup: ShiftSignup, is_wished: bool) -> None:
    # While it runs somebody else may still come; who was there has used the place.
    if signup.has_place and shift.ends_at > timezone.now() and not signup.presence:
        take(signup.requirement_id, -1)
        enqueue_offers(shift.pk)
    if is_wished and signup.state == ShiftSignup.State.CONFIRMED:
        signup.person_key = ""
        tell_of_signup("shift_signup.cancelled", signup)
    if signup.approved_at and signup.minutes:
        Shift.objects.filter(pk=shift.pk).update(
            erased_people=F("erased_people") + 1,
            erased_minutes=F("erased_minutes") + signup.minutes,
        )
    signup.delete()


def forget_claims(due: models.QuerySet[TaskClaim]) -> int:
    """Delete these claims; return how many.

    Somebody else can take the task on, unless what was handed in is approved: then its minutes
    become part of the task's sums, which belong to nobody.
    """
    forgotten = 0
    for task_id in sorted(set(due.values_list("task", flat=True))):
        with transaction.atomic():
            Task.objects.select_for_update(no_key=True, of=("self",)).get(pk=task_id)
            # Asked again: what another deletes at this moment is in the sum already.
            for claim in due.filter(task=task_id).order_by("pk"):
                _forget_claim(claim)
                forgotten += 1
    return forgotten


def _forget_claim(claim: TaskClaim) -> None:
    if claim.state in GIVES_BACK:
        Task.objects.filter(pk=claim.task_id).update(taken=F("taken") - 1)
    if claim.state == TaskClaim.State.APPROVED and claim.minutes:
        decided = timezone.localdate(claim.decided_at or claim.claimed_at)
        row, _is_new = TaskSum.objects.get_or_create(
            task_id=claim.task_id, month=decided.replace(day=1)
        )
        TaskSum.objects.filter(pk=row.pk).update(
            people=F("people") + 1, minutes=F("minutes") + claim.minutes
        )
    claim.delete()


def _is_mentioned(person_key: str) -> bool:
    """Whether some row knows this person although none holds them."""
    knows = (Supporter, ShiftSignup, TaskClaim, TeamMember, Certificate)
    return any(model._default_manager.filter(person_key=person_key).exists() for model in knows)
