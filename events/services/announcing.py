"""What organisations' programs are told of registrations (webhooks): whoever leads the event."""

from __future__ import annotations

from typing import Any

from events.models import EventHost, Registration
from partners.models import Organisation
from webhooks import services as webhooks


def tell_of_registration(type: str, registration: Registration) -> None:
    """In the transaction of what happened."""
    leading = EventHost.objects.accepted().filter(
        event=registration.event_id, role=EventHost.Role.LEAD
    )

    def data() -> dict[str, Any]:
        event = registration.event
        return {
            "registration": str(registration.pk),
            "event": {"slug": event.slug, "url": webhooks.url_of(event)},
            "party_size": registration.party_size,
        }

    webhooks.tell(
        type,
        Organisation.objects.filter(pk__in=leading.values("organisation")),
        data,
        person_key=registration.person_key,
    )
