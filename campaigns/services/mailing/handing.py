"""One letter: built, asked about a last time, and handed over at most once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from campaigns import audience
from campaigns.emails import News, news_letter
from campaigns.models import Delivery, Mailing, Suppression
from campaigns.services.mailing.claiming import LEASE, finish, put_back
from campaigns.services.mailing.unsubscribing import unsubscribe_link
from mail.journal import Journal, Mark, Slot
from mail.services import Outcome, Withheld, hand_over
from privacy.services import self_service_link

State = Delivery.State
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=2)
# A server that is away is away for all: no letter's try is counted for it.
AWAY_WAIT = timedelta(seconds=15)


def unwanted(campaign_id: int, deliveries: list[Delivery]) -> set[str]:
    """The keys of those who do not want it any more, or whose mailbox does not."""
    keys = {delivery.person_key for delivery in deliveries}
    suppressed = Suppression.objects.filter(person_key__in=keys)
    without_address = {one.person_key for one in deliveries if not one.address}
    return (
        (keys - audience.wanting(campaign_id, keys))
        | set(suppressed.values_list("person_key", flat=True))
        | without_address
    )


class _Unwanted(Withheld):
    """The person has changed their mind since."""


class _Handing:
    """What happens around the moment in which a letter's bytes leave (mail.handing)."""

    def __init__(self, delivery: Delivery, mailing: Mailing, slot: Slot) -> None:
        self.delivery = delivery
        self.mailing = mailing
        self.slot = slot

    def before(self) -> None:
        campaign_id = self.mailing.update.campaign_id
        if unwanted(campaign_id, [self.delivery]):
            raise _Unwanted
        running = Mailing.objects.filter(pk=self.mailing.pk, state=Mailing.State.RUNNING)
        mine = Delivery.objects.filter(
            pk=self.delivery.pk,
            state=State.CLAIMED,
            claimed_by=self.delivery.claimed_by,
            mailing__in=running,
        )
        # Committed by itself: from here on nobody sends this letter again without asking.
        if not mine.update(state=State.HANDING, lease_until=timezone.now() + LEASE):
            raise Withheld
        self.slot.mark(Mark.LEAVING)

    def after(self, *, is_taken: bool) -> None:
        self.slot.mark(Mark.TAKEN if is_taken else Mark.STAYED)


def deliver(delivery: Delivery, mailing: Mailing, news: News, journal: Journal) -> Outcome | None:
    """Send one letter in hand and store what became of it; None where it was kept back."""
    letter = news_letter(
        news,
        to=delivery.address,
        given_name=delivery.given_name,
        unsubscribe_url=unsubscribe_link(mailing, delivery.person_key, news.language),
        self_service_url=self_service_link(delivery.person_key, news.language),
        name=str(delivery.pk),
    )
    with journal.slot(delivery.pk) as slot:
        try:
            outcome = hand_over(letter, _Handing(delivery, mailing, slot))
        except _Unwanted:
            finish(journal.name, [delivery.pk], State.SKIPPED)
            return None
        except Withheld:
            put_back(journal.name, [delivery.pk])
            return None
        _store(delivery, outcome, journal.name)
    return outcome


def _store(delivery: Delivery, outcome: Outcome, journal: str) -> None:
    match outcome:
        case Outcome.TAKEN:
            finish(journal, [delivery.pk], State.SENT)
        case Outcome.REFUSED:
            finish(journal, [delivery.pk], State.FAILED)
        case Outcome.UNKNOWN:
            finish(journal, [delivery.pk], State.UNCERTAIN)
        case Outcome.AWAY:
            put_back(journal, [delivery.pk], wait=AWAY_WAIT)
        case Outcome.LATER if delivery.attempts + 1 >= MOST_ATTEMPTS:
            finish(journal, [delivery.pk], State.FAILED)
        case Outcome.LATER:
            wait = min(FIRST_WAIT * 2**delivery.attempts, LONGEST_WAIT)
            put_back(journal, [delivery.pk], wait=wait, tried=delivery.attempts + 1)
