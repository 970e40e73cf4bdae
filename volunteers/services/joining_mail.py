"""Which mail about joining somebody gets now: what has become untrue meanwhile is not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from campaigns.models import Campaign
from volunteers.emails import joining as emails
from volunteers.models import Supporter
from volunteers.services.joining import sealed_words
from volunteers.services.joining_links import issue
from volunteers.services.profile import known_volunteer
from volunteers.services.signing_up import MAIL_AT_MOST_EVERY

State = Supporter.State
# For which state each mail is true.
TRUE_FOR = {
    "confirm_joining": State.PENDING,
    "joined_before": State.CONFIRMED,
    "joined": State.CONFIRMED,
}
# Whoever is at the form can set these off as often as they like.
ASKED_FOR_BY_ANYBODY = ("confirm_joining", "joined_before")


def mail(payload: dict[str, Any]) -> None:
    """Write to one person about joining, unless it stands differently since."""
    about, now = payload["about"], timezone.now()
    supporter = Supporter.objects.filter(pk=payload["supporter"]).first()
    if supporter is None or supporter.state != TRUE_FOR[about]:
        return
    reader = _reader_of(supporter)
    if reader is None:
        return
    before = supporter.mailed_at
    if about in ASKED_FOR_BY_ANYBODY:
        if _was_just_mailed(supporter, now):
            return
        # Before it is sent: a second press meanwhile sends nothing.
        Supporter.objects.filter(pk=supporter.pk).update(mailed_at=now)
    try:
        # Texts come in the language that is active while they are fetched.
        with translation.override(reader.language):
            supporter.campaign = Campaign.objects.with_texts().get(pk=supporter.campaign_id)
            secret = issue(supporter) if about == "confirm_joining" else ""
            emails.MAILS[about](supporter, reader, secret)
    except Exception:
        if about in ASKED_FOR_BY_ANYBODY:
            # The job tries again, and must not take its own try for a mail.
            Supporter.objects.filter(pk=supporter.pk).update(mailed_at=before)
        raise


def _reader_of(supporter: Supporter) -> emails.Reader | None:
    """Who reads the mail: until it is confirmed, whoever was typed."""
    if supporter.state == State.PENDING:
        typed, _joined_at = sealed_words(supporter.sealed)
        return emails.Reader(typed.name, typed.email, typed.language)
    known = known_volunteer(supporter.person_key)
    return emails.Reader(known.name, known.email, known.language) if known else None


def _was_just_mailed(supporter: Supporter, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = supporter.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return supporter.confirmed_at is None or supporter.confirmed_at < last
