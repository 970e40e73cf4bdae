"""Building and sending one mail. Call `send` in job handlers only: it waits for the server."""

import email.policy
import logging
import smtplib
from collections.abc import Sequence
from email.headerregistry import Address, HeaderRegistry
from email.utils import make_msgid, parseaddr
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from jobs.registry import GiveUp
from languages.services import direction
from mail.handing import Outcome, Withheld, hand_over
from mail.once import send_once

if TYPE_CHECKING:
    from css_inline import CSSInliner

logger = logging.getLogger(__name__)

__all__ = ["Attached", "Outcome", "Withheld", "hand_over", "letter", "own_name", "send"]


class Attached(NamedTuple):
    """A file of a mail; `content_type` without parameters is e.g. "text/calendar"."""

    name: str
    content: bytes
    content_type: str


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, object],
    unsubscribe_url: str = "",
    once: bool = False,
    attached: Sequence[Attached] = (),
) -> None:
    """Render `<template>.subject.txt`, `.txt` and `.html` in the language and send them now.

    Give `unsubscribe_url` with every mail that isn't the answer to something the person
    just did; its address must accept the one-click POST of RFC 8058. Raises what the mail
    server raises, so that the job is tried again; raises GiveUp when the server refuses
    the address for good. `once` is for a mail that is its job's only one, and of which a
    second copy is worse than none: see mail/once.py for what it raises. `attached` are small
    files that go along.
    """
    message = letter(template, to, language, context, unsubscribe_url=unsubscribe_url)
    for one in attached:
        message.attach(one.name, one.content, one.content_type)
    try:
        if once:
            send_once(message)
        else:
            message.send(using="default")
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _reason in refusal.recipients.values()):
            # Without the refusal itself, which quotes the address.
            raise GiveUp("The address was refused for good.") from None
        raise
    logger.info("Sent %s in %s.", template, language)


def letter(
    template: str,
    to: str,
    language: str,
    context: dict[str, object],
    *,
    unsubscribe_url: str = "",
    sender: str = "",
    name: str = "",
) -> EmailMultiAlternatives:
    """Build a mail as `send` does, to be handed over by `hand_over`.

    `sender` is the name shown before our own address. `name` becomes the first part of its
    Message-ID, and what a provider tells us of it (anymail's metadata) says it as `letter`:
    it must be unique, and tell nothing about the person.
    """
    given = {
        **context,
        "language": language,
        "direction": direction(language),
        "site_url": settings.SITE_URL,
        "unsubscribe_url": unsubscribe_url,
    }
    with translation.override(language):
        # One line: a line break in a subject would be a header of its own.
        subject = " ".join(render_to_string(f"{template}.subject.txt", given).split())
        text = render_to_string(f"{template}.txt", given).strip() + "\n"
        html = _inliner().inline(render_to_string(f"{template}.html", given))
    message = Letter(subject, text, _sender(sender), [to], headers=_headers(language, name))
    if name:
        message.metadata = {"letter": name}  # type: ignore[attr-defined] # for anymail
    if unsubscribe_url:
        message.extra_headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(html, "text/html")
    return message


class _HeaderClasses(HeaderRegistry):
    """Python makes a new class for every header of every mail; these are kept.

    It took two fifths of the time that a mail's building takes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        lower = name.lower()
        if lower not in self._made:
            self._made[lower] = super().__getitem__(lower)
        return self._made[lower]


_HEADER_CLASSES = _HeaderClasses()


class Letter(EmailMultiAlternatives):
    def message(self, *, policy: Any = email.policy.default) -> Any:
        return super().message(policy=policy.clone(header_factory=_HEADER_CLASSES))


def own_name() -> str:
    """What the platform calls itself as a sender."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or "Mitstimme"


def _sender(name: str) -> str:
    """Our address, under that name if there is one."""
    if not name:
        return settings.DEFAULT_FROM_EMAIL
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return str(Address(display_name=" ".join(name.split()), addr_spec=address))


def _headers(language: str, name: str) -> dict[str, str]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return {
        # RFC 3834: no out-of-office answers to these.
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
        "Message-ID": f"<{name}@{domain}>" if name else make_msgid(domain=domain),
    }


@cache
def _inliner() -> "CSSInliner":
    # Loaded with the first mail: beat sends none.
    import css_inline

    # Rules for dark screens can't be inlined and stay in the head. Nothing is fetched.
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )
