"""Asking those who might stand in for somebody who can't come after all."""

from __future__ import annotations

from jobs.services import enqueue
from volunteers.models import Shift, ShiftSignup

# Nobody is helped by mails to hundreds for one place.
MOST_ASKED = 20


def ask_for_stand_in(signup_id: str) -> int:
    """Have those written to who wait for a place like this one; return how many.

    `signup_id` is of somebody who looks for a stand-in. Nobody is told who that is.
    """
    signup = (
        ShiftSignup.objects.confirmed()
        .filter(pk=signup_id, stand_in_wanted_at__isnull=False, shift__state=Shift.State.OPEN)
        .first()
    )
    if signup is None or signup.stand_in_wanted_at is None:
        return 0
    wanted_at = signup.stand_in_wanted_at.timestamp()
    waiting = ShiftSignup.objects.waiting().filter(requirement=signup.requirement_id)
    asked = list(waiting.values_list("pk", flat=True)[:MOST_ASKED])
    for key in asked:
        enqueue(
            "volunteers.mail_signup",
            {"signup": str(key), "about": "stand_in_wanted"},
            key=f"volunteers.mail:{key}:stand_in_wanted:{wanted_at}",
            queue="mail",
        )
    return len(asked)
