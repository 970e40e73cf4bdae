"""What organisations may show of shifts on their own websites (views/embedding.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from partners.workspace import embeddable, pages_shown
from partners.workspace.embeddable import Embeddable
from partners.workspace.pages_shown import Shown


def of_organisation(organisation: Organisation) -> list[Embeddable]:
    """Where each campaign that it carries needs people."""
    campaigns = Campaign.objects.public().carried_by(organisation).with_texts()
    return [_of_campaign(campaign) for campaign in campaigns]


def _of_campaign(campaign: Campaign) -> Embeddable:
    return Embeddable(
        key=f"shifts {campaign.slug}",
        kind=_("Shifts"),
        title=str(campaign),
        view="shifts_embed:of_campaign",
        args=(campaign.slug,),
        page="campaigns:detail",
        page_args=(campaign.slug,),
        element="mitstimme-shifts",
        attributes={"campaign": campaign.slug},
    )


def _at_list_of_campaign(_named: Mapping[str, Any], query: Mapping[str, str]) -> Shown | None:
    """The list where only the campaign is chosen: the frame can't show it narrowed further. By
    whoever leads the campaign: a program that asks is nobody's."""
    if query.keys() != {"campaign"}:
        return None
    campaigns = Campaign.objects.public().filter(
        lead__in=Organisation.objects.public(), slug=query["campaign"]
    )
    campaign = campaigns.select_related("lead").with_texts().first()
    return Shown(_of_campaign(campaign), campaign.lead) if campaign else None


def register() -> None:
    embeddable.register(3, of_organisation)
    pages_shown.register("shifts:list", _at_list_of_campaign)
