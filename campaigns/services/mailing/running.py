"""One turn of a lane: some people gathered, or some letters sent."""

from __future__ import annotations

import random
import time

from django.utils import timezone

from campaigns.emails import News, news_of
from campaigns.models import Delivery, Mailing
from campaigns.services.mailing import figures
from campaigns.services.mailing.claiming import claim, finish, put_back
from campaigns.services.mailing.gathering import gather
from campaigns.services.mailing.handing import deliver, unwanted
from campaigns.services.mailing.recovering import recover
from jobs.services import progress
from mail import journal
from mail.services import Outcome

# A turn is short, so that a worker that is told to stop soon does, and mailings take turns.
LETTERS_A_TURN = 50
SECONDS_A_TURN = 5.0


def take_turn() -> bool:
    """Go on with one of the mailings in motion. True when there is more to do at once."""
    recover()
    mailings = list(
        Mailing.objects.in_motion()
        .select_related("update__campaign__lead")
        .prefetch_related("update__texts", "update__campaign__texts")
    )
    # Whoever comes by takes any of them, so they all go on.
    random.shuffle(mailings)
    for mailing in mailings:
        if mailing.state == Mailing.State.GATHERING:
            gather(mailing.pk, seconds=SECONDS_A_TURN)
            return True
        if letters := claim(mailing, journal.ours().name, LETTERS_A_TURN):
            return _send(mailing, letters)
        end_if_over(mailing)
    return False


def _send(mailing: Mailing, letters: list[Delivery]) -> bool:
    """Send these; False when the mail server had better be left alone for a while."""
    own = journal.ours()
    end = time.monotonic() + SECONDS_A_TURN
    news: dict[str, News] = {}
    is_well = True
    try:
        changed = unwanted(mailing.update.campaign_id, letters)
        skipped = [letter.pk for letter in letters if letter.person_key in changed]
        finish(own.name, skipped, Delivery.State.SKIPPED)
        wanted = [letter for letter in letters if letter.person_key not in changed]
        for letter in progress(wanted):
            if time.monotonic() > end:
                break
            if letter.language not in news:
                news[letter.language] = news_of(mailing.update, letter.language)
            outcome = deliver(letter, mailing, news[letter.language], own)
            if outcome in (Outcome.AWAY, Outcome.UNKNOWN):
                is_well = False
                break
    finally:
        # Those in hand that were not come to. One that is being handed over is none of them.
        put_back_unsent(own.name, letters)
        figures.fold(mailing.pk)
    return is_well


def put_back_unsent(name: str, letters: list[Delivery]) -> None:
    claimed = Delivery.objects.filter(
        pk__in=[letter.pk for letter in letters],
        state=Delivery.State.CLAIMED,
        claimed_by=name,
    )
    put_back(name, list(claimed.values_list("pk", flat=True)))


def end_if_over(mailing: Mailing) -> None:
    """Note the mailing as sent once no letter of it waits."""
    if mailing.deliveries.unfinished().exists():
        return
    figures.fold(mailing.pk)
    now = timezone.now()
    Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.RUNNING).update(
        state=Mailing.State.DONE, finished_at=now, changed_at=now
    )


def skip_rest(mailing_id: int) -> None:
    """Empty what a cancelled mailing has not sent, and count it as not sent any more."""
    waiting = Delivery.objects.filter(
        mailing=mailing_id,
        mailing__state=Mailing.State.CANCELLED,
        state=Delivery.State.WAITING,
    )
    while ids := list(waiting.values_list("pk", flat=True)[:1000]):
        Delivery.objects.filter(pk__in=ids, state=Delivery.State.WAITING).update(
            state=Delivery.State.SKIPPED, address="", given_name="", finished_at=timezone.now()
        )
    figures.fold(mailing_id)
