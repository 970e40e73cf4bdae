"""The job that thanks: its row was written with the approval."""

from __future__ import annotations

from typing import Any

from jobs.registry import handler
from volunteers.emails.thanks import send_thanks
from volunteers.models import ShiftSignup


@handler("volunteers.thank")
def thank(payload: dict[str, Any]) -> None:
    """Nobody is thanked who has been erased meanwhile, or whose address is gone."""
    signup = ShiftSignup.objects.filter(pk=payload["signup"], approved_at__isnull=False).first()
    if signup is not None and signup.email:
        send_thanks(signup)
