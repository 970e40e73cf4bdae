"""A partner's own short link to each petition of the campaigns that it stands behind."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from campaigns.models import Campaign, Endorsement
from languages.models import texts_of
from partners.models import Organisation
from petitions.models import Petition, PetitionText, SourceLink
from petitions.services.figures import sources_of
from petitions.services.links import make_link, restore_link, retire_link
from web.sources import LONGEST

# What makes a partner's word differ from those that organisers invent.
PREFIX = "partner-"
TRIES = 20


def link_partner(campaign_id: int, organisation_id: int) -> None:
    """Make the partner's links as it stands now; may be called again, in any order.

    Who stands behind the campaign has an active link to each petition that is public. Who
    does so no longer has retired ones: what is printed leads on, and counts for nobody. Who
    comes back gets the same addresses.
    """
    stands = Endorsement.objects.accepted().filter(
        campaign=campaign_id, organisation=organisation_id
    )
    mine = SourceLink.objects.filter(
        organisation=organisation_id, petition__campaign=campaign_id
    ).select_related("petition")
    if not stands.exists():
        for link in mine.active():
            retire_link(link)
        return
    for link in mine.filter(is_active=False):
        restore_link(link)
    _make_missing(campaign_id, organisation_id)


def link_missing_partners() -> int:
    """Make the links of petitions that were published since; return for how many partners."""
    linked = SourceLink.objects.filter(
        petition=OuterRef("pk"), organisation=OuterRef(OuterRef("organisation"))
    )
    lacking = Petition.objects.exclude(state=Petition.State.DRAFT).filter(
        ~Exists(linked), campaign=OuterRef("campaign")
    )
    stands = Endorsement.objects.accepted().filter(Exists(lacking))
    pairs = list(stands.order_by("pk").values_list("campaign", "organisation"))
    for campaign_id, organisation_id in pairs:
        _make_missing(campaign_id, organisation_id)
    return len(pairs)


@dataclass(frozen=True)
class PartnerLink:
    """One link, and how many confirmed signatures came through it.

    `confirmed` is None where that must not or can't be told: for fewer than five, or where
    the number would tell a smaller one.
    """

    link: SourceLink
    confirmed: int | None


def links_of_partner(organisation: Organisation) -> list[PartnerLink]:
    """The partner's links with what came through each, however many: three queries.

    Only while it stands behind the campaign, and nothing but the one number of its own.
    """
    stands = Endorsement.objects.accepted().filter(organisation=organisation)
    links = list(
        SourceLink.objects.active()
        .filter(organisation=organisation, petition__campaign__in=stands.values("campaign"))
        .public()
        .select_related("petition__campaign", "campaign")
        .prefetch_related(texts_of(PetitionText, "petition__texts"))
        .order_by("petition__campaign__position", "petition__slug")
    )
    sources = sources_of([link.petition_id for link in links if link.petition_id])
    told: dict[tuple[int | None, str | None], int] = {
        (petition_id, source): number
        for petition_id, breakdown in sources.items()
        for source, number in breakdown.shown
    }
    return [PartnerLink(link, told.get((link.petition_id, link.source))) for link in links]


def source_of_partner(slug: str, organisation: Organisation) -> str:
    """The word under which signatures are counted that come by way of this organisation.

    That of its link; until it has one, or where it leads the campaign itself, the word that its
    link would get first. Raises Petition.DoesNotExist where it carries no such petition.
    """
    carried = Campaign.objects.carried_by(organisation)
    petition = Petition.objects.public().only("pk").get(slug=slug, campaign__in=carried)
    links = SourceLink.objects.active().filter(petition=petition, organisation=organisation)
    return links.values_list("source", flat=True).first() or _word(organisation)


def _make_missing(campaign_id: int, organisation_id: int) -> None:
    organisation = Organisation.objects.get(pk=organisation_id)
    linked = SourceLink.objects.filter(organisation=organisation).exclude(petition=None)
    public = Petition.objects.filter(campaign=campaign_id).exclude(state=Petition.State.DRAFT)
    for petition in public.exclude(pk__in=linked.values("petition")).select_related("campaign"):
        _make(petition, organisation)


def _make(petition: Petition, organisation: Organisation) -> None:
    """The first free word; of two workers who make it at once, one does."""
    word = _word(organisation)
    for number in range(1, TRIES):
        source = word if number == 1 else f"{word}-{number}"
        try:
            with transaction.atomic():
                make_link(
                    petition, name=organisation.name[:80], source=source, organisation=organisation
                )
            return
        except ValidationError:
            continue  # an organiser's own link has this word
        except IntegrityError:
            return  # it is there by now
    raise RuntimeError(f"No free word for the link of organisation {organisation.pk}.")


def _word(organisation: Organisation) -> str:
    return f"{PREFIX}{organisation.slug}"[: LONGEST - 3].strip("-_")
