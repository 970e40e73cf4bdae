"""What can be done with organisations, by activity."""

from partners.services.applications import (
    apply,
    decline,
    delete_old_applications,
    hand_in_again,
    send_back,
    take_back,
    verify,
)
from partners.services.embedding import add_embed_site, remove_embed_site
from partners.services.fields import remove_field, store_field
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
)
from partners.services.organisations import (
    close_page,
    create_organisation,
    edit_contact,
    edit_organisation,
    mark_as_verified,
    reopen_page,
    show_logo,
)
from partners.services.similar import similar_applications, similar_organisations
from partners.services.translation_files import Outcome, from_po, to_po

__all__ = [
    "Outcome",
    "accept",
    "add_embed_site",
    "apply",
    "appoint",
    "change_role",
    "close_page",
    "create_organisation",
    "decline",
    "delete_old_applications",
    "dismiss",
    "edit_contact",
    "edit_organisation",
    "from_po",
    "hand_in_again",
    "invite",
    "leave",
    "look_up_invitation",
    "mark_as_verified",
    "remove_embed_site",
    "remove_field",
    "reopen_page",
    "revoke_invitation",
    "send_back",
    "show_logo",
    "similar_applications",
    "similar_organisations",
    "store_field",
    "take_back",
    "to_po",
    "verify",
]
