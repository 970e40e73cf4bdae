"""The mails of an organisation's members: one function each. Called by jobs only."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mail.services import send
from partners.models import Invitation


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
