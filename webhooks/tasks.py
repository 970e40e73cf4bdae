"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from jobs.registry import every, handler
from webhooks import emails, services
from webhooks.models import Endpoint
from webhooks.services import lanes


@handler(lanes.KIND, is_kept=False)
def deliver(payload: dict[str, Any]) -> None:
    if services.take_turn():
        lanes.go_on(payload["lane"], payload["turn"])


@every(seconds=5, name="webhooks.drive")
def drive() -> None:
    """Wake the lanes for what is to be tried again, and for what nobody could wake them for."""
    services.give_up_of_who_left()
    if services.anything_due():
        lanes.wake()


@handler("webhooks.mail_paused")
def mail_paused(payload: dict[str, Any]) -> None:
    """Write to one owner, unless it was resumed or removed since."""
    endpoint = Endpoint.objects.select_related("organisation").filter(pk=payload["endpoint"])
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    paused = endpoint.filter(state=Endpoint.State.PAUSED).first()
    if paused is not None and user is not None:
        emails.send_paused(paused, user)
