"""What can be done with organisations, by activity."""

from partners.services.invitations import (
    accept,
    invite,
    look_up_invitation,
    revoke_invitation,
)
from partners.services.memberships import (
    appoint,
    change_role,
    dismiss,
    leave,
    open_or_shut_administration,
)
from partners.services.organisations import create_organisation, edit_organisation
from partners.services.translation_files import Outcome, from_po, to_po

__all__ = [
    "Outcome",
    "accept",
    "appoint",
    "change_role",
    "create_organisation",
    "dismiss",
    "edit_organisation",
    "from_po",
    "invite",
    "leave",
    "look_up_invitation",
    "open_or_shut_administration",
    "revoke_invitation",
    "to_po",
]
