"""Which mail a registration gets now: what has become untrue meanwhile is not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from events import emails
from events.models import Event, Registration
from events.services.links import CANCEL, CONFIRM, OFFER, issue, ticket_code
from events.services.registering import MAIL_AT_MOST_EVERY

State = Registration.State
# For which states each mail is true. "event" is whatever has become of the event.
TRUE_FOR = {
    "confirm": {State.PENDING},
    "again": {*Registration.STANDING},
    "registered": {State.CONFIRMED},
    "waiting": {State.WAITING},
    "offer": {State.OFFERED},
    "offer_over": {State.LAPSED},
    "cancelled": {State.CANCELLED},
    "reminder": {State.CONFIRMED},
    "event": {*Registration.STANDING},
}
# Whoever is at the form can set these off as often as they like.
ASKED_FOR_BY_ANYBODY = ("confirm", "again")
EVENT_IS = {
    Event.State.CONFIRMED: "event_changed",
    Event.State.POSTPONED: "event_postponed",
    Event.State.CANCELLED: "event_cancelled",
}


def mail(payload: dict[str, Any]) -> None:
    """Write to one person about their registration, unless it stands differently since."""
    about, now = payload["about"], timezone.now()
    if about == "dates":
        _mail_of_dates(payload["sequences"])
        return
    registration = _find(payload["registration"])
    if registration is None or registration.state not in TRUE_FOR[about]:
        return
    if about in ASKED_FOR_BY_ANYBODY:
        if _was_just_mailed(registration, now):
            return
        # Before it is sent: a second press meanwhile sends nothing.
        Registration.objects.filter(pk=registration.pk).update(mailed_at=now)
    if about == "reminder" and registration.event.state != Event.State.CONFIRMED:
        return
    if about == "event":
        if registration.event.sequence != payload["sequence"]:
            return  # a newer change has a mail of its own
        about = EVENT_IS[Event.State(registration.event.state)]
    try:
        emails.write(about, registration, _links(about, registration))
    except Exception:
        if about in ASKED_FOR_BY_ANYBODY:
            # The job tries again, and must not take its own try for a mail.
            before = registration.mailed_at
            Registration.objects.filter(pk=registration.pk).update(mailed_at=before)
        raise


def _mail_of_dates(sequences: dict[str, int]) -> None:
    """Of several cancelled dates at once; one of which something newer is to be told is left
    to that mail."""
    standing = {
        row.event_id: row
        for row in Registration.objects.standing().filter(pk__in=sequences)
        if row.email
    }
    if not standing:
        return
    with translation.override(next(iter(standing.values())).language):
        off = Event.objects.filter(pk__in=standing, state=Event.State.CANCELLED).with_faces()
        dates = [
            event
            for event in off.order_by("starts_at", "pk")
            if event.sequence == sequences[str(standing[event.pk].pk)]
        ]
        if not dates:
            return
        registration = standing[dates[0].pk]
        registration.event = dates[0]
        emails.send_event_cancelled(registration, emails.Links(), dates)


def _find(registration_id: str) -> Registration | None:
    registration = Registration.objects.filter(pk=registration_id).first()
    if registration is None or not registration.email:
        return None
    # Texts come in the language that is active while they are fetched.
    with translation.override(registration.language):
        registration.event = Event.objects.with_faces().get(pk=registration.event_id)
    return registration


def _links(about: str, registration: Registration) -> emails.Links:
    state = registration.state
    takes_place = about != "event_cancelled"
    return emails.Links(
        confirm=issue(registration, CONFIRM) if about == "confirm" else "",
        offer=issue(registration, OFFER) if about == "offer" else "",
        cancel=issue(registration, CANCEL) if registration.is_standing and takes_place else "",
        ticket=ticket_code(registration) if state == State.CONFIRMED else "",
    )


def _was_just_mailed(registration: Registration, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = registration.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return registration.confirmed_at is None or registration.confirmed_at < last
