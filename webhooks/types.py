"""What an organisation's programs can be told of: one table for form, docs and payloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# A test from the endpoint's page; goes to that endpoint whatever it has chosen.
PING = "ping"


@dataclass(frozen=True)
class Type:
    """`about_person` ones carry "person" in their data: what the person's consent opens to the
    organisation at the moment of delivery, or null."""

    name: str
    label: Any
    about_person: bool = False


TYPES = {
    one.name: one
    for one in (
        Type("signature.confirmed", _("Somebody has confirmed their signature."), True),
        Type("signature.withdrawn", _("Somebody has taken their signature back.")),
        Type("petition.opened", _("A petition can be signed.")),
        Type("petition.closed", _("A petition takes no more signatures.")),
        Type("petition.handed_over", _("A petition was handed over.")),
        Type("petition.answered", _("The addressee of a petition has answered.")),
        Type("registration.confirmed", _("Somebody has registered for an event."), True),
        Type("registration.cancelled", _("Somebody does not come to an event after all.")),
        Type("shift_signup.confirmed", _("Somebody has signed up for a shift."), True),
        Type("shift_signup.cancelled", _("Somebody has given their shift back.")),
        Type("update.published", _("A campaign has published an update.")),
        Type(PING, _("A test that you send yourself.")),
    )
}

# What can be chosen.
CHOICES = [(one.name, one.label) for one in TYPES.values() if one.name != PING]
