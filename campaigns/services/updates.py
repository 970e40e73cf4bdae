"""An update's way: written, published at once or at its time, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import structlog
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, CampaignUpdate, Mailing
from campaigns.services.hearing import tell_of_update
from languages import editing
from privacy import audit
from web.slugs import slug_of

log = structlog.get_logger(__name__)

State = CampaignUpdate.State
LONGEST_SLUG = 50


@transaction.atomic
def write_update(
    campaign: Campaign,
    words: Mapping[str, str],
    *,
    happened_on: date,
    is_year_only: bool = False,
    actor: AbstractBaseUser,
) -> CampaignUpdate:
    """Make a draft with its German words."""
    update = CampaignUpdate.objects.create(
        campaign=campaign, happened_on=happened_on, is_year_only=is_year_only
    )
    editing.write(update, settings.LANGUAGE_CODE, words, seen=editing.NOTHING)
    audit.record("campaigns.update_written", actor, update)
    return update


@transaction.atomic
def write_update_text(
    update: CampaignUpdate,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
) -> None:
    """Write its text in one language. Raises what `editing.write` raises."""
    editing.write(update, language, words, seen=seen)
    audit.record("campaigns.update_written", actor, update, language=language)


def publish_update(update: CampaignUpdate, *, actor: AbstractBaseUser | None = None) -> None:
    """Show an update on the campaign's page and in its feed; it gets its address now.

    Publishing again what is public changes nothing. Raises ValidationError while the German
    text is missing.
    """
    title = _german_title(update)
    with transaction.atomic():
        # Held, so that of two who publish at once the second finds it done.
        row = CampaignUpdate.objects.select_for_update().get(pk=update.pk)
        if row.state == State.DRAFT:
            row.state = State.PUBLISHED
            row.published_at = row.published_at or timezone.now()
            row.publish_at = None
            row.slug = row.slug or _free_slug(row, title)
            row.save(update_fields=["state", "published_at", "publish_at", "slug"])
            audit.record("campaigns.update_published", actor or audit.SYSTEM, row)
            tell_of_update(row)
    update.refresh_from_db()


def schedule_update(
    update: CampaignUpdate, publish_at: datetime | None, *, actor: AbstractBaseUser | None = None
) -> None:
    """Publish it by itself at that time, which must be to come; None takes the time away.

    Raises ValidationError where that can't be, also while the German text is missing.
    """
    if publish_at is not None:
        _german_title(update)
        if publish_at <= timezone.now():
            raise ValidationError(_("This time has passed. Choose a later one."))
    with transaction.atomic():
        drafts = CampaignUpdate.objects.filter(pk=update.pk, state=State.DRAFT)
        if not drafts.update(publish_at=publish_at):
            raise ValidationError(_("This update is published already."))
        audit.record("campaigns.update_scheduled", actor or audit.SYSTEM, update)
    update.refresh_from_db()


def take_update_back(update: CampaignUpdate, *, actor: AbstractBaseUser | None = None) -> None:
    """Make a published update a draft again; its address stays its own.

    Raises ValidationError once it is sent by mail: the letters lead to its page.
    """
    with transaction.atomic():
        CampaignUpdate.objects.select_for_update().get(pk=update.pk)
        if Mailing.objects.filter(update=update).exclude(state=Mailing.State.DRAFT).exists():
            raise ValidationError(
                _("The mails about this update lead to it. Change its text instead.")
            )
        published = CampaignUpdate.objects.filter(pk=update.pk, state=State.PUBLISHED)
        if published.update(state=State.DRAFT):
            audit.record("campaigns.update_taken_back", actor or audit.SYSTEM, update)
    update.refresh_from_db()


def publish_due_updates(now: datetime | None = None) -> int:
    """Publish what is due; return how many."""
    published = 0
    for update in CampaignUpdate.objects.due_to_publish(now or timezone.now()):
        try:
            publish_update(update)
        except ValidationError:
            # Without a German text: the others must not wait for it.
            log.warning("update_stays_a_draft", update=update.pk)
        else:
            published += 1
    return published


def _german_title(update: CampaignUpdate) -> str:
    texts = update.texts.filter(language=settings.LANGUAGE_CODE)
    title = texts.values_list("title", flat=True).first()
    if not title:
        raise ValidationError(_("Write the German text before you publish the update."))
    return title


def _free_slug(update: CampaignUpdate, title: str) -> str:
    """An address that no other update of the campaign has; the campaign's row is held."""
    type(update.campaign).objects.select_for_update().get(pk=update.campaign_id)
    wanted = slug_of(title, "update")[: LONGEST_SLUG - 5].strip("-")
    taken = set(
        CampaignUpdate.objects.filter(
            campaign=update.campaign_id, slug__startswith=wanted
        ).values_list("slug", flat=True)
    )
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
