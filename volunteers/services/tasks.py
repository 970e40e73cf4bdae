"""Tasks without a time: taken on, handed in, approved or given back, given up.

Whoever takes or frees a place of a task holds the person first and the task after it, as with
shifts (services/holding). What a claim becomes is a conditional UPDATE: of two who press at
once, one is told that it stands differently by now.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from jobs.services import enqueue
from privacy import audit
from volunteers.models import Task, TaskClaim
from volunteers.services.holding import hold_person

State = TaskClaim.State
# Who may still hand in, or give up.
UNDER_WAY = (State.CLAIMED, State.HANDED_IN, State.RETURNED)
# Nobody keeps others from more tasks than one can do.
MOST_AT_ONCE = 5


class PersonUnknown(Exception):
    """Nobody has confirmed this address here yet, so there is nobody to promise anything."""


def hold_task(task_id: int) -> Task:
    """Lock a task, in a transaction, after the person, and read it as it is then."""
    return Task.objects.select_for_update(no_key=True, of=("self",)).get(pk=task_id)


@transaction.atomic
def claim_task(task: Task, person_key: str) -> TaskClaim:
    """Take a task on; pressed twice it is one. Raises PersonUnknown, or ValidationError with
    a sentence where the task is closed or taken, or the person has enough to do."""
    if not hold_person(person_key).email:
        raise PersonUnknown
    held = hold_task(task.pk)
    mine = TaskClaim.objects.filter(person_key=person_key)
    claim = mine.filter(task=held).first() or TaskClaim(task=held, person_key=person_key)
    if not claim._state.adding and claim.state in TaskClaim.HOLDING:
        return claim
    if held.state != Task.State.OPEN or held.campaign.state != Campaign.State.PUBLISHED:
        raise ValidationError(_("This task is over. Thank you for wanting to do it."))
    if held.free == 0:
        raise ValidationError(_("Somebody was quicker: this task is taken."))
    if mine.filter(state__in=(State.CLAIMED, State.RETURNED)).count() >= MOST_AT_ONCE:
        raise ValidationError(
            _("You have taken on five tasks. Hand one in or give one up, then take the next.")
        )
    _take(held, 1)
    claim.state, claim.claimed_at = State.CLAIMED, timezone.now()
    claim.result = claim.remark = ""
    claim.minutes = claim.handed_in_at = claim.decided_at = claim.decided_by = None
    claim.save()
    return claim


@transaction.atomic
def drop_task(claim: TaskClaim) -> bool:
    """Give a task up, so that somebody else can take it; what was approved stays."""
    hold_person(claim.person_key)
    return _free_place(claim, UNDER_WAY, result="", remark="")


@transaction.atomic
def hand_in_task(claim: TaskClaim, result: str) -> bool:
    """Hand in what was done, in words or by its address; again as long as nobody decided."""
    hold_person(claim.person_key)
    now = timezone.now()
    return _become(claim, State.HANDED_IN, UNDER_WAY, result=result, handed_in_at=now)


@transaction.atomic
def approve_claim(
    claim: TaskClaim, minutes: int, *, seen: datetime | None, actor: AbstractBaseUser
) -> None:
    """Say that it is done, and how long it took. `seen` is the `handed_in_at` of what was read.

    The task is done as soon as all who may take it have done it. Raises ValidationError where
    it was handed in anew meanwhile, or somebody else has decided.
    """
    task = hold_task(claim.task_id)
    _decide(claim, State.APPROVED, seen, actor, minutes=minutes)
    # Who did it and was erased since holds their place on, without a claim.
    approved = task.taken - task.claims.filter(state__in=UNDER_WAY).count()
    if task.state == Task.State.OPEN and approved >= task.maximum:
        Task.objects.filter(pk=task.pk).update(state=Task.State.DONE)
    audit.record("volunteers.claim_approved", actor, task, minutes=minutes)


@transaction.atomic
def return_claim(
    claim: TaskClaim, remark: str, *, seen: datetime | None, actor: AbstractBaseUser
) -> None:
    """Give it back with what is still missing; the person keeps the task. Raises as above."""
    task = hold_task(claim.task_id)
    _decide(claim, State.RETURNED, seen, actor, remark=remark)
    audit.record("volunteers.claim_returned", actor, task)


@transaction.atomic
def release_claim(claim: TaskClaim, *, actor: AbstractBaseUser) -> bool:
    """Free the place of somebody who is not heard of any more; the person is told."""
    hold_person(claim.person_key)
    by = {"decided_at": timezone.now(), "decided_by": actor}
    if not _free_place(claim, (State.CLAIMED, State.RETURNED), result="", remark="", **by):
        return False
    audit.record("volunteers.claim_released", actor, claim.task)
    _enqueue_mail(claim, "released")
    return True


def _decide(
    claim: TaskClaim,
    state: str,
    seen: datetime | None,
    actor: AbstractBaseUser,
    **words: Any,
) -> None:
    by = {"decided_at": timezone.now(), "decided_by": actor}
    if not _become(claim, state, (State.HANDED_IN,), only={"handed_in_at": seen}, **words, **by):
        raise ValidationError(
            _("This has changed since you opened it. Look at it once more, then decide.")
        )
    _enqueue_mail(claim, state)


def _free_place(claim: TaskClaim, origins: tuple[str, ...], **also: Any) -> bool:
    task = hold_task(claim.task_id)
    if not _become(claim, State.DROPPED, origins, **also):
        return False
    _take(task, -1)
    return True


def _become(
    claim: TaskClaim,
    state: str,
    origins: tuple[str, ...],
    only: dict[str, Any] | None = None,
    **also: Any,
) -> bool:
    here = TaskClaim.objects.filter(pk=claim.pk, state__in=origins, **only or {})
    if not here.update(state=state, **also):
        return False
    claim.refresh_from_db()
    return True


def _take(task: Task, number: int) -> None:
    """Take or free places; the task is held."""
    Task.objects.filter(pk=task.pk).update(taken=F("taken") + number)


def _enqueue_mail(claim: TaskClaim, about: str) -> None:
    """Have the person told, once for each decision; `about` is a key of `emails.tasks.MAILS`."""
    moment = claim.decided_at.isoformat() if claim.decided_at else ""
    enqueue(
        "volunteers.mail_claim",
        {"claim": str(claim.pk), "about": about, "moment": moment},
        key=f"volunteers.mail_claim:{claim.pk}:{about}:{moment}",
        queue="mail",
    )
