"""What organisations' programs are told of shifts (webhooks): whoever leads the campaign."""

from __future__ import annotations

from typing import Any

from campaigns.services.hearing import campaign_told, leading
from volunteers.models import Shift, ShiftSignup
from webhooks import services as webhooks

CANCELLED = "shift_signup.cancelled"


def tell_of_signup(type: str, signup: ShiftSignup, *, is_named: bool = True) -> None:
    """In the transaction of what happened; without a name where somebody else typed the address,
    who must not learn by it what is known of it."""
    webhooks.tell(
        type,
        leading(signup.shift.campaign_id),
        lambda: _told(signup),
        person_key=signup.person_key if is_named else "",
    )


def tell_of_cancelled_shift(shift: Shift) -> None:
    """Nobody comes to it who had signed up; who is there already was. In its transaction."""
    listening = webhooks.listeners([CANCELLED], leading(shift.campaign_id))
    if not listening:
        return
    hearing = {one.organisation_id for one in listening}
    coming = shift.signups.confirmed().filter(presence="").order_by("pk")
    news = []
    for signup in coming:
        signup.shift = shift
        news.append(webhooks.News(CANCELLED, hearing, _told(signup), signup.person_key))
    webhooks.tell_all(news, listening)


def _told(signup: ShiftSignup) -> dict[str, Any]:
    shift = signup.shift
    return {
        "signup": str(signup.pk),
        "shift": {
            "id": str(shift.pk),
            "url": webhooks.url_of(shift),
            "starts_at": shift.starts_at.isoformat(),
            "ends_at": shift.ends_at.isoformat(),
        },
        "campaign": campaign_told(shift.campaign),
    }
