"""A petition from its first line to what is missing before it can open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from languages import editing
from petitions.models import Petition, PetitionText
from petitions.services.writing import hold, why_not_written
from privacy import audit
from web.slugs import insert_with_slug

SETTINGS = frozenset({"campaign", "addressee", "instrument", "goal", "opens_at", "closes_at"})
# What may still be set while people sign.
SETTINGS_WHILE_OPEN = frozenset({"goal", "closes_at"})


@dataclass(frozen=True)
class Point:
    """One thing a petition needs before it can open. `step` is the page where it is done."""

    step: str
    sentence: str
    is_done: bool


@transaction.atomic
def begin(campaign: Campaign, title: str, *, actor: AbstractBaseUser) -> Petition:
    """Store a new draft of the organisation that leads the campaign."""
    petition = Petition(campaign=campaign, initiator=campaign.lead)
    insert_with_slug(petition, title)
    editing.write(
        petition, settings.LANGUAGE_CODE, {"title": title}, seen=editing.NOTHING, version=1
    )
    audit.record("petitions.begun", actor, petition)
    return petition


@transaction.atomic
def set_details(petition: Petition, *, actor: AbstractBaseUser, **values: Any) -> None:
    """Set addressee, legal form, goal, dates or campaign.

    Raises ValidationError for dates that contradict each other, and for what can't be set
    any more.
    """
    row = hold(petition)
    _refuse_settings(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    if "campaign" in values:
        row.initiator = row.campaign.lead
    if row.opens_at and row.closes_at and row.closes_at <= row.opens_at:
        raise ValidationError(_("A petition must close after it opens."))
    row.save(update_fields=[*values, *(["initiator"] if "campaign" in values else [])])
    audit.record("petitions.edited", actor, row, fields=sorted(values))
    petition.refresh_from_db()


def _refuse_settings(row: Petition, values: dict[str, Any]) -> None:
    if unknown := values.keys() - SETTINGS:
        raise ValueError(f"Not a setting: {sorted(unknown)}")
    is_open = row.state == Petition.State.OPEN
    if is_open and values.keys() <= SETTINGS_WHILE_OPEN:
        return
    if is_open:
        raise ValidationError(_("People sign this petition. Only goal and closing date can move."))
    if refusal := why_not_written(row):
        raise ValidationError(refusal)


@transaction.atomic
def discard_draft(petition: Petition, *, actor: AbstractBaseUser) -> None:
    """Delete a draft. What was public once is closed, never deleted."""
    row = hold(petition)
    if row.state != Petition.State.DRAFT or row.is_submitted or row.is_scheduled:
        raise ValidationError(_("Only a draft that nobody waits for can be thrown away."))
    audit.record("petitions.discarded", actor, row)
    row.delete()


def points(petition: Petition) -> list[Point]:
    """What must be there before the petition can open, in the order of the guided form."""
    text = german_text(petition, petition.written_version or petition.published_version)
    campaign_is_public = petition.campaign.is_public
    in_time = petition.closes_at is None or petition.closes_at > timezone.now()
    return [
        Point("title", _("a German title"), bool(text and text.title)),
        Point("addressee", _("who is asked"), petition.addressee_id is not None),
        Point("demand", _("the German demand"), bool(text and text.demand)),
        Point("summary", _("the demand in one German sentence"), bool(text and text.summary)),
        Point("dates", _("a closing date that is still to come, or none"), in_time),
        Point("instrument", _("the legal form"), petition.instrument_id is not None),
        Point("campaign", _("a campaign that is published"), campaign_is_public),
    ]


def german_text(petition: Petition, version: int) -> PetitionText | None:
    return petition.texts.filter(version=version, language=settings.LANGUAGE_CODE).first()
