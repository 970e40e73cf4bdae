"""The links in mails about a sign-up, and the ticket one shows on the day."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from django.utils import timezone

from privacy import secrets
from volunteers.models import Guardian, ShiftSignup
from volunteers.models.signups import UNCONFIRMED_KEPT
from volunteers.services.wishes import GUARDIAN
from web.keyed import keyed_code

CONFIRM, OFFER, LEAVE = "volunteers.confirm", "volunteers.offer", "volunteers.leave"
# So long after its time a link still says why it does nothing any more.
EXPLAINS = timedelta(days=14)
CODE_LENGTH = 32


def issue(signup: ShiftSignup, purpose: str) -> str:
    """A new secret for a mail. What it opens depends on how the sign-up stands then."""
    if purpose == CONFIRM:
        until = signup.signed_up_at + UNCONFIRMED_KEPT
    else:
        until = signup.shift.ends_at + EXPLAINS
    return secrets.issue(
        purpose,
        person_key=signup.person_key,
        subject_id=signup.pk,
        lifetime=max(until - timezone.now(), timedelta(hours=1)),
    )


def find(secret: str, purpose: str) -> ShiftSignup:
    """The sign-up a link is for. Raises privacy.secrets.SecretError."""
    row = secrets.look_up(secret, purpose)
    mine = ShiftSignup.objects.of(row.person_key).filter(pk=row.subject_id)
    signup = mine.select_related("shift", "requirement").first()
    if signup is None:
        raise secrets.SecretUnknown(row)
    return signup


def find_guardian(secret: str) -> Guardian:
    """The guardian a link is for; their row is gone with the sign-up. Raises SecretError."""
    signup = find(secret, GUARDIAN)
    guardian = Guardian.objects.filter(pk=signup.pk).first()
    if guardian is None:
        raise secrets.SecretUnknown(secrets.look_up(secret, GUARDIAN))
    guardian.signup = signup
    return guardian


def ticket_code(signup: ShiftSignup) -> str:
    """What the ticket's address says: the same for as long as the sign-up lives.

    Made from the key and not stored, so that each page can show it again. It opens nothing
    but the ticket: whoever scans it on the day can't take anybody off the shift.
    """
    return f"{signup.pk.hex}{_proof(signup.pk)}"


def of_ticket(code: str) -> ShiftSignup | None:
    """The sign-up of a ticket, whatever has become of it; None for a code of no ticket."""
    try:
        signup_id = UUID(hex=code[:CODE_LENGTH])
    except ValueError:
        return None
    if not compare_digest(code[CODE_LENGTH:].encode(), _proof(signup_id).encode()):
        return None
    found = ShiftSignup.objects.select_related("shift", "requirement").filter(pk=signup_id)
    return found.first()


def _proof(signup_id: UUID) -> str:
    return keyed_code("volunteers.ticket", signup_id.hex)[:CODE_LENGTH]
