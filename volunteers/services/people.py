"""Who helps a campaign, for those who coordinate it: by campaign, way, language, district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from campaigns.models import CampaignQuerySet, CampaignText
from languages.models import texts_of
from volunteers.models import (
    Slot,
    Supporter,
    SupporterQuerySet,
    SupporterWay,
    Volunteer,
    VolunteerLanguage,
    Way,
)


@dataclass(frozen=True)
class Helper:
    """One person in one campaign, with what they told."""

    supporter: Supporter
    volunteer: Volunteer | None

    @property
    def name(self) -> str:
        return self.volunteer.name if self.volunteer else ""

    @property
    def email(self) -> str:
        return self.volunteer.email if self.volunteer else ""

    @property
    def ways(self) -> list[str]:
        return [str(Way(one.way).label) for one in self.supporter.ways.all()]

    @property
    def languages(self) -> list[VolunteerLanguage]:
        return list(self.volunteer.languages.all()) if self.volunteer else []

    @property
    def districts(self) -> list[str]:
        return self.volunteer.districts if self.volunteer else []

    @property
    def slots(self) -> list[str]:
        return [str(Slot(one).label) for one in self.volunteer.slots] if self.volunteer else []


def found(campaigns: CampaignQuerySet, wanted: Mapping[str, str]) -> list[UUID]:
    """The keys of those who have joined these campaigns, the latest first.

    `wanted` may hold `way`, `language` and `district`. Districts are a list in one column, of
    which SQLite and PostgreSQL ask differently: so they are looked at here.
    """
    supporters = Supporter.objects.joined().filter(campaign__in=campaigns)
    if way := wanted.get("way"):
        supporters = supporters.willing(way)
    if language := wanted.get("language"):
        speaks = VolunteerLanguage.objects.filter(
            volunteer=OuterRef("person_key"), language=language
        )
        supporters = supporters.filter(Exists(speaks))
    supporters = supporters.order_by("-confirmed_at", "-pk")
    if district := wanted.get("district"):
        return _living_in(supporters, district)
    return list(supporters.values_list("pk", flat=True))


def _living_in(supporters: SupporterQuerySet, district: str) -> list[UUID]:
    people = Volunteer.objects.filter(pk__in=supporters.order_by().values("person_key"))
    near = {
        key for key, named in people.values_list("pk", "districts") if district in (named or [])
    }
    return [pk for pk, key in supporters.values_list("pk", "person_key") if key in near]


def helpers(supporter_ids: Sequence[UUID]) -> list[Helper]:
    """These people in the order given, by a fixed number of queries."""
    supporters = (
        Supporter.objects.filter(pk__in=supporter_ids)
        .select_related("campaign")
        .prefetch_related("ways", texts_of(CampaignText, "campaign__texts"))
        .in_bulk()
    )
    keys = {one.person_key for one in supporters.values()}
    people = Volunteer.objects.filter(pk__in=keys).prefetch_related("languages").in_bulk()
    return [
        Helper(supporters[pk], people.get(supporters[pk].person_key))
        for pk in supporter_ids
        if pk in supporters
    ]


def numbers_by_way(campaigns: CampaignQuerySet) -> list[tuple[str, int]]:
    """For each way how many want to help like that; numbers only."""
    counted = dict(
        SupporterWay.objects.filter(
            supporter__in=Supporter.objects.joined().filter(campaign__in=campaigns)
        )
        .values_list("way")
        .annotate(Count("pk"))
        .order_by()
    )
    return [(str(way.label), counted.get(way.value, 0)) for way in Way]
