"""Registering as a visitor does, and the jobs and mails that follow."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from events import services
from events.models import Event, Registration
from jobs.models import Job
from jobs.services import run_due


def typed(**more: Any) -> dict[str, Any]:
    """A form filled in right."""
    return {"name": "Ayşe Yılmaz", "email": "ayse@example.org", "party_size": "1"} | more


def post(event: Event, language: str = "en", **more: Any) -> Any:
    return Client().post(f"/{language}/events/{event.slug}/register/", typed(**more))


def registered(event: Event, number: int = 0, **more: Any) -> Registration:
    """Registered and confirmed, without the web; what mails wait is thrown away."""
    wish = services.Wish(f"Gast {number}", f"gast{number}@example.org", "de", **more)
    services.register(event, wish)
    run_due()
    registration = Registration.objects.latest("registered_at")
    services.confirm_registration(registration)
    run_due()
    mail.outbox.clear()
    registration.refresh_from_db()
    return registration


def link(kind: str) -> str:
    """The path of the newest mail's link of this kind."""
    run_due()
    (found,) = re.findall(rf"/\w\w/events/[\w-]+/{kind}/[\w-]+/", mail.outbox[-1].body)
    return found


def subjects() -> list[str]:
    run_due()
    return [one.subject for one in mail.outbox]


def nothing_was_taken() -> bool:
    return not Job.objects.filter(kind="events.store_registration").exists()


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()
