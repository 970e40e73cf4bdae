"""The part of events that the office can switch off (web.switches)."""

from django.utils.translation import gettext_lazy as _

from web import switches

REGISTERING = "events.registering"


def register() -> None:
    switches.register(
        REGISTERING,
        _("Registering for events"),
        _(
            "We take no registrations for a while. Please come back later: whoever is registered "
            "stays so."
        ),
    )
