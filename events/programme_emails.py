"""The mails about programmes; called by jobs only."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import ProgrammeEntry
from languages.services import pick
from mail.services import send


def send_programme_news(entry: ProgrammeEntry, deed: str, user: User) -> None:
    """Say what the other side did with an event in a programme, in the reader's language."""
    with translation.override(user.language):
        names = {
            "event": _title(entry.event, user.language),
            "programme": _title(entry.programme, user.language),
        }
        title, sentence = _told(deed)
        page = reverse("programmes_organise:entry", args=[entry.pk])
        context: dict[str, object] = {
            "name": user.display_name,
            "title": title % names,
            "sentence": sentence % names,
            "word": entry.note if deed == "handed_in" else entry.reason,
            "url": urljoin(settings.SITE_URL, page),
        }
    send("mail/emails/notice", to=user.email, language=user.language, context=context)


def _title(thing: object, language: str) -> str:
    text = pick(thing.texts.all(), language)  # type: ignore[attr-defined]
    return text.title if text else ""


def _told(deed: str) -> tuple[str, str]:
    """The subject, and what happens next."""
    return {
        "handed_in": (
            _("Handed in: “%(event)s”"),
            _("“%(event)s” was handed in for “%(programme)s”. Please accept it or return it."),
        ),
        "withdrawn": (
            _("Withdrawn: “%(event)s”"),
            _("“%(event)s” is no longer part of “%(programme)s”: its host has taken it out."),
        ),
        "accepted": (
            _("Accepted: “%(event)s”"),
            _("“%(event)s” is part of “%(programme)s” now. It shows once it is announced."),
        ),
        "returned": (
            _("Please change: “%(event)s”"),
            _("Something about “%(event)s” should be changed. Then hand it in again."),
        ),
        "declined": (
            _("Declined: “%(event)s”"),
            _("“%(event)s” does not become part of “%(programme)s”. The event itself stays."),
        ),
        "placed": (
            _("“%(event)s” has its place"),
            _("“%(event)s” has its place in “%(programme)s”. The time stays as it was."),
        ),
        "proposed": (
            _("Another time for “%(event)s”?"),
            _(
                "“%(programme)s” proposes another time for “%(event)s”. Nothing changes before "
                "you agree."
            ),
        ),
        "agreed": (
            _("Agreed: the new time of “%(event)s”"),
            _("The host of “%(event)s” agrees to the time you proposed. It is moved."),
        ),
        "refused": (
            _("“%(event)s” keeps its time"),
            _("The host of “%(event)s” can't at the time you proposed. It stays as it was."),
        ),
    }[deed]
