"""Secrets in mailed links: random, single-purpose, expiring, and stored as a digest only.

(Inside the package `privacy`, so the standard library's `secrets` stays reachable.)
"""

import hashlib
from datetime import timedelta
from secrets import token_urlsafe

from django.utils import timezone

from privacy.models import Secret
from web.together import insert_together

SELF_SERVICE = "self_service"


class SecretError(Exception):
    """A link that opens nothing. `secret` is the row when there is one."""

    def __init__(self, secret: Secret | None = None):
        super().__init__()
        self.secret = secret


class SecretUnknown(SecretError):
    """Never issued, issued for another purpose, or deleted since."""


class SecretExpired(SecretError):
    """Issued, but its time is over."""


class SecretUsed(SecretError):
    """Issued for one use, which has happened."""


def issue(purpose: str, *, person_key: str, subject_id: object = "", lifetime: timedelta) -> str:
    """Store a new secret's digest and return the secret (43 URL-safe characters).

    The clear text exists only in the return value: put it in a mail, never in a job's
    payload or a log. `purpose` is a constant of the app that will look it up.
    """
    clear = token_urlsafe(32)
    now = timezone.now()
    row = Secret(
        digest=digest(clear),
        purpose=purpose,
        person_key=person_key,
        subject_id=str(subject_id),
        created_at=now,
        expires_at=now + lifetime,
    )
    # Every mail issues one or two: prepared, it takes half of what the ORM does.
    insert_together(row, [])
    return clear


def look_up(secret: str, purpose: str) -> Secret:
    """Return the row of a usable secret; raises SecretUnknown, SecretUsed or SecretExpired."""
    row = Secret.objects.filter(digest=digest(secret), purpose=purpose).first()
    if row is None:
        raise SecretUnknown
    if row.used_at is not None:
        raise SecretUsed(row)
    if row.is_expired:
        raise SecretExpired(row)
    return row


def subject_of(secret: str, purpose: str) -> str:
    """Return what a secret was issued for, usable or not; raises SecretUnknown."""
    known = Secret.objects.filter(digest=digest(secret), purpose=purpose)
    subject_id = known.values_list("subject_id", flat=True).first()
    if subject_id is None:
        raise SecretUnknown
    return subject_id


def spend(secret: str, purpose: str, *, person_key: str, subject_id: object) -> None:
    """Spend a secret that was issued for this; of many at once exactly one succeeds.

    Raises SecretUnknown, SecretUsed or SecretExpired. Call it inside the transaction of the
    deed, so that a failed deed leaves it unspent.
    """
    mine = Secret.objects.filter(
        digest=digest(secret),
        purpose=purpose,
        person_key=person_key,
        subject_id=str(subject_id),
    )
    if not mine.usable().update(used_at=timezone.now()):
        raise SecretUnknown(look_up(secret, purpose))


def revoke(purpose: str, *, person_key: str, subject_id: object) -> None:
    """Delete every secret issued so far for this: what it opened has changed since."""
    Secret.objects.filter(
        purpose=purpose, person_key=person_key, subject_id=str(subject_id)
    ).delete()


def any_usable(purpose: str, *, person_key: str, subject_id: object) -> bool:
    """Whether some secret issued for this still opens it."""
    issued = Secret.objects.filter(
        purpose=purpose, person_key=person_key, subject_id=str(subject_id)
    )
    return issued.usable().exists()


def digest(secret: str) -> str:
    """What is stored of a secret (64 hex digits)."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
