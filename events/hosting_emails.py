"""The mails about holding an event together, one function each. Called by jobs only."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from events.models import EventHost
from languages.services import pick
from mail.services import send

State = EventHost.State

type Names = dict[str, str]


def send_invited(host: EventHost, user: User) -> None:
    """To an organisation: the lead would like it to be part of the event."""
    _send(
        host,
        user,
        "events_organise:parts",
        lambda names: (
            _("Will you be part of it? “%(event)s”") % names,
            _(
                "%(lead)s asks %(organisation)s to take part in the event “%(event)s”: "
                "%(role)s. Nothing of you is shown before you agree."
            )
            % names
            + _of_series(host),
        ),
    )


def _of_series(host: EventHost) -> str:
    """How many dates one is asked about at once, where it is more than one."""
    asked = EventHost.objects.filter(
        organisation=host.organisation_id,
        role=host.role,
        state=State.INVITED,
        event__series=host.event.series_id,
    ).exclude(event__series=None)
    if (dates := asked.count()) < 2:
        return ""
    sentence = _("This is about %(dates)s dates. You can answer for all of them at once.")
    return " " + sentence % {"dates": dates}


def send_requested(host: EventHost, user: User) -> None:
    """To the lead: an organisation would like to be part of its event."""
    _send(
        host,
        user,
        "events_organise:detail",
        lambda names: (
            _("%(organisation)s would like to be part of “%(event)s”") % names,
            _("As what: %(role)s. They are shown once you have accepted.") % names,
        ),
    )


def send_accepted(host: EventHost, user: User) -> None:
    """To whoever asked: the other side said yes."""
    _send(
        host,
        user,
        "events_organise:parts",
        lambda names: (
            _("Accepted: %(organisation)s and “%(event)s”") % names,
            _("%(organisation)s is part of the event now: %(role)s.") % names,
        ),
    )


def send_declined(host: EventHost, user: User) -> None:
    """To whoever asked: the other side said no."""
    _send(
        host,
        user,
        "events_organise:parts",
        lambda names: (
            _("Declined: %(organisation)s and “%(event)s”") % names,
            _("Nothing of this is public. You may ask again later."),
        ),
    )


def send_withdrawn(host: EventHost, user: User) -> None:
    """To the side that did not end it."""
    _send(
        host,
        user,
        "events_organise:parts",
        lambda names: (
            _("No longer together: %(organisation)s and “%(event)s”") % names,
            _("%(organisation)s is not part of the event any more, and is shown there no longer.")
            % names,
        ),
    )


LETTERS: dict[str, Callable[[EventHost, User], None]] = {
    State.INVITED: send_invited,
    State.REQUESTED: send_requested,
    State.ACCEPTED: send_accepted,
    State.DECLINED: send_declined,
    State.WITHDRAWN: send_withdrawn,
}


def _send(
    host: EventHost, user: User, page: str, told: Callable[[Names], tuple[str, str]]
) -> None:
    event = host.event
    lead = event.hosts.filter(role=EventHost.Role.LEAD).select_related("organisation").first()
    with translation.override(user.language):
        text = pick(event.texts.all(), user.language)
        title, sentence = told(
            {
                "lead": lead.organisation.name if lead else "",
                "organisation": host.organisation.name,
                "event": text.title if text else event.slug,
                "role": host.get_role_display(),
            }
        )
        args = [event.slug] if page == "events_organise:detail" else []
        context: dict[str, object] = {
            "name": user.display_name,
            "title": title,
            "sentence": sentence,
            "word": host.message if host.state in (State.INVITED, State.REQUESTED) else "",
            "url": urljoin(settings.SITE_URL, reverse(page, args=args)),
        }
    send("mail/emails/notice", to=user.email, language=user.language, context=context)
