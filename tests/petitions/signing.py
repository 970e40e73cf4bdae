"""Signing as far as the row: what was sent is stored by a job, which the worker does."""

from typing import Any

from jobs.models import Job
from petitions import services
from petitions.models import Signature
from petitions.services import Details
from petitions.services.storing import store

KIND = "petitions.store_signature"


def sign(slug: str, details: Details) -> None:
    """Sign and have it stored; its mail still waits."""
    services.sign(slug, details)
    store_signings()


def store_signings() -> None:
    """Store what was signed so far; the mails still wait."""
    waiting = Job.objects.unfinished().filter(kind=KIND)
    for job in waiting.order_by("created_at"):
        store_one(job.payload)
        job.delete()


def store_one(payload: dict[str, Any]) -> None:
    """What the worker does before it mails."""
    store(payload["petition"], payload["person"], payload["sealed"])


def stored() -> Signature:
    """The one signature there is, once everything sent so far is stored."""
    store_signings()
    return Signature.objects.get()


def nothing_was_taken() -> bool:
    """Whether neither a signing nor a signature is there."""
    return not Job.objects.filter(kind=KIND).exists() and not Signature.objects.exists()
