"""What is written to an organisation's owners about its webhooks."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from mail.services import send
from webhooks.models import Endpoint


def send_paused(endpoint: Endpoint, user: User) -> None:
    """It was paused by itself: why, and what to do."""
    organisation = endpoint.organisation
    with translation.override(user.language):
        page = reverse("webhooks_organise:detail", args=[organisation.slug, endpoint.pk])
        names = {"host": endpoint.host, "organisation": organisation.name}
        context: dict[str, object] = {
            "name": user.display_name,
            "title": _("The webhook to %(host)s is paused") % names,
            "sentence": " ".join(
                [
                    str(endpoint.get_pause_display()),
                    _(
                        "Nothing more is sent there for “%(organisation)s”. What happens "
                        "meanwhile waits for up to 30 days: repair the receiver, then resume "
                        "the webhook."
                    )
                    % names,
                ]
            ),
            "word": "",
            "url": urljoin(settings.SITE_URL, page),
        }
    send("mail/emails/notice", to=user.email, language=user.language, context=context)
