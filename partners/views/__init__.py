"""The public side: looking around, and asking to be listed."""

from partners.views.applying import application, apply, change, similar, take_back
from partners.views.directory import detail, feed, organisation_list

__all__ = [
    "application",
    "apply",
    "change",
    "detail",
    "feed",
    "organisation_list",
    "similar",
    "take_back",
]
