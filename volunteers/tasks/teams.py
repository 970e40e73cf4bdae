"""Jobs of teams: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import handler
from volunteers import services
from volunteers.services import team_mailing


@handler("volunteers.store_application", is_kept=False)
def store_application(payload: dict[str, Any]) -> None:
    services.store_application(payload["team"], payload["person"], payload["sealed"])


@handler("volunteers.mail_member")
def mail_member(payload: dict[str, Any]) -> None:
    team_mailing.mail_member(payload)


@handler("volunteers.mail_announcement")
def mail_announcement(payload: dict[str, Any]) -> None:
    team_mailing.mail_announcement(payload)
