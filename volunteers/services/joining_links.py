"""The link that confirms that somebody joins."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from privacy import secrets
from volunteers.models import Supporter
from volunteers.models.signups import UNCONFIRMED_KEPT

CONFIRM = "volunteers.confirm_joining"


def issue(supporter: Supporter) -> str:
    """A new secret for a mail; it opens as long as what is not confirmed is kept."""
    until = supporter.joined_at + UNCONFIRMED_KEPT
    return secrets.issue(
        CONFIRM,
        person_key=supporter.person_key,
        subject_id=supporter.pk,
        lifetime=max(until - timezone.now(), timedelta(hours=1)),
    )


def find(secret: str) -> Supporter:
    """Whose joining a link is for. Raises privacy.secrets.SecretError."""
    row = secrets.look_up(secret, CONFIRM)
    mine = Supporter.objects.of(row.person_key).filter(pk=row.subject_id)
    supporter = mine.select_related("campaign").first()
    if supporter is None:
        raise secrets.SecretUnknown(row)
    return supporter
