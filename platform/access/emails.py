"""The mails about a token: that it was made, and that its time is over soon. Called by jobs."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from access.models import AccessToken
from mail.services import send


def send_issued(token: AccessToken) -> None:
    """Tell the account's holder, who may not have made it."""
    _send("access/emails/token_issued", token)


def send_ending(token: AccessToken) -> None:
    _send("access/emails/token_ending", token)


def _send(template: str, token: AccessToken) -> None:
    user = token.user
    with translation.override(user.language):
        context: dict[str, object] = {
            "name": user.display_name,
            "token": token.name,
            "beginning": token.beginning,
            "scopes": token.spoken_scopes,
            "made_at": token.created_at,
            "expires_at": token.expires_at,
            "link": urljoin(settings.SITE_URL, reverse("access:tokens")),
            "revoke_link": urljoin(settings.SITE_URL, reverse("access:revoke", args=[token.pk])),
            "password_link": urljoin(settings.SITE_URL, reverse("account_reset_password")),
        }
    send(template, to=user.email, language=user.language, context=context)
