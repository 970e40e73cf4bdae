"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from events import services
from events.models import Event
from jobs.registry import handler


@handler("events.store_registration", is_kept=False)
def store_registration(payload: dict[str, Any]) -> None:
    services.store_registration(payload["event"], payload["person"], payload["sealed"])


@handler("events.offer_places", is_kept=False)
def offer_places(payload: dict[str, Any]) -> None:
    event = Event.objects.filter(pk=payload["event"]).first()
    if event is not None:
        services.offer_free_places(event)
