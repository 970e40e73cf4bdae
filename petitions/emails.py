"""The mails about petitions, one function each. Called by jobs only."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from languages.services import pick
from mail.services import send
from petitions.models import PetitionChange, PetitionReview, Signature
from privacy.services import self_service_link


def send_confirmation(signature: Signature, clear_secret: str) -> None:
    """Ask to confirm; the link opens a page, and only the page's button confirms."""
    _send("petitions/emails/confirm", signature, secret=clear_secret)


def send_reminder(signature: Signature, clear_secret: str) -> None:
    """Ask once more, three days later; there is no third mail."""
    _send("petitions/emails/remind", signature, secret=clear_secret)


def send_already_signed(signature: Signature) -> None:
    """Tell the mailbox, and only the mailbox, that the signature counts already."""
    _send("petitions/emails/already_signed", signature)


def send_change(signature: Signature, change: PetitionChange) -> None:
    """Tell somebody who signed that the text has changed in substance, and how to withdraw.

    Once: whoever gets it twice looks for a second change.
    """
    with translation.override(signature.language):
        earlier = reverse(
            "petitions:version", args=[signature.petition.slug, signature.text.version]
        )
        note = change.text
    _send(
        "petitions/emails/changed",
        signature,
        note=note.note if note else "",
        note_language=note.language if note else signature.language,
        once=True,
        earlier_url=absolute(earlier),
    )


def send_decision(review: PetitionReview, user: User) -> None:
    """Tell an organiser how it was decided, and why."""
    petition = review.petition
    with translation.override(user.language):
        version = petition.texts.filter(version=review.version)
        context: dict[str, object] = {
            "name": user.display_name,
            "title": pick(version, user.language) or petition.slug,
            "deed": review.deed,
            "reason": review.reason,
            "url": absolute(reverse("petitions_organise:detail", args=[petition.slug])),
        }
    send("petitions/emails/decided", to=user.email, language=user.language, context=context)


def send_not_counted(signature: Signature) -> None:
    """Tell somebody whose signature was invalidated, and who signs again, whom to ask."""
    _send("petitions/emails/not_counted", signature)


def _send(
    template: str, signature: Signature, secret: str = "", *, once: bool = False, **more: object
) -> None:
    petition = signature.petition
    with translation.override(signature.language):
        title = signature.text.title
        context: dict[str, object] = {
            "given_name": signature.given_name,
            "title": title,
            "petition_url": absolute(petition.get_absolute_url()),
            "contact_url": absolute(reverse("pages:legal", args=["imprint"])),
            "confirm_url": absolute(reverse("petitions:confirm", args=[petition.slug, secret]))
            if secret
            else "",
            "self_service_url": self_service_link(signature.person_key, signature.language),
            **more,
        }
    send(template, to=signature.email, language=signature.language, context=context, once=once)


def absolute(path: str) -> str:
    """The public address of a path of ours."""
    return urljoin(settings.SITE_URL, path)
