"""The mails about a task somebody has taken on, one function each. Called by jobs only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mail.services import send
from privacy import secrets
from privacy.services import SELF_SERVICE_LIFETIME
from volunteers.models import TaskClaim, Volunteer


def send_approved(claim: TaskClaim, person: Volunteer) -> None:
    """Thank for what was done, and say how much time is on record."""
    minutes = claim.minutes or 0
    sentences = [
        _("the campaign has looked at what you did, and it is just right. Thank you."),
        ngettext(
            "We wrote down %(number)d minute of your time.",
            "We wrote down %(number)d minutes of your time.",
            minutes,
        )
        % {"number": minutes},
    ]
    button = _("Look for the next task"), "mine_tasks", ()
    _send(claim, person, _("Your task is done"), sentences, button)


def send_returned(claim: TaskClaim, person: Volunteer) -> None:
    """Say what is still missing, in the campaign's words."""
    sentences = [
        _("the campaign has looked at what you did. Something is still missing:"),
        claim.remark,
        _("Go on with it, then hand it in once more. The task stays yours."),
    ]
    button = _("Go on with the task"), "mine_task", (claim.task_id,)
    _send(claim, person, _("Something is still missing"), sentences, button)


def send_released(claim: TaskClaim, person: Volunteer) -> None:
    """Say that somebody else may do it now."""
    sentences = [
        _("you had taken on this task, and we have not heard of it for a while."),
        _("So that it gets done, somebody else can take it now. You need not do anything."),
    ]
    button = _("Look for another task"), "mine_tasks", ()
    _send(claim, person, _("This task is free again"), sentences, button)


MAILS: dict[str, Callable[[TaskClaim, Volunteer], None]] = {
    TaskClaim.State.APPROVED: send_approved,
    TaskClaim.State.RETURNED: send_returned,
    "released": send_released,
}


def write(about: str, claim: TaskClaim, person: Volunteer) -> None:
    """Send the mail of this name in the person's language."""
    with translation.override(person.language):
        MAILS[about](claim, person)


def _send(
    claim: TaskClaim,
    person: Volunteer,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str, tuple[object, ...]],
) -> None:
    """In the language that is active: whoever calls has switched to the person's."""
    label, page, more = button
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=person.pk, lifetime=SELF_SERVICE_LIFETIME
    )
    context: dict[str, object] = {
        "name": person.name,
        "heading": heading,
        "sentences": sentences,
        "task": claim.task,
        "button_label": label,
        "button_url": _absolute(reverse(f"volunteering:{page}", args=[secret, *more])),
        "self_service_url": _absolute(reverse("privacy:self_service", args=[secret])),
    }
    send(
        "volunteers/emails/task",
        to=person.email,
        language=person.language,
        context=context,
    )


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
