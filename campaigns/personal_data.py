"""What this app holds about people: letters on their way, and whom to write to no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Delivery, Endorsement, Mailing, Suppression
from campaigns.services.mailing import cancel, figures
from campaigns.services.mailing.running import skip_rest
from privacy.registry import PersonalData, register
from privacy.retention import rule

# What comes back to us, or an unsubscribing, is counted and acted on for so long.
DELIVERIES_KEPT = timedelta(days=30)
SUPPRESSION_KEPT = timedelta(days=365)
WORDS_KEPT = timedelta(days=365)


def export(person_key: str) -> dict[str, Any]:
    letters = Delivery.objects.of(person_key).select_related("mailing__update__campaign")
    suppression = Suppression.objects.filter(person_key=person_key).first()
    return {
        "news": [
            {
                "campaign": letter.mailing.update.campaign.slug,
                "update": letter.mailing.update.slug,
                "state": letter.state,
                "language": letter.language,
                "email": letter.address,
                "given_name": letter.given_name,
                "finished_at": letter.finished_at and letter.finished_at.isoformat(),
                "bounced_at": letter.bounced_at and letter.bounced_at.isoformat(),
                "complained_at": letter.complained_at and letter.complained_at.isoformat(),
                "unsubscribed_at": letter.unsubscribed_at and letter.unsubscribed_at.isoformat(),
            }
            for letter in letters.order_by("pk")
        ],
        "no_news_because": suppression.reason if suppression else None,
    }


def erase(person_key: str) -> None:
    """Delete the person's letters; the figures keep that there were so many.

    One that is just being handed over is counted as unclear: its worker finds no row to say
    it in.
    """
    with transaction.atomic():
        held = Delivery.objects.of(person_key).order_by("pk").select_for_update()
        mailings = set(held.values_list("mailing", flat=True))
        now = timezone.now()
        open_ones = Delivery.objects.of(person_key).unfinished()
        open_ones.filter(state=Delivery.State.HANDING).update(
            state=Delivery.State.UNCERTAIN, finished_at=now
        )
        open_ones.update(state=Delivery.State.SKIPPED, finished_at=now)
        for mailing_id in sorted(mailings):
            figures.fold(mailing_id)
        Delivery.objects.of(person_key).delete()
        Suppression.objects.filter(person_key=person_key).delete()


def delete_old_deliveries() -> int:
    """Those of mailings that are over. One that is left paused for so long is cancelled."""
    over_since = timezone.now() - DELIVERIES_KEPT
    for mailing in Mailing.objects.filter(
        state=Mailing.State.PAUSED, changed_at__lt=over_since
    ).select_related("update"):
        cancel(mailing)
        skip_rest(mailing.pk)
    figures.fold_all()
    old = Delivery.objects.filter(
        mailing__in=Mailing.objects.over().filter(finished_at__lt=over_since)
    )
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:1000]):
        deleted += Delivery.objects.filter(pk__in=ids).delete()[0]
    return deleted


def delete_old_suppressions() -> int:
    old = Suppression.objects.filter(created_at__lt=timezone.now() - SUPPRESSION_KEPT)
    return old.delete()[0]


def forget_words() -> int:
    """What two sides wrote to each other about an endorsement that is over."""
    before = timezone.now() - WORDS_KEPT
    over = Endorsement.objects.over().exclude(message="", reason="")
    old = over.filter(
        Q(ended_at__lt=before) | Q(ended_at=None, decided_on__lt=timezone.localdate(before))
    )
    return old.update(message="", reason="")


def register_all() -> None:
    register(PersonalData("campaigns", export, erase))
    rule(
        model="campaigns.Delivery",
        name=_("News by mail"),
        fields=("person_key", "address", "given_name"),
        basis=_("Your consent to news (Art. 6 (1) a GDPR)."),
        keeps=_(
            "Name and address until the mail is sent. That you got it, until 30 days after the "
            "last of these mails. We do not measure who opens a mail."
        ),
        after=DELIVERIES_KEPT,
        run=delete_old_deliveries,
    )
    rule(
        model="campaigns.Suppression",
        name=_("People to whom our news could not be delivered, or who called it spam"),
        fields=("person_key",),
        basis=_("Our legitimate interest in sending no unwanted mail (Art. 6 (1) f GDPR)."),
        keeps=_("1 year, without your address."),
        after=SUPPRESSION_KEPT,
        run=delete_old_suppressions,
    )
    rule(
        model="campaigns.Endorsement",
        name=_("What campaigns and organisations write to each other about an endorsement"),
        fields=("message", "reason"),
        basis=_("Our legitimate interest in working together (Art. 6 (1) f GDPR)."),
        keeps=_("1 year after it has ended. Who signed a statement, and when, stays on record."),
        after=WORDS_KEPT,
        run=forget_words,
    )
