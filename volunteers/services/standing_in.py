"""Asking those who might stand in for somebody who can't come after all."""

from __future__ import annotations

from django.db import transaction

from jobs.services import enqueue
from volunteers.emails import standing_in as emails
from volunteers.models import Shift, ShiftAsk, ShiftSignup, SignupQuerySet, Volunteer
from volunteers.services.suggesting import suitable_for
from web.limits import LimitExceeded, check

# Nobody is helped by mails to hundreds for one place.
MOST_ASKED = 20
# Who looks, finds after all, and looks again troubles the others no more often.
ASKED_AT_MOST = "2/day"


def ask_for_stand_in(signup_id: str) -> int:
    """Have those written to who may take over; return how many. Nobody is told from whom.

    First those who wait for such a place, then who agreed to be asked for such work and has
    not been asked to this shift. `signup_id` is of somebody who looks for a stand-in.
    """
    signup = _looking().filter(pk=signup_id).first()
    if signup is None or signup.stand_in_wanted_at is None:
        return 0
    try:
        check("stand_in:signup", str(signup.pk), ASKED_AT_MOST)
    except LimitExceeded:
        return 0
    waiting = ShiftSignup.objects.waiting().filter(requirement=signup.requirement_id)
    asked = list(waiting.values_list("pk", flat=True)[:MOST_ASKED])
    for key in asked:
        enqueue(
            "volunteers.mail_signup",
            {"signup": str(key), "about": "stand_in_wanted"},
            key=f"volunteers.mail:{key}:stand_in_wanted:{signup.stand_in_wanted_at.timestamp()}",
            queue="mail",
        )
    return len(asked) + _ask_suitable(signup, MOST_ASKED - len(asked))


def _looking() -> SignupQuerySet:
    return (
        ShiftSignup.objects.confirmed()
        .filter(stand_in_wanted_at__isnull=False, shift__state=Shift.State.OPEN)
        .select_related("requirement", "shift")
    )


def _ask_suitable(signup: ShiftSignup, number: int) -> int:
    """Ask so many of those who agreed to it. The row says that they were: nobody is twice."""
    fresh = [one for one in suitable_for(signup.requirement) if one.asked_at is None]
    asked = 0
    for one in fresh[:number]:
        with transaction.atomic():
            row, is_new = ShiftAsk.objects.get_or_create(
                shift=signup.shift,
                person_key=one.volunteer.pk,
                defaults={"requirement": signup.requirement},
            )
            if is_new:
                enqueue(
                    "volunteers.mail_stand_in",
                    {"ask": row.pk, "signup": str(signup.pk)},
                    queue="mail",
                )
        asked += is_new
    return asked


def mail_stand_in(ask_id: int, signup_id: str) -> None:
    """Write to one of those who agreed to be asked, unless nobody is looked for any more."""
    ask = ShiftAsk.objects.select_related("requirement").filter(pk=ask_id).first()
    signup = _looking().filter(pk=signup_id).first()
    if ask is None or signup is None or signup.shift.has_begun:
        return
    volunteer = Volunteer.objects.filter(pk=ask.person_key).first()
    if volunteer is not None and volunteer.email:
        emails.send_stand_in_wanted(volunteer, ask.requirement)
