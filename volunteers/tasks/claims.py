"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import handler
from volunteers.services.task_mailing import mail_claim


@handler("volunteers.mail_claim")
def mail_about_claim(payload: dict[str, Any]) -> None:
    mail_claim(payload)
