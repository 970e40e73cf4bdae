"""The demo's fields of work, campaigns, what happened in them, and who stands behind them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
    EndorsementText,
    StatementSigning,
)
from languages.models import Translation, source_hash
from pages.demo import content
from pages.demo.pictures import show_picture
from pages.demo.plans import load_plans
from pages.demo.rows import put, put_texts
from pages.demo.sources import SATURDAY
from partners.models import Membership, Organisation

PUBLISHED_AT = time(8)
State = Endorsement.State
# As if made from a German text that was another one then.
STALE = {"status": Translation.Status.STALE, "source_hash": source_hash("earlier")}


def load_fields() -> None:
    for found in content.tables("fields"):
        field = put(
            ActionField, {"slug": found["slug"]}, position=found["position"], icon=found["icon"]
        )
        put_texts(ActionFieldText, field, content.texts_of(found))


def load_campaigns(today: date) -> None:
    """The campaigns, with dates counted back from `today`."""
    for found in content.tables("campaigns"):
        published_on = today - timedelta(days=found["published_days_ago"])
        campaign = put(
            Campaign,
            {"slug": found["slug"]},
            lead=Organisation.objects.get(slug=found["lead"]),
            state=Campaign.State.PUBLISHED,
            published_at=timezone.make_aware(datetime.combine(published_on, PUBLISHED_AT)),
            is_urgent=found.get("is_urgent", False),
            position=found["position"],
            is_demo=True,
        )
        campaign.fields.set(ActionField.objects.filter(slug__in=found["fields"]))
        texts = content.texts_of(found)
        for language in found.get("stale", []):
            texts[language] |= STALE
        put_texts(CampaignText, campaign, texts)
        show_picture(campaign, found["picture"])
        load_plans(campaign, found, today)
        for update in found["updates"]:
            _load_update(campaign, update, today)
        for endorsement in found["endorsements"]:
            _load_endorsement(campaign, endorsement, today)


def day_named(found: dict[str, Any], today: date) -> date:
    """A fixed day of history, or one counted back from `today`, if need be to a Saturday."""
    if "happened_on" in found:
        return found["happened_on"]
    day = today - timedelta(days=found["days_ago"])
    return day - timedelta(days=(day.weekday() - SATURDAY) % 7 if found.get("saturday") else 0)


def _load_update(campaign: Campaign, found: dict[str, Any], today: date) -> None:
    happened_on = day_named(found, today)
    is_draft = found.get("is_draft", False)
    told_at = timezone.make_aware(datetime.combine(happened_on, PUBLISHED_AT))
    update = put(
        CampaignUpdate,
        {"campaign": campaign, "slug": found["slug"]},
        happened_on=happened_on,
        state=CampaignUpdate.State.DRAFT if is_draft else CampaignUpdate.State.PUBLISHED,
        published_at=None if is_draft else told_at,
        is_year_only=found.get("is_year_only", False),
    )
    put_texts(CampaignUpdateText, update, content.texts_of(found))


def _load_endorsement(campaign: Campaign, found: dict[str, Any], today: date) -> None:
    """With its statement, or an invitation without one. What was decided in the demo stays."""
    organisation = Organisation.objects.get(slug=found["organisation"])
    key = {"campaign": campaign, "organisation": organisation}
    state = found.get("state", State.ACCEPTED)
    as_loaded = {"state": state, "version": 1, "proposed_version": None}
    if Endorsement.objects.filter(**key).exclude(**as_loaded).exists():
        return
    day = day_named(found, today)
    asked_at = timezone.make_aware(datetime.combine(day, PUBLISHED_AT))
    endorsement = put(
        Endorsement,
        key,
        state=state,
        message=found.get("message", ""),
        asked_at=asked_at,
        signed_on=None if state == State.INVITED else day,
        decided_on=day if state == State.ACCEPTED else None,
    )
    if state == State.INVITED:
        return
    statements = {language: {"statement": found[language]} for language in content.LANGUAGES}
    put_texts(EndorsementText, endorsement, statements)
    owner = organisation.memberships.filter(role=Membership.Role.OWNER).first()
    put(
        StatementSigning,
        {"endorsement": endorsement, "version": 1},
        signed_by=owner.user if owner else None,
        role=Membership.Role.OWNER,
        signed_at=asked_at,
    )
