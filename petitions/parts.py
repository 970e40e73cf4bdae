"""The parts of petitions that the office can switch off (web.switches)."""

from django.utils.translation import gettext_lazy as _

from web import switches

SIGNING = "petitions.signing"
NAMES = "petitions.names"
CHARTS = "petitions.charts"
REMINDERS = "petitions.reminders"


def register() -> None:
    switches.register(
        SIGNING,
        _("Signing"),
        _(
            "We take no signatures for a while. Please come back later: the petition stays, and "
            "so does every signature."
        ),
    )
    switches.register(
        NAMES,
        _("Names of those who signed"),
        _("The names of people who signed are not shown for a while."),
    )
    switches.register(
        CHARTS,
        _("Curve of the signatures over time"),
        _("The curve is not shown for a while. The number above is right all the same."),
    )
    # Nobody misses a mail they do not know of.
    switches.register(REMINDERS, _("Mails that remind people to confirm"), "")
