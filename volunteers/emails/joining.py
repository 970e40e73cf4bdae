"""The mails about joining a campaign, one function each. Called by jobs only.

In the language that is active: whoever calls has switched to the person's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mail.services import send
from privacy import secrets
from privacy.services import SELF_SERVICE_LIFETIME, self_service_link
from volunteers.models import Supporter


class Reader(NamedTuple):
    """Who reads the mail, and in which language."""

    name: str
    email: str
    language: str


def send_confirm_joining(supporter: Supporter, reader: Reader, secret: str) -> None:
    """Ask to confirm; the link opens a page, and only the page's button confirms."""
    path = reverse("volunteering:confirm_joining", args=[supporter.campaign.slug, secret])
    sentences = [
        _("how good that you want to help. Press the button to confirm that it was you."),
        _("Was it not you? Then do nothing: without confirmation we delete what was typed."),
    ]
    button = _("Yes, I join in"), urljoin(settings.SITE_URL, path)
    _send(supporter, reader, _("Please confirm that you join in"), sentences, button)


def send_joined_before(supporter: Supporter, reader: Reader, secret: str) -> None:
    """Tell the mailbox, and only the mailbox, that one has joined already."""
    sentences = [
        _("you have joined this campaign already. Nothing has changed."),
        _("On your page you see how you help, and change it whenever you like."),
    ]
    button = _("To my page"), own_page(supporter.person_key)
    _send(supporter, reader, _("You had joined before"), sentences, button)


def send_joined(supporter: Supporter, reader: Reader, secret: str) -> None:
    """Thank, and give the link with which one comes back."""
    sentences = [
        _("thank you for joining in. We ask you only about what you have ticked."),
        _(
            "On your page you find shifts and tasks that suit you, and change what you told us. "
            "Keep this mail: its link is enough to come back."
        ),
    ]
    button = _("To my page"), own_page(supporter.person_key)
    _send(supporter, reader, _("Good to have you with us"), sentences, button)


def own_page(person_key: str, page: str = "volunteering:mine") -> str:
    """The absolute address of somebody's own page of volunteering, for 30 days, in the language
    that is active. It issues a secret: call it where the mail is built, never before."""
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=person_key, lifetime=SELF_SERVICE_LIFETIME
    )
    return urljoin(settings.SITE_URL, reverse(page, args=[secret]))


def _send(
    supporter: Supporter,
    reader: Reader,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str],
) -> None:
    context: dict[str, object] = {
        "name": reader.name,
        "heading": heading,
        "sentences": sentences,
        "button_label": button[0],
        "button_url": button[1],
        "campaign": supporter.campaign,
        "self_service_url": self_service_link(supporter.person_key, reader.language),
    }
    send("volunteers/emails/joining", to=reader.email, language=reader.language, context=context)


MAILS: dict[str, Callable[[Supporter, Reader, str], None]] = {
    "confirm_joining": send_confirm_joining,
    "joined_before": send_joined_before,
    "joined": send_joined,
}
