"""What coordinators set off: asked to a shift, moved to another, written to. Jobs only call it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mail.services import send
from privacy import secrets
from privacy.services import SELF_SERVICE_LIFETIME, self_service_link
from volunteers.models import Shift, ShiftAsk, ShiftMessage, ShiftSignup, Volunteer
from web.text import capitalised

TEMPLATE = "volunteers/emails/coordination"


def send_asked(ask: ShiftAsk, volunteer: Volunteer) -> None:
    """You are needed here, if you want; the link leads to the second tap of two."""
    with translation.override(volunteer.language):
        shift = _shift(ask.shift_id)
        role = capitalised(ask.requirement.get_role_display())
        sentences = [
            _("help is needed at this shift, and we thought of you: %(role)s.") % {"role": role},
            _("You decide: look at it and say yes, or do nothing. We ask you only this once."),
        ]
        _send(
            shift,
            volunteer.person_key,
            volunteer.email,
            volunteer.name,
            volunteer.language,
            _("Can you help?"),
            sentences,
            (_("Look at the shift"), f"shifts/{ask.requirement_id}/take/"),
        )


def send_moved(signup: ShiftSignup) -> None:
    """Your place is another one now; once, of where it is in the end."""
    with translation.override(signup.language):
        shift = _shift(signup.shift_id)
        role = capitalised(signup.requirement.get_role_display())
        sentences = [
            _("the coordination has moved you. This is where you are needed now: %(role)s.")
            % {"role": role},
            _("You can't make it? Then please say so on your page, so that somebody else can."),
        ]
        _send(
            shift,
            signup.person_key,
            signup.email,
            signup.name,
            signup.language,
            _("Your shift is another one now"),
            sentences,
            (_("My shifts"), ""),
        )


def send_message(message: ShiftMessage, signup: ShiftSignup) -> None:
    """The coordination's own words, as they were written."""
    with translation.override(signup.language):
        shift = _shift(signup.shift_id)
        _send(
            shift,
            signup.person_key,
            signup.email,
            signup.name,
            signup.language,
            message.subject,
            [_("the coordination writes to everybody who comes to this shift:")],
            (_("My shifts"), ""),
            words=message.body,
        )


def _shift(shift_id: int) -> Shift:
    """With its texts in the language that is active."""
    return Shift.objects.with_needs().get(pk=shift_id)


def _send(
    shift: Shift,
    person_key: str,
    email: str,
    name: str,
    language: str,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str],
    *,
    words: str = "",
) -> None:
    context: dict[str, object] = {
        "name": name,
        "heading": heading,
        "sentences": sentences,
        "words": words,
        "shift": shift,
        "button_label": button[0],
        "button_url": own_page(person_key) + button[1],
        "self_service_url": self_service_link(person_key, language),
    }
    send(TEMPLATE, to=email, language=language, context=context, once=True)


def own_page(person_key: str) -> str:
    """The person's own page about helping. It issues a secret: only where a mail is built."""
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=person_key, lifetime=SELF_SERVICE_LIFETIME
    )
    return urljoin(settings.SITE_URL, reverse("volunteering:mine", args=[secret]))
