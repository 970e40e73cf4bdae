"""What organisations may show of events on their own websites (views/embedding.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from partners.workspace import embeddable
from partners.workspace.embeddable import Embeddable

KIND = _("Events")


def of_organisation(organisation: Organisation) -> list[Embeddable]:
    """What it holds, and what is on for each campaign that it carries."""
    own = Embeddable(
        key="events",
        kind=KIND,
        title=organisation.name,
        view="events_embed:of_organisation",
        args=(),
        page="partners:detail",
        page_args=(organisation.slug,),
        element="mitstimme-events",
    )
    campaigns = Campaign.objects.public().carried_by(organisation).with_texts()
    return [own, *map(_of_campaign, campaigns)]


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


def register() -> None:
    embeddable.register(2, of_organisation)
