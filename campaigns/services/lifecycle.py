"""A campaign's way: published now or at a set time, archived, published again."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from privacy import audit

log = structlog.get_logger(__name__)

State = Campaign.State


def publish(campaign: Campaign, *, actor: AbstractBaseUser | None = None) -> None:
    """Show a campaign to everyone. Raises ValidationError when its German text is missing."""
    _need_german(campaign)
    published_at = campaign.published_at or timezone.now()
    _go(
        campaign,
        State.PUBLISHED,
        (State.DRAFT, State.ARCHIVED),
        actor,
        published_at=published_at,
        publish_at=None,
    )


def schedule(
    campaign: Campaign, at: datetime | None, *, actor: AbstractBaseUser | None = None
) -> None:
    """Have a draft published at a time to come; None takes that back.

    Raises ValidationError for a time that is over, a missing German text, or a campaign that
    is no draft.
    """
    if at is not None:
        _need_german(campaign)
        if at <= timezone.now():
            raise ValidationError(_("Choose a time that is still to come."))
    with transaction.atomic():
        draft = Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT)
        if not draft.update(publish_at=at):
            raise _not_possible(campaign)
        verb = "campaigns.unscheduled" if at is None else "campaigns.scheduled"
        audit.record(verb, actor or audit.SYSTEM, campaign)
    campaign.refresh_from_db()


def archive(campaign: Campaign, *, actor: AbstractBaseUser | None = None) -> None:
    """Keep the campaign readable, and say that it is over."""
    _go(campaign, State.ARCHIVED, (State.PUBLISHED,), actor)


def publish_due(now: datetime | None = None) -> int:
    """Publish the drafts whose time has come; return how many."""
    published = 0
    for campaign in Campaign.objects.due_to_publish(now or timezone.now()):
        try:
            publish(campaign)
        except ValidationError:
            # Its German text was taken away, or somebody was quicker.
            log.warning("campaign_stays_a_draft", campaign=campaign.slug)
        else:
            published += 1
    return published


def _need_german(campaign: Campaign) -> None:
    if not campaign.texts.filter(language=settings.LANGUAGE_CODE).exists():
        raise ValidationError(_("Write the German text before you publish the campaign."))


def _go(
    campaign: Campaign,
    state: str,
    origins: tuple[str, ...],
    actor: AbstractBaseUser | None,
    **also: object,
) -> None:
    with transaction.atomic():
        here = Campaign.objects.filter(pk=campaign.pk, state__in=origins)
        if not here.update(state=state, **also):
            raise _not_possible(campaign)
        audit.record(f"campaigns.{state}", actor or audit.SYSTEM, campaign)
    campaign.refresh_from_db()


def _not_possible(campaign: Campaign) -> ValidationError:
    return ValidationError(
        _("This campaign is %(state)s now, so that is not possible."),
        params={"state": campaign.get_state_display()},
    )
