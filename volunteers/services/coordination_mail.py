"""Which mail of the coordination is sent now: what has become untrue meanwhile is not."""

from __future__ import annotations

from typing import Any

from volunteers.emails import coordinating
from volunteers.models import Shift, ShiftAsk, ShiftMessage, ShiftSignup, Supporter, Volunteer
from volunteers.services.profile import known_volunteer
from volunteers.services.suggesting import ways_for

State = ShiftSignup.State


def mail_asked(payload: dict[str, Any]) -> None:
    """To whoever is asked, unless they have left, said yes or no, or the shift takes nobody."""
    asks = ShiftAsk.objects.select_related("shift", "requirement")
    ask = asks.filter(pk=payload["ask"]).first()
    volunteer = still_asked(ask) if ask is not None else None
    if ask is not None and volunteer is not None:
        coordinating.send_asked(ask, volunteer)


def still_asked(ask: ShiftAsk) -> Volunteer | None:
    """Whom to write to; None for whoever has left, said yes or no, or where the shift takes
    nobody."""
    if not ask.shift.takes_people or ask.shift.has_begun:
        return None
    agreed = (
        Supporter.objects.of(ask.person_key)
        .joined()
        .filter(campaign=ask.shift.campaign_id, ways__way__in=ways_for(ask.requirement.role))
    )
    answered = ask.shift.signups.of(ask.person_key).exclude(
        state__in=(State.PENDING, State.LAPSED)
    )
    if not agreed.exists() or answered.exists():
        return None
    return known_volunteer(ask.person_key)


def mail_moved(payload: dict[str, Any]) -> None:
    """To whoever was moved, unless they are back where they were, or do not come any more."""
    signup = _coming(payload["signup"])
    if signup is not None and [signup.shift_id, signup.requirement_id] != payload["was"]:
        coordinating.send_moved(signup)


def mail_message(payload: dict[str, Any]) -> None:
    """To somebody who comes to this shift still."""
    message = ShiftMessage.objects.filter(pk=payload["message"]).first()
    signup = _coming(payload["signup"])
    if message is not None and signup is not None and signup.shift_id == message.shift_id:
        coordinating.send_message(message, signup)


def _coming(signup_id: str) -> ShiftSignup | None:
    signups = ShiftSignup.objects.confirmed().select_related("shift", "requirement")
    signup = signups.filter(pk=signup_id, shift__state=Shift.State.OPEN).first()
    return signup if signup is not None and signup.email else None
