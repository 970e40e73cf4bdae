"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import handler
from volunteers.services import coordination_mail


@handler("volunteers.mail_asked")
def mail_asked(payload: dict[str, Any]) -> None:
    coordination_mail.mail_asked(payload)


@handler("volunteers.mail_moved")
def mail_moved(payload: dict[str, Any]) -> None:
    coordination_mail.mail_moved(payload)


@handler("volunteers.mail_message")
def mail_message(payload: dict[str, Any]) -> None:
    coordination_mail.mail_message(payload)
