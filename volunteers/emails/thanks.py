"""The mail that thanks for a shift, once its hours are approved. Called by jobs only."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mail.services import send
from privacy import secrets
from privacy.services import SELF_SERVICE_LIFETIME
from volunteers.models import Shift, ShiftSignup


def send_thanks(signup: ShiftSignup) -> None:
    """Say thank you, with the hours and the way to one's own page; once."""
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=signup.person_key, lifetime=SELF_SERVICE_LIFETIME
    )
    # Texts come in the language that is active while they are fetched.
    with translation.override(signup.language):
        shift = Shift.objects.with_needs().get(pk=signup.shift_id)
        context: dict[str, object] = {
            "name": signup.name,
            "minutes": signup.minutes,
            "shift": shift,
            "hours_url": _to("volunteering:mine_hours", secret),
            "self_service_url": _to("privacy:self_service", secret),
        }
        send(
            "volunteers/emails/thanks",
            to=signup.email,
            language=signup.language,
            context=context,
            once=True,
        )


def _to(name: str, secret: str) -> str:
    return urljoin(settings.SITE_URL, reverse(name, args=[secret]))
