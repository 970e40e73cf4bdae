"""Who may take what out, and why some lists are not to be had."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Organisation
from petitions.models import Petition, SignatureExport
from petitions.rules import reaches_contacts

Purpose = SignatureExport.Purpose

PERMISSIONS = {
    Purpose.HANDOVER: "petitions.export_signatures",
    Purpose.FIGURES: "petitions.export_figures",
}
# A list is for the handover: nobody signs any more, so that it can be whole.
LISTED = (Petition.State.CLOSED, Petition.State.HANDED_OVER, Petition.State.ANSWERED)


def why_no_list(petition: Petition) -> str:
    """The sentence that says why there is no list of names of this petition; empty if there is."""
    if not settings.HANDOVER_LISTS:
        return _("This website gives out no lists of names. Its administration can change that.")
    if petition.state not in LISTED:
        return _("Close the petition first: the list is for handing it over, and has to be whole.")
    return ""


def require_right(about: Petition | Organisation, purpose: str, user: User) -> None:
    """Asked at each door: what somebody might do last week is no reason today."""
    if isinstance(about, Organisation) != (purpose == Purpose.CONTACTS):
        raise ValidationError(_("Choose what the export is for."))
    if isinstance(about, Organisation):
        # The rule itself, which no right over the whole site stands in for. Who has left reaches
        # nobody, also by a list that was made a moment before.
        has_left = Organisation.objects.filter(pk=about.pk).exclude(left_at=None).exists()
        if has_left or not reaches_contacts(user, about):
            raise PermissionDenied
        return
    _require_of_petition(about, purpose, user)


def _require_of_petition(petition: Petition, purpose: str, user: User) -> None:
    if purpose not in PERMISSIONS:
        raise ValidationError(_("Choose what the export is for."))
    if not user.has_perm(PERMISSIONS[Purpose(purpose)], petition):
        raise PermissionDenied
    if purpose == Purpose.FIGURES:
        return
    if refusal := why_no_list(petition):
        raise ValidationError(refusal)
