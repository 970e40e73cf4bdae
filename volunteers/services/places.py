"""Places of a shift: held, given back, offered to whoever has waited longest.

The shift's row is held (services/holding.py) by whoever calls what is here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobs.services import enqueue
from volunteers.models import Requirement, Shift, ShiftSignup
from volunteers.services.announcing import tell_of_signup
from volunteers.services.holding import hold_shift

State = ShiftSignup.State


def fits(requirement: Requirement) -> bool:
    """Whether somebody can have a place now: nobody passes by those who wait."""
    fresh = Requirement.objects.get(pk=requirement.pk)
    return not fresh.is_full and not fresh.signups.waiting().exists()


def take(requirement_id: int, number: int = 1) -> None:
    """Count places as held, or with a negative number as free again."""
    Requirement.objects.filter(pk=requirement_id).update(taken=F("taken") + number)


def give_back(signup: ShiftSignup) -> None:
    """Free the place of a sign-up that goes on without it, and have it offered; not saved."""
    if signup.has_place:
        take(signup.requirement_id, -1)
        signup.has_place = False
        enqueue_offers(signup.shift_id)


def end(signup: ShiftSignup, state: str, now: datetime) -> None:
    """End a sign-up and give back what it held."""
    came = signup.state == State.CONFIRMED
    if signup.has_place:
        take(signup.requirement_id, -1)
    signup.state, signup.has_place = state, False
    signup.offered_until = signup.stand_in_wanted_at = None
    signup.ended_at = now
    signup.save(
        update_fields=["state", "has_place", "offered_until", "stand_in_wanted_at", "ended_at"]
    )
    if came:
        tell_of_signup("shift_signup.cancelled", signup)


@transaction.atomic
def offer_free_places(shift_id: int, now: datetime | None = None) -> list[ShiftSignup]:
    """Offer what is free to those who wait, the longest first; return who got an offer.

    Each offer holds its place for the shift's `offer_hours`, but never beyond its beginning.
    Nothing is offered once the shift is cancelled or has begun.
    """
    now = now or timezone.now()
    shift = hold_shift(shift_id)
    if shift.state != Shift.State.OPEN or shift.starts_at <= now:
        return []
    until = min(now + timedelta(hours=shift.offer_hours), shift.starts_at)
    offered = []
    for requirement in shift.requirements.all():
        for waiting in requirement.signups.waiting()[: requirement.free]:
            waiting.state, waiting.has_place, waiting.offered_until = State.OFFERED, True, until
            waiting.save(update_fields=["state", "has_place", "offered_until"])
            take(requirement.pk)
            enqueue_mail(waiting, "offer")
            offered.append(waiting)
    return offered


def release_run_out(now: datetime | None = None) -> int:
    """Give back what nobody took or confirmed in time, and offer it on; how many ran out."""
    now = now or timezone.now()
    shifts = Shift.objects.filter(signups__in=ShiftSignup.objects.run_out(now)).distinct()
    keys = list(shifts.order_by("pk").values_list("pk", flat=True))
    return sum(_release_of(key, now) for key in keys)


@transaction.atomic
def _release_of(shift_id: int, now: datetime) -> int:
    shift = hold_shift(shift_id)
    run_out = list(shift.signups.run_out(now).order_by("pk"))
    for signup in run_out:
        if signup.state == State.PENDING:
            # It may still be confirmed: then it waits, where its moment puts it.
            signup.has_place = False
            signup.save(update_fields=["has_place"])
            take(signup.requirement_id, -1)
            continue
        about = "offer_over" if signup.state == State.OFFERED else "guardian_over"
        end(signup, State.LAPSED, now)
        enqueue_mail(signup, about)
    if run_out:
        enqueue_offers(shift_id)
    return len(run_out)


def offer_what_was_overlooked(now: datetime | None = None) -> int:
    """Offer places that are free although somebody waits; on how many shifts there were any.

    Whoever leaves while the job that offers is ending finds it still under way, and no other
    is made: so somebody looks each minute.
    """
    now = now or timezone.now()
    free = Requirement.objects.filter(
        taken__lt=F("maximum"),
        shift__state=Shift.State.OPEN,
        shift__starts_at__gt=now,
        signups__state=State.WAITING,
    )
    shifts = sorted(set(free.values_list("shift", flat=True)))
    return sum(bool(offer_free_places(shift_id, now)) for shift_id in shifts)


def enqueue_offers(shift_id: int) -> None:
    """Have free places offered soon; many wishes at once are one job."""
    enqueue(
        "volunteers.offer_places", {"shift": shift_id}, key=f"volunteers.offer_places:{shift_id}"
    )


def enqueue_mail(signup: ShiftSignup, about: str) -> None:
    """Have the person told of what happened to their sign-up, once for each moment.

    `about` is a key of `emails_of_shifts.MAILS`.
    """
    moment = signup.ended_at or signup.offered_until or signup.signed_up_at
    enqueue(
        "volunteers.mail_signup",
        {"signup": str(signup.pk), "about": about},
        key=f"volunteers.mail:{signup.pk}:{about}:{moment.timestamp()}",
        queue="mail",
    )
