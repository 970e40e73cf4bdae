"""The mails about a registration, one function each. Called by jobs only.

One template lays them all out: what differs is a heading, a few sentences and one button.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.models import Event, Registration
from mail.services import Attached, send
from privacy.services import self_service_link


@dataclass(frozen=True)
class Links:
    """What the mail leads to, as far as it does: secrets of `services.links`."""

    confirm: str = ""
    offer: str = ""
    cancel: str = ""
    ticket: str = ""


def send_confirm(registration: Registration, links: Links) -> None:
    """Ask to confirm; the link opens a page, and only the page's button confirms."""
    sentences = [_("you want to come to this event. Press the button to confirm that it was you.")]
    if registration.has_place:
        sentences.append(_("We hold your place for two hours."))
    sentences.append(
        _("Was it not you? Then do nothing: without confirmation we delete the registration.")
    )
    button = _("Confirm my registration"), _to("confirm", registration, links.confirm)
    _send(registration, links, _("Please confirm your registration"), sentences, button)


def send_again(registration: Registration, links: Links) -> None:
    """Tell the mailbox, and only the mailbox, that one is registered already."""
    sentence = {
        Registration.State.WAITING: _("you are on the waiting list already. Nothing has changed."),
        Registration.State.OFFERED: _("a place is offered to you already. Look at our last mail."),
    }.get(
        Registration.State(registration.state),
        _("you are registered already. Nothing has changed."),
    )
    _send(registration, links, _("You had registered before"), [sentence])


def send_registered(registration: Registration, links: Links) -> None:
    """Say that one comes, with the ticket."""
    sentences = [_("your place is certain. We look forward to seeing you.")]
    if registration.party_size > 1:
        people = _("You have registered %(number)d people.") % {"number": registration.party_size}
        sentences.append(people)
    sentences.append(_("Show your ticket at the door: on your phone, printed, or say your name."))
    button = _("My ticket"), _to("ticket", registration, links.ticket)
    _send(registration, links, _("You are registered"), sentences, button, has_file=True)


def send_waiting(registration: Registration, links: Links) -> None:
    """Say that all places are taken, and what happens next."""
    sentences = [
        _("all places are taken just now. You are on the waiting list."),
        _("As soon as a place is free, we write to you. You need not do anything until then."),
    ]
    _send(registration, links, _("You are on the waiting list"), sentences)


def send_offer(registration: Registration, links: Links) -> None:
    """Offer a place, for the event's hours."""
    sentences = [
        _("a place is free for you now. Take it, or pass it on to the next person."),
        _("After that time it goes to the next person by itself."),
    ]
    button = _("Take the place or pass it on"), _to("offer", registration, links.offer)
    _send(registration, links, _("A place is free for you"), sentences, button, is_offer=True)


def send_offer_over(registration: Registration, links: Links) -> None:
    """Say that the offer ran out, and how to ask again."""
    sentences = [
        _("the place that we offered to you has gone to the next person: its time was over."),
        _("You can register again. You then stand at the end of the list."),
    ]
    button = _("To the event"), absolute(registration.event.get_absolute_url())
    _send(registration, links, _("The offered place has gone on"), sentences, button)


def send_cancelled(registration: Registration, links: Links) -> None:
    """Say that the registration is over, whoever ended it."""
    sentences = [_("your registration has been cancelled. If that was a mistake, register again.")]
    button = _("To the event"), absolute(registration.event.get_absolute_url())
    _send(registration, links, _("Your registration is cancelled"), sentences, button)


def send_reminder(registration: Registration, links: Links) -> None:
    """The day before; once, since a second one would only trouble."""
    sentences = [
        _("it is soon: we look forward to seeing you."),
        _("You can't come? Then please give your place back, so that somebody else gets it."),
    ]
    button = _("My ticket"), _to("ticket", registration, links.ticket)
    _send(registration, links, _("It starts soon"), sentences, button, once=True)


def send_event_changed(registration: Registration, links: Links) -> None:
    """Time or place are others; once for each change."""
    sentences = [
        _("when or where this event takes place has changed. This is how it is now:"),
        _("Your registration stands. You can't come now? Then please cancel it."),
    ]
    button = _("To the event"), absolute(registration.event.get_absolute_url())
    comes = registration.state == Registration.State.CONFIRMED
    heading = _("This event has changed")
    _send(registration, links, heading, sentences, button, has_file=comes, once=True)


def send_event_postponed(registration: Registration, links: Links) -> None:
    """It is not then; a new time will follow."""
    sentences = [
        _("this event does not take place at the time that was announced."),
        _("A new time will follow. Your registration stands, and we write to you again."),
    ]
    button = _("To the event"), absolute(registration.event.get_absolute_url())
    comes = registration.state == Registration.State.CONFIRMED
    heading = _("This event is postponed")
    _send(registration, links, heading, sentences, button, has_file=comes, once=True)


def send_event_cancelled(
    registration: Registration, links: Links, dates: Sequence[Event] = ()
) -> None:
    """It does not take place; `dates` are those of its series of which that is told at once."""
    sentences = [
        _("we are sorry: this event does not take place."),
        _("You need not do anything. We delete your registration by ourselves."),
    ]
    if len(dates) > 1:
        sentences[0] = _("we are sorry: this event does not take place on these days:")
    button = _("See other events"), absolute(reverse("events:list"))
    comes = registration.state == Registration.State.CONFIRMED
    heading = _("This event is cancelled")
    _send(registration, links, heading, sentences, button, has_file=comes, once=True, dates=dates)


def absolute(path: str) -> str:
    """The public address of a path of ours."""
    return urljoin(settings.SITE_URL, path)


def _to(name: str, registration: Registration, secret: str) -> str:
    return absolute(reverse(f"events:{name}", args=[registration.event.slug, secret]))


def _send(
    registration: Registration,
    links: Links,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str] = ("", ""),
    *,
    is_offer: bool = False,
    has_file: bool = False,
    once: bool = False,
    dates: Sequence[Event] = (),
) -> None:
    """In the language that is active: whoever calls has switched to the person's."""
    event = registration.event
    comes = registration.state == Registration.State.CONFIRMED and not event.is_over
    context: dict[str, object] = {
        "name": registration.name,
        "heading": heading,
        "sentences": sentences,
        "button_label": button[0],
        "button_url": button[1],
        "event": event,
        "dates": dates if len(dates) > 1 else (),
        "venue": event.agreed_venue,
        "offered_until": registration.offered_until if is_offer else None,
        "online_url": event.online_url if comes and _takes_place(event) else "",
        "cancel_url": _to("cancel", registration, links.cancel) if links.cancel else "",
        "self_service_url": self_service_link(registration.person_key, registration.language),
    }
    # Whoever has the appointment already sees it moved or struck out: same UID, new SEQUENCE.
    # Here and not above: beat, which sends no mail, would carry the calendar's library too.
    from events.calendars import calendar_of

    calendar = calendar_of(dates or [event], str(event))
    file = [Attached(f"{event.slug}.ics", calendar, "text/calendar")]
    send(
        "events/emails/registration",
        to=registration.email,
        language=registration.language,
        context=context,
        once=once,
        attached=file if has_file else (),
    )


def _takes_place(event: Event) -> bool:
    return event.state == Event.State.CONFIRMED


def write(about: str, registration: Registration, links: Links) -> None:
    """Send the mail of this name in the person's language."""
    with translation.override(registration.language):
        MAILS[about](registration, links)


MAILS = {
    "confirm": send_confirm,
    "again": send_again,
    "registered": send_registered,
    "waiting": send_waiting,
    "offer": send_offer,
    "offer_over": send_offer_over,
    "cancelled": send_cancelled,
    "reminder": send_reminder,
    "event_changed": send_event_changed,
    "event_postponed": send_event_postponed,
    "event_cancelled": send_event_cancelled,
}
