"""The links in mails about a registration, and the ticket one shows at the door."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.utils import timezone

from events.models import Registration
from events.models.registrations import UNCONFIRMED_KEPT
from privacy import secrets
from web.keyed import keyed_code

CONFIRM, OFFER, CANCEL = "events.confirm", "events.offer", "events.cancel"
# So long after its time a link still says why it does nothing any more.
EXPLAINS = timedelta(days=14)
CODE_LENGTH = 32


def issue(registration: Registration, purpose: str) -> str:
    """A new secret for a mail. What it opens depends on how the registration stands then."""
    if purpose == CONFIRM:
        until = registration.registered_at + UNCONFIRMED_KEPT
    else:
        until = registration.event.ends_at + EXPLAINS
    return secrets.issue(
        purpose,
        person_key=registration.person_key,
        subject_id=registration.pk,
        lifetime=max(until - timezone.now(), timedelta(hours=1)),
    )


def find(secret: str, purpose: str) -> Registration:
    """The registration a link is for. Raises privacy.secrets.SecretError."""
    row = secrets.look_up(secret, purpose)
    mine = Registration.objects.of(row.person_key).filter(pk=row.subject_id)
    registration = mine.select_related("event").first()
    if registration is None:
        raise secrets.SecretUnknown(row)
    return registration


def ticket_code(registration: Registration) -> str:
    """What the ticket's address says: the same for as long as the registration lives.

    Made from the key and not stored, so that each page can show it again. It opens nothing
    but the ticket: whoever scans it at the door can't cancel.
    """
    return f"{registration.pk.hex}{_proof(registration.pk)}"


def of_ticket(code: str) -> Registration | None:
    """The registration of a ticket, whatever has become of it; None for a code of no ticket."""
    try:
        registration_id = UUID(hex=code[:CODE_LENGTH])
    except ValueError:
        return None
    if not compare_digest(code[CODE_LENGTH:].encode(), _proof(registration_id).encode()):
        return None
    return Registration.objects.select_related("event").filter(pk=registration_id).first()


def _proof(registration_id: UUID) -> str:
    return keyed_code("events.ticket", registration_id.hex)[:CODE_LENGTH]
