"""News of the demo that went out by mail: gathered and counted as always, but nothing is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from campaigns.models import CampaignUpdate, Delivery, Mailing
from campaigns.services.mailing import figures, prepare, start, unsubscribe
from campaigns.services.mailing.claiming import claim, finish
from campaigns.services.mailing.gathering import gather
from campaigns.services.mailing.returning import Kind, note_return
from campaigns.services.mailing.running import end_if_over
from campaigns.services.mailing.unsubscribing import Link
from pages.demo import content
from petitions.services import NEWS
from privacy.models import Consent

WORKER = "demo"
EVERYBODY = 10_000
# As it goes: some mailboxes are gone, some people have changed their mind.
REFUSED, CHANGED_THEIR_MIND, CAME_BACK, UNSUBSCRIBED = 2, 3, 1, 4


def load_news(actor: User) -> None:
    """Note as sent what the content says was sent. Needs the petitions: their signatories get it.

    A second load leaves it alone: it can't be sent twice. Where a demo was loaded before there
    were consents to news in it, nobody would have got it.
    """
    if not Consent.objects.standing().filter(purpose=NEWS).exists():
        return
    for found in content.tables("campaigns"):
        for update in found["updates"]:
            if update.get("is_sent"):
                sent = CampaignUpdate.objects.get(
                    campaign__slug=found["slug"], slug=update["slug"]
                )
                if not Mailing.objects.filter(update=sent).exists():
                    _send(sent, actor)


def _send(update: CampaignUpdate, actor: User) -> None:
    mailing = prepare(update)
    start(mailing, actor=actor)
    gather(mailing.pk, seconds=60)
    letters = claim(mailing, WORKER, EVERYBODY)
    ids = [letter.pk for letter in letters]
    refused, skipped = ids[:REFUSED], ids[REFUSED : REFUSED + CHANGED_THEIR_MIND]
    finish(WORKER, refused, Delivery.State.FAILED)
    finish(WORKER, skipped, Delivery.State.SKIPPED)
    finish(WORKER, ids, Delivery.State.SENT)
    figures.fold(mailing.pk)
    end_if_over(mailing)
    reached = letters[REFUSED + CHANGED_THEIR_MIND :]
    for letter in reached[:CAME_BACK]:
        note_return(letter.pk, Kind.SOFT)
    for letter in reached[CAME_BACK : CAME_BACK + UNSUBSCRIBED]:
        unsubscribe(Link(update.campaign, mailing.pk, letter.person_key))
    if update.published_at:
        _date_back(mailing, update.published_at)


def _date_back(mailing: Mailing, published_at: datetime) -> None:
    """It went out on the day of the update, not on that of the load."""
    started_at = published_at + timedelta(hours=2)
    over_at = started_at + timedelta(minutes=4)
    Mailing.objects.filter(pk=mailing.pk).update(
        started_at=started_at, gathered_at=started_at, finished_at=over_at, changed_at=over_at
    )
    mailing.deliveries.update(finished_at=over_at)
