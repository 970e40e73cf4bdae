"""What organisations may show of events on their own websites (views/embedding.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from partners.workspace import embeddable, pages_shown
from partners.workspace.embeddable import Embeddable
from partners.workspace.pages_shown import Shown

KIND = _("Events")


def of_organisation(organisation: Organisation) -> list[Embeddable]:
    """What it holds, and what is on for each campaign that it carries."""
    campaigns = Campaign.objects.public().carried_by(organisation).with_texts()
    return [_held_by(organisation), *map(_of_campaign, campaigns)]


def _held_by(organisation: Organisation) -> Embeddable:
    return Embeddable(
        key="events",
        kind=KIND,
        title=organisation.name,
        view="events_embed:of_organisation",
        args=(),
        page="partners:detail",
        page_args=(organisation.slug,),
        element="mitstimme-events",
    )


def _of_campaign(campaign: Campaign) -> Embeddable:
    return Embeddable(
        key=f"events {campaign.slug}",
        kind=KIND,
        title=str(campaign),
        view="events_embed:of_campaign",
        args=(campaign.slug,),
        page="campaigns:detail",
        page_args=(campaign.slug,),
        element="mitstimme-events",
        attributes={"campaign": campaign.slug},
    )


def _at_page_of_organisation(named: Mapping[str, Any], _query: Mapping[str, str]) -> Shown | None:
    organisation = Organisation.objects.public().filter(**named).first()
    return Shown(_held_by(organisation), organisation) if organisation else None


def _at_page_of_campaign(named: Mapping[str, Any], _query: Mapping[str, str]) -> Shown | None:
    """By whoever leads it: a program that asks is nobody's."""
    campaigns = Campaign.objects.public().filter(lead__in=Organisation.objects.public(), **named)
    campaign = campaigns.select_related("lead").with_texts().first()
    return Shown(_of_campaign(campaign), campaign.lead) if campaign else None


def register() -> None:
    embeddable.register(2, of_organisation)
    pages_shown.register("partners:detail", _at_page_of_organisation)
    pages_shown.register("campaigns:detail", _at_page_of_campaign)
