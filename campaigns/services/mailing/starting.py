"""What people decide about a mailing: when it starts, rests, goes on, ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignUpdate, Delivery, Mailing
from campaigns.services.mailing import figures, lanes
from jobs.services import enqueue
from privacy import audit

log = structlog.get_logger(__name__)

State = Mailing.State
type Actor = AbstractBaseUser | None


def prepare(update: CampaignUpdate) -> Mailing:
    """The mailing of an update, made as a draft where there is none."""
    return Mailing.objects.get_or_create(update=update)[0]


def schedule(mailing: Mailing, send_at: datetime, *, actor: Actor = None) -> None:
    """Start it by itself at that time. The update must be published by then: what is still a
    draft at that moment waits for its publication.

    Raises ValidationError when the time has passed, the update is neither published nor to be
    published before, or the mailing has started.
    """
    if send_at <= timezone.now():
        raise ValidationError(_("This time has passed. Choose a later one."))
    update = mailing.update
    if update.state == CampaignUpdate.State.DRAFT and not (
        update.publish_at and update.publish_at <= send_at
    ):
        raise ValidationError(
            _("The mail leads to the update's page. Publish the update before it is sent.")
        )
    _go(mailing, State.SCHEDULED, (State.DRAFT, State.SCHEDULED), actor, send_at=send_at)


def unschedule(mailing: Mailing, *, actor: Actor = None) -> None:
    """Take the time away; nothing was sent."""
    _go(mailing, State.DRAFT, (State.SCHEDULED,), actor, send_at=None)


def start(mailing: Mailing, *, actor: Actor = None) -> None:
    """Send it now, to everybody who wants news of the campaign at this time.

    Raises ValidationError where its update or campaign is not public, or it was started.
    """
    _refuse_unpublished(mailing.update)
    started: dict[str, Any] = {"started_at": timezone.now()}
    if actor is not None:
        started["started_by"] = actor
    with transaction.atomic():
        _go(mailing, State.GATHERING, (State.DRAFT, State.SCHEDULED), actor, **started)
        lanes.wake()


def start_due(now: datetime | None = None) -> int:
    """Start the mailings whose time has come; return how many."""
    started = 0
    due = Mailing.objects.due_to_start(now or timezone.now())
    for mailing in due.select_related("update__campaign", "started_by"):
        try:
            start(mailing)
        except ValidationError:
            log.warning("mailing_waits_for_its_update", mailing=mailing.pk)
        else:
            started += 1
    return started


def pause(mailing: Mailing, *, actor: Actor = None) -> None:
    """Stop; the letters that are with the mail server at this moment go out."""
    _go(mailing, State.PAUSED, (State.GATHERING, State.RUNNING), actor)


def resume(mailing: Mailing, *, actor: Actor = None) -> None:
    """Go on where it stopped: nobody gets a second letter."""
    with transaction.atomic():
        row = Mailing.objects.select_for_update().get(pk=mailing.pk)
        where = State.RUNNING if row.gathered_at else State.GATHERING
        _go(mailing, where, (State.PAUSED,), actor)
        lanes.wake()


def cancel(mailing: Mailing, *, actor: Actor = None) -> None:
    """End it for good. Who has not got it will not get it, and it can't be started again."""
    with transaction.atomic():
        begun = (State.GATHERING, State.RUNNING, State.PAUSED)
        _go(mailing, State.CANCELLED, begun, actor, finished_at=timezone.now())
        enqueue("campaigns.skip_rest", {"mailing": mailing.pk}, queue=lanes.QUEUE)


def send_uncertain_again(mailing: Mailing, *, actor: Actor = None) -> int:
    """Send the letters once more of which nobody knows whether they arrived; how many.

    Some of these people may get it twice, which is why this is for people to decide.
    Raises ValidationError for a mailing that was cancelled.
    """
    figures.fold(mailing.pk)
    with transaction.atomic():
        row = Mailing.objects.select_for_update().get(pk=mailing.pk)
        if row.state not in (State.RUNNING, State.PAUSED, State.DONE):
            raise _not_now(row)
        again = row.deliveries.filter(state=Delivery.State.UNCERTAIN, is_counted=True)
        count = again.update(
            state=Delivery.State.WAITING,
            is_counted=False,
            finished_at=None,
            due_at=timezone.now(),
        )
        if count:
            Mailing.objects.filter(pk=row.pk).update(
                uncertain=F("uncertain") - count,
                state=State.RUNNING if row.state == State.DONE else row.state,
                finished_at=None,
                changed_at=timezone.now(),
            )
            audit.record(
                "campaigns.uncertain_sent_again", actor or audit.SYSTEM, row, letters=count
            )
            lanes.wake()
    mailing.refresh_from_db()
    return count


def _refuse_unpublished(update: CampaignUpdate) -> None:
    if update.campaign.state == Campaign.State.DRAFT:
        raise ValidationError(_("Publish the campaign first: the mail leads people to it."))
    if update.state == CampaignUpdate.State.DRAFT:
        raise ValidationError(
            _("The mail leads to the update's page. Publish the update before it is sent.")
        )


def _go(
    mailing: Mailing, state: str, origins: tuple[str, ...], actor: Actor, **also: object
) -> None:
    """Change the state if it still is one from which this way leads; else say so."""
    with transaction.atomic():
        here = Mailing.objects.filter(pk=mailing.pk, state__in=origins)
        if not here.update(state=state, changed_at=timezone.now(), **also):
            raise _not_now(Mailing.objects.get(pk=mailing.pk))
        audit.record(f"campaigns.mailing_{state}", actor or audit.SYSTEM, mailing)
    mailing.refresh_from_db()


def _not_now(mailing: Mailing) -> ValidationError:
    return ValidationError(
        _("This mailing is %(state)s now, so that is not possible."),
        params={"state": mailing.get_state_display()},
    )
