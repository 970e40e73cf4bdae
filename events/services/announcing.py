"""What organisations' programs are told of registrations (webhooks): whoever leads the event."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from events.models import Event, EventHost, Registration
from partners.models import Organisation
from webhooks import services as webhooks

CANCELLED = "registration.cancelled"


def tell_of_registration(type: str, registration: Registration) -> None:
    """In the transaction of what happened."""
    webhooks.tell(
        type,
        _leading(registration.event_id),
        lambda: _told(registration),
        person_key=registration.person_key,
    )


def tell_of_cancelled_event(event: Event) -> None:
    """Nobody comes to it who had registered. In the transaction of its cancelling."""
    listening = webhooks.listeners([CANCELLED], _leading(event.pk))
    if not listening:
        return
    hearing = {one.organisation_id for one in listening}
    news = []
    for registration in event.registrations.confirmed().order_by("pk"):
        registration.event = event
        told = _told(registration)
        news.append(webhooks.News(CANCELLED, hearing, told, registration.person_key))
    webhooks.tell_all(news, listening)


def _leading(event_id: int) -> QuerySet[Organisation]:
    leading = EventHost.objects.accepted().filter(event=event_id, role=EventHost.Role.LEAD)
    return Organisation.objects.filter(pk__in=leading.values("organisation"))


def _told(registration: Registration) -> dict[str, Any]:
    event = registration.event
    return {
        "registration": str(registration.pk),
        "event": {"slug": event.slug, "url": webhooks.url_of(event)},
        "party_size": registration.party_size,
    }
