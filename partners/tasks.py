"""Jobs: they fetch and delegate."""

from typing import Any

from jobs.registry import GiveUp, handler
from partners import emails
from partners.models import Invitation, OrganisationApplication
from privacy.sealed import unseal


@handler("partners.send_invitation")
def send_invitation(payload: dict[str, Any]) -> None:
    """Mail an invitation that is still open."""
    # Here and not above: see privacy.fields.
    from cryptography.fernet import InvalidToken

    invited = Invitation.objects.open().select_related("organisation", "invited_by")
    invitation = invited.filter(pk=payload["invitation"]).first()
    if invitation is None:
        return
    try:
        emails.send_invitation(invitation, unseal(payload["sealed"]))
    except InvalidToken as error:
        raise GiveUp from error


@handler("partners.tell_applicant")
def tell_applicant(payload: dict[str, Any]) -> None:
    """Mail how far an application is, unless it was taken back meanwhile."""
    applications = OrganisationApplication.objects.select_related("applicant", "organisation")
    application = applications.filter(pk=payload["application"]).first()
    if application is not None:
        emails.send_application_state(application, payload["state"])
