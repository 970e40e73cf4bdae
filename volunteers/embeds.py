"""What organisations may show of shifts on their own websites (views/embedding.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from partners.workspace import embeddable
from partners.workspace.embeddable import Embeddable


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


def register() -> None:
    embeddable.register(3, of_organisation)
