"""What organisations' programs are told of shifts (webhooks): whoever leads the campaign."""

from __future__ import annotations

from typing import Any

from campaigns.services.hearing import campaign_told, leading
from volunteers.models import ShiftSignup
from webhooks import services as webhooks


def tell_of_signup(type: str, signup: ShiftSignup) -> None:
    """In the transaction of what happened."""
    shift = signup.shift

    def data() -> dict[str, Any]:
        told = {
            "id": str(shift.pk),
            "url": webhooks.url_of(shift),
            "starts_at": shift.starts_at.isoformat(),
            "ends_at": shift.ends_at.isoformat(),
        }
        return {
            "signup": str(signup.pk),
            "shift": told,
            "campaign": campaign_told(shift.campaign),
        }

    webhooks.tell(type, leading(shift.campaign_id), data, person_key=signup.person_key)
