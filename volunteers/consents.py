"""The sentences beside the boxes of joining a campaign, stored as shown: one for each way."""

from django.utils.translation import gettext_lazy as _

from volunteers.models import Way

# The purpose of a way's consent is this and the way's code.
PREFIX = "volunteers."
NEWS = f"{PREFIX}{Way.NEWS}"

WORDINGS = {
    Way.NEWS: _("Send me news about this campaign by e-mail."),
    Way.TRANSLATE: _("You may ask me when something has to be translated or interpreted."),
    Way.STALL: _("You may ask me when people are needed at a stall."),
    Way.DOORS: _("You may ask me when you go from door to door."),
    Way.HOST: _("You may ask me when you look for somebody who hosts an event."),
    Way.SPREAD: _("You may send me pictures and texts to pass on."),
    Way.OTHER: _("You may ask me when something else has to be done."),
}


def purpose_of(way: str) -> str:
    """The purpose under which the consent to this way is stored."""
    return f"{PREFIX}{way}"


def way_of(purpose: str) -> str | None:
    """The way that a purpose is about; None for a purpose of somebody else's."""
    way = purpose.removeprefix(PREFIX)
    return way if purpose.startswith(PREFIX) and way in Way.values else None
