"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from events import (
    hosting_emails,
    programme_tasks,  # noqa: F401 - registers its own
    services,
)
from events.models import Event, EventHost
from events.services.hosting import people_to_tell
from events.services.mailing import mail
from events.services.telling import remind, tell, tell_late
from jobs.registry import every, handler


@handler("events.store_registration", is_kept=False)
def store_registration(payload: dict[str, Any]) -> None:
    services.store_registration(payload["event"], payload["person"], payload["sealed"])


@handler("events.tell_of_host")
def tell_of_host(payload: dict[str, Any]) -> None:
    """Write to one organiser, unless something else has happened since."""
    hosts = EventHost.objects.select_related("event", "organisation")
    host = hosts.filter(pk=payload["host"], state=payload["state"]).first()
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    # Asked, taken back and asked again: of the two questions the second is sent.
    if host is None or user is None or host.moment != payload["moment"]:
        return
    # Whoever has left the organisation since, or may not decide any more, is not told.
    if user.pk in people_to_tell(host):
        hosting_emails.LETTERS[host.state](host, user)


@handler("events.offer_places", is_kept=False)
def offer_places(payload: dict[str, Any]) -> None:
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is not None:
        services.offer_free_places(event)


@handler("events.mail_registered")
def mail_registered(payload: dict[str, Any]) -> None:
    mail(payload)


@handler("events.tell")
def tell_of_change(payload: dict[str, Any]) -> None:
    tell(payload["event"])


@every(seconds=60, name="events.release_run_out")
def release() -> None:
    """Offers nobody took, and places held for addresses that were never confirmed."""
    services.release_run_out()
    services.offer_what_was_overlooked()


@every(seconds=300, name="events.tell_late")
def tell_those_who_came_late() -> None:
    tell_late()


@every(seconds=600, name="events.remind")
def remind_of_tomorrow() -> None:
    remind()
