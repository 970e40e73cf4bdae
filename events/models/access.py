"""What people need to take part: known, known not to be there, or unknown."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class OwnPresence(models.TextChoices):
    """As Presence, or what the venue says."""

    AS_VENUE = "", _("as at the venue")
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


# Field name, words. Written out, so that whoever filters, shows or translates them agrees.
FEATURES = {
    "step_free": _("step-free access"),
    "accessible_toilet": _("accessible toilet"),
    "induction_loop": _("induction loop"),
    "sign_language": _("sign language"),
    "quiet_room": _("quiet room"),
    "childcare": _("childcare"),
}


def presence(feature: str) -> models.CharField[Any, Any]:
    """A venue's column: unknown until somebody has looked."""
    return models.CharField(
        FEATURES[feature], max_length=8, choices=Presence, default=Presence.UNKNOWN
    )


def own_presence(feature: str) -> models.CharField[Any, Any]:
    """An event's column: the venue's word unless it differs."""
    return models.CharField(
        FEATURES[feature], max_length=8, choices=OwnPresence, default="", blank=True
    )
