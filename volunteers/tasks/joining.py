"""Jobs about joining: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any

from jobs.registry import handler
from volunteers.services.joining_mail import mail


@handler("volunteers.mail_supporter")
def mail_supporter(payload: dict[str, Any]) -> None:
    mail(payload)
