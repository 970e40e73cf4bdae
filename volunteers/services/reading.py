"""What visitors read of shifts: those to come, what is needed there, and one shift's page.

Figures on public pages count only those whose address is confirmed. A form can be sent with
anybody's address; were what it holds counted, the page would say whether that address is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.http import Http404

from campaigns.models import Campaign, CampaignQuerySet, CampaignText
from events.models import EventText, VenueText
from languages.models import texts_of
from volunteers.models import Requirement, Shift, ShiftQuerySet, ShiftSignup, TeamText

State = ShiftSignup.State
CERTAIN = (State.CONFIRMED, State.OFFERED, State.GUARDIAN)
# Where more are needed, the rest is told in words only.
MOST_SEATS = 24


@dataclass(frozen=True)
class Need:
    """What one requirement still needs, as far as a public page may tell."""

    requirement: Requirement
    certain: int
    does_somebody_wait: bool

    @property
    def missing(self) -> int:
        """How many people are missing until there are as many as it takes."""
        return max(0, self.requirement.minimum - self.certain)

    @property
    def is_full(self) -> bool:
        """Whether whoever signs up now waits."""
        return self.does_somebody_wait or self.certain >= self.requirement.maximum

    @property
    def seats(self) -> list[bool]:
        """One for each person it takes: whether somebody is there."""
        return [
            number < self.certain for number in range(min(self.requirement.minimum, MOST_SEATS))
        ]


def needs_of(shift: Shift) -> list[Need]:
    """The needs of a shift that came `with_needs_told`, in the coordinators' order."""
    return [
        Need(one, one.certain, bool(one.waiting))  # type: ignore[attr-defined]
        for one in shift.requirements.all()
    ]


def with_needs_told(shifts: ShiftQuerySet) -> ShiftQuerySet:
    """With what a card or a page shows, and how many are certain to come."""
    return (
        shifts.with_place()
        .select_related("team")
        .with_texts()
        .prefetch_related(
            Prefetch("requirements", _told().prefetch_related("languages")),
            texts_of(CampaignText, "campaign__texts"),
        )
    )


def _told() -> Any:
    has_place = Q(signups__state__in=CERTAIN, signups__has_place=True)
    return Requirement.objects.annotate(
        certain=Count("signups", filter=has_place),
        waiting=Count("signups", filter=Q(signups__state=State.WAITING)),
    )


def listed_shifts(wanted: Mapping[str, Any]) -> ShiftQuerySet:
    """Shifts to come as a filter asks for them, those that come first.

    `wanted` may hold `campaign` (a slug), `district`, `language` (needed there) and `gaps`
    (only where people are missing).
    """
    shifts = Shift.objects.listed().not_over()
    if slug := wanted.get("campaign"):
        shifts = shifts.filter(campaign__slug=slug)
    if district := wanted.get("district"):
        shifts = shifts.in_district(district)
    fitting = _told().filter(shift=OuterRef("pk"))
    if language := wanted.get("language"):
        fitting = fitting.filter(languages__language=language)
    if wanted.get("gaps"):
        fitting = fitting.filter(certain__lt=F("minimum"))
    if wanted.get("language") or wanted.get("gaps"):
        # Both together mean one thing: people who speak it are missing.
        shifts = shifts.filter(Exists(fitting))
    return with_needs_told(shifts).order_by("starts_at", "pk")


def campaigns_with_shifts() -> CampaignQuerySet:
    """Those one can choose from in the list."""
    shifts = Shift.objects.listed().not_over().filter(campaign=OuterRef("pk"))
    return Campaign.objects.running().filter(Exists(shifts)).with_texts()


def by_day(shifts: Iterable[Shift]) -> list[tuple[date, list[Shift]]]:
    """The shifts in the order they come, under the local day on which each starts."""
    return [
        (day, list(group))
        for day, group in groupby(shifts, key=lambda shift: shift.starts_there.date())
    ]


def page_of(shifts: ShiftQuerySet, shift_id: int) -> dict[str, Any]:
    """What a shift's page shows. Raises Http404."""
    found = with_needs_told(shifts).select_related("campaign__lead")
    shift = (
        found.prefetch_related(
            texts_of(VenueText, "venue__texts"),
            texts_of(TeamText, "team__texts"),
            texts_of(EventText, "event__texts"),
        )
        .filter(pk=shift_id)
        .first()
    )
    if shift is None:
        raise Http404
    return {
        "shift": shift,
        "needs": needs_of(shift),
        "is_one_day": shift.starts_there.date() == shift.ends_there.date(),
    }
