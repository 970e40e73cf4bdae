"""Joining as a visitor does, and the jobs and mails that follow."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client

from campaigns.models import Campaign
from jobs.models import Job
from jobs.services import run_due
from volunteers import services
from volunteers.consents import WORDINGS
from volunteers.models import Supporter


def typed(**more: Any) -> dict[str, Any]:
    """A form filled in right: name, address and one way; the rest is left empty."""
    return {"name": "Ayşe Yılmaz", "email": "ayse@example.org", "ways": ["stall"]} | more


def post(campaign: Campaign, language: str = "en", **more: Any) -> Any:
    return Client().post(f"/{language}/volunteering/join/{campaign.slug}/", typed(**more))


def joining(email: str = "ayse@example.org", *ways: str, **more: Any) -> services.Joining:
    words = {way: str(WORDINGS[way]) for way in WORDINGS if way in (ways or ("stall",))}
    told = {"name": "Ayşe Yılmaz", "email": email, "language": "de", "ways": words}
    return services.Joining(**(told | more))


def joined(campaign: Campaign, *args: str, **more: Any) -> Supporter:
    """Joined and confirmed, without the web; what mails wait is thrown away."""
    services.join(campaign, joining(*args, **more))
    run_due()
    supporter = Supporter.objects.latest("joined_at")
    services.confirm_supporter(supporter)
    run_due()
    mail.outbox.clear()
    supporter.refresh_from_db()
    return supporter


def link(kind: str = "confirm") -> str:
    """The path of the newest mail's link: `confirm`, or `mine` for the own page."""
    run_due()
    pattern = {
        "confirm": r"/\w\w/volunteering/join/[\w-]+/confirm/[\w-]+/",
        "mine": r"/\w\w/volunteering/mine/[\w-]+/[\w/-]*",
    }[kind]
    found: list[str] = re.findall(pattern, mail.outbox[-1].body)
    return found[0]


def subjects() -> list[str]:
    run_due()
    return [one.subject for one in mail.outbox]


def nothing_was_taken() -> bool:
    return not Job.objects.filter(kind="volunteers.store_supporter").exists()
