"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from accounts.models import User
from campaigns import endorsement_emails, services
from campaigns.models import Endorsement, Mailing
from campaigns.services import mailing
from campaigns.services.mailing import figures, recovering, returning, running, testing
from campaigns.services.mailing.lanes import KIND
from jobs.registry import every, handler


@handler(KIND, is_kept=False)
def run_mailing(payload: dict[str, Any]) -> None:
    if mailing.take_turn():
        mailing.go_on(payload["lane"], payload["turn"])


@handler("campaigns.skip_rest")
def skip_rest(payload: dict[str, Any]) -> None:
    running.skip_rest(payload["mailing"])


@handler("campaigns.letter_returned", is_kept=False)
def letter_returned(payload: dict[str, Any]) -> None:
    returning.note_return(UUID(payload["letter"]), returning.Kind(payload["kind"]))


@handler("campaigns.send_test")
def send_test(payload: dict[str, Any]) -> None:
    testing.write_test(payload["update"], payload["to"], payload["language"])


@handler("campaigns.tell_of_endorsement")
def tell_of_endorsement(payload: dict[str, Any]) -> None:
    """Write to one organiser, unless something else has happened since."""
    endorsement = Endorsement.objects.for_lists().filter(pk=payload["endorsement"]).first()
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if endorsement is None or user is None:
        return
    letter = endorsement_emails.LETTERS[payload["deed"]]
    if letter.still_holds(endorsement):
        letter.send(endorsement, user)


@every(seconds=60, name="campaigns.publish_due")
def publish_due() -> None:
    services.publish_due()
    services.publish_due_updates()


@every(seconds=15, name="campaigns.drive_mailings")
def drive_mailings() -> None:
    """Start what is due, see to what dead workers left, and wake lanes that rest too long."""
    mailing.start_due()
    mailing.recover()
    figures.fold_all()
    recovering.forget_journals()
    if Mailing.objects.in_motion().exists():
        mailing.wake()
