"""What organisations may show of petitions on their own websites (views/embedding.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from partners.workspace import embeddable, pages_shown
from partners.workspace.embeddable import Embeddable
from partners.workspace.pages_shown import Shown
from petitions.models import Petition


def of_organisation(organisation: Organisation) -> list[Embeddable]:
    """Public petitions of the campaigns that it carries, to sign and as a number."""
    carried = Campaign.objects.carried_by(organisation)
    petitions = list(Petition.objects.public().filter(campaign__in=carried).with_texts())
    return [to_sign(petition) for petition in petitions] + [
        _progress(petition) for petition in petitions
    ]


def to_sign(petition: Petition) -> Embeddable:
    return Embeddable(
        key=f"petition {petition.slug}",
        kind=_("Petition, to sign"),
        title=str(petition),
        view="petitions_embed:detail",
        args=(petition.slug,),
        page="petitions:detail",
        page_args=(petition.slug,),
        element="mitstimme-petition",
        attributes={"petition": petition.slug},
        height=1600,
    )


def _progress(petition: Petition) -> Embeddable:
    return Embeddable(
        key=f"progress {petition.slug}",
        kind=_("Progress of a petition"),
        title=str(petition),
        view="petitions_embed:progress",
        args=(petition.slug,),
        page="petitions:detail",
        page_args=(petition.slug,),
        element="mitstimme-petition",
        attributes={"petition": petition.slug, "part": "progress"},
        height=480,
    )


def _at_its_page(named: Mapping[str, Any], _query: Mapping[str, str]) -> Shown | None:
    """By whoever leads the campaign: a program that asks is nobody's."""
    petitions = Petition.objects.public().filter(
        campaign__lead__in=Organisation.objects.public(), **named
    )
    petition = petitions.select_related("campaign__lead").with_texts().first()
    return Shown(to_sign(petition), petition.campaign.lead) if petition else None


def register() -> None:
    embeddable.register(1, of_organisation)
    pages_shown.register("petitions:detail", _at_its_page)
