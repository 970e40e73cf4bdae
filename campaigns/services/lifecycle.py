"""A campaign's way: published, archived, published again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from privacy import audit

State = Campaign.State


def publish(campaign: Campaign, *, actor: AbstractBaseUser | None = None) -> None:
    """Show a campaign to everyone. Raises ValidationError when its German text is missing."""
    if not campaign.texts.filter(language=settings.LANGUAGE_CODE).exists():
        raise ValidationError(_("Write the German text before you publish the campaign."))
    published_at = campaign.published_at or timezone.now()
    _go(campaign, State.PUBLISHED, (State.DRAFT, State.ARCHIVED), actor, published_at=published_at)


def archive(campaign: Campaign, *, actor: AbstractBaseUser | None = None) -> None:
    """Keep the campaign readable, and say that it is over."""
    _go(campaign, State.ARCHIVED, (State.PUBLISHED,), actor)


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
            raise ValidationError(
                _("This campaign is %(state)s now, so that is not possible."),
                params={"state": campaign.get_state_display()},
            )
        audit.record(f"campaigns.{state}", actor or audit.SYSTEM, campaign)
    campaign.refresh_from_db()
