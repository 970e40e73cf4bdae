"""The mails to members and applicants: one function each. Called by jobs only."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mail.services import send
from partners.models import Invitation, OrganisationApplication


def send_invitation(invitation: Invitation, clear_secret: str) -> None:
    """Offer a role; the link opens a page, and only the page's button accepts."""
    with translation.override(invitation.language):
        path = reverse("partners_organise:invitation", args=[clear_secret])
        context: dict[str, object] = {
            "organisation": invitation.organisation.name,
            "inviter": str(invitation.invited_by.display_name) if invitation.invited_by else "",
            "role": invitation.get_role_display(),
            "link": urljoin(settings.SITE_URL, path),
            "expires_at": invitation.expires_at,
        }
    send(
        "partners/emails/invitation",
        to=invitation.email,
        language=invitation.language,
        context=context,
    )


def send_application_state(application: OrganisationApplication, state: str) -> None:
    """Say that an application came in, or how it was decided, in the language it was made in.

    The link opens the applicant's own page about it; once verified, the organisation's.
    """
    organisation = application.organisation
    with translation.override(application.language):
        if organisation is None:
            path = reverse("partners:application", args=[application.pk])
        else:
            path = reverse("partners_organise:detail", args=[organisation.slug])
        context: dict[str, object] = {
            "state": state,
            "name": application.contact_name,
            "organisation": application.name,
            "reason": application.reason if state in ("returned", "declined") else "",
            "link": urljoin(settings.SITE_URL, path),
        }
    send(
        "partners/emails/application",
        to=application.applicant.email,
        language=application.language,
        context=context,
    )
