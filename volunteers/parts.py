"""The part of volunteering that the office can switch off (web.switches)."""

from django.utils.translation import gettext_lazy as _

from web import switches

JOINING = "volunteers.joining"


def register() -> None:
    switches.register(
        JOINING,
        _("Joining campaigns and signing up for shifts"),
        _(
            "We take no sign-ups for a while. Please come back later: whoever has signed up "
            "stays so."
        ),
    )
