"""The trail of who did what: for answering questions later, never for watching people."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from privacy.models import AuditEntry
from web import switches

SYSTEM = "system"  # a job nobody asked for
PERSON = "person"  # someone on the self-service page; who it was is not kept


def record(
    verb: str,
    actor: AbstractBaseUser | str = SYSTEM,
    subject: Model | tuple[str, object] | None = None,
    **detail: Any,
) -> AuditEntry:
    """Write one entry, inside the transaction of the deed.

    `verb` is "<app>.<deed in the past>" ("petitions.closed"). `actor` is a user, SYSTEM or
    PERSON. `subject` is a model row or ("petitions.petition", id). `detail` holds what JSON
    can hold, and no personal data: an address in it raises ValueError.
    """
    if "@" in str(detail):
        raise ValueError("An audit entry must not hold an e-mail address.")
    kind, subject_id = _named(subject)
    return AuditEntry.objects.create(
        verb=verb,
        actor=actor if isinstance(actor, str) else f"user:{actor.pk}",
        subject_kind=kind,
        subject_id=subject_id,
        detail=detail,
    )


def part_switched(part: switches.Part, is_on: bool, actor: AbstractBaseUser) -> None:
    """The office switched a part of the platform off or on (web.switches)."""
    verb = "web.part_switched_on" if is_on else "web.part_switched_off"
    record(verb, actor, ("web.part", part.name))


def _named(subject: Model | tuple[str, object] | None) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if isinstance(subject, Model):
        return subject._meta.label_lower, str(subject.pk)
    kind, subject_id = subject
    return kind, str(subject_id)
