"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import every, handler
from volunteers import services


@handler("volunteers.store_supporter", is_kept=False)
def store_supporter(payload: dict[str, Any]) -> None:
    services.store_supporter(payload["campaign"], payload["person"], payload["sealed"])


@handler("volunteers.store_signup", is_kept=False)
def store_signup(payload: dict[str, Any]) -> None:
    services.store_signup(payload["shift"], payload["person"], payload["sealed"])


@handler("volunteers.offer_places", is_kept=False)
def offer_places(payload: dict[str, Any]) -> None:
    services.offer_free_places(payload["shift"])


@every(seconds=60, name="volunteers.release_run_out")
def release() -> None:
    """Offers nobody took, and places held for addresses or guardians who never answered."""
    services.release_run_out()
    services.offer_what_was_overlooked()
