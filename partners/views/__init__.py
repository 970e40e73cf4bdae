"""The public side: looking around, and asking to be listed."""

from partners.views.applying import application, apply, change, similar, take_back
from partners.views.directory import detail, organisation_list

__all__ = [
    "application",
    "apply",
    "change",
    "detail",
    "organisation_list",
    "similar",
    "take_back",
]
