"""Hours summed up: of a campaign, of each person in it, and what waits to be approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from campaigns.models import Campaign
from volunteers.models import Shift, ShiftQuerySet, ShiftSignup, TaskClaim, TaskSum, Volunteer
from volunteers.services.checking_in import HERE

State = ShiftSignup.State
CAME = Q(state=State.CONFIRMED, presence__in=HERE)
SUMS = {
    "approved": Sum("minutes", filter=Q(approved_at__isnull=False), default=0),
    "waiting": Sum("minutes", filter=Q(approved_at=None), default=0),
    "people": Count("person_key", distinct=True),
}


@dataclass(frozen=True)
class Hours:
    """Minutes that a campaign was helped; `nameless` are of those of whom nothing is kept."""

    shifts: int = 0
    tasks: int = 0
    nameless: int = 0
    waiting: int = 0
    people: int = 0

    @property
    def total(self) -> int:
        """What is certain: approved, or of somebody who can't be asked any more."""
        return self.shifts + self.tasks + self.nameless


@dataclass
class PersonHours:
    """What one person did for one campaign, in minutes."""

    campaign: int
    person_key: str
    approved: int = 0
    waiting: int = 0
    tasks: int = 0
    name: str = ""

    @property
    def total(self) -> int:
        return self.approved + self.tasks


@dataclass
class Helped:
    """What one person did for one campaign, as they see it themselves."""

    campaign: Campaign
    approved: int = 0
    waiting: int = 0
    signups: list[ShiftSignup] = field(default_factory=list)
    claims: list[TaskClaim] = field(default_factory=list)


def hours_of(campaign: Campaign) -> Hours:
    """All that a campaign was helped; four queries."""
    return hours_by_campaign([campaign])[campaign.pk]


def hours_by_campaign(campaigns: Iterable[Campaign]) -> dict[int, Hours]:
    """The same for several, still four queries."""
    keys = [campaign.pk for campaign in campaigns]
    shifts = _by_key(_came(keys).values("shift__campaign").annotate(**SUMS), "shift__campaign")
    tasks = _by_key(
        _done(keys).values("task__campaign").annotate(sum=Sum("minutes", default=0)),
        "task__campaign",
    )
    nameless = _by_key(
        Shift.objects.filter(campaign__in=keys)
        .order_by()
        .values("campaign")
        .annotate(sum=Sum("erased_minutes", default=0)),
        "campaign",
    )
    nameless_tasks = _by_key(
        TaskSum.objects.filter(task__campaign__in=keys)
        .order_by()
        .values("task__campaign")
        .annotate(sum=Sum("minutes", default=0)),
        "task__campaign",
    )
    nothing: dict[str, int] = {}
    return {
        key: Hours(
            shifts=shifts.get(key, nothing).get("approved", 0),
            waiting=shifts.get(key, nothing).get("waiting", 0),
            people=shifts.get(key, nothing).get("people", 0),
            tasks=tasks.get(key, nothing).get("sum", 0),
            nameless=nameless.get(key, nothing).get("sum", 0)
            + nameless_tasks.get(key, nothing).get("sum", 0),
        )
        for key in keys
    }


def hours_by_person(campaigns: Iterable[Campaign]) -> list[PersonHours]:
    """Everybody who helped, campaign by campaign, most hours first; without their names."""
    order = [campaign.pk for campaign in campaigns]
    found: dict[tuple[int, str], PersonHours] = {}

    def of(campaign: int, key: str) -> PersonHours:
        return found.setdefault((campaign, key), PersonHours(campaign, key))

    came: Iterable[Any] = _came(order).values("shift__campaign", "person_key").annotate(**SUMS)
    for row in came:
        one = of(row["shift__campaign"], row["person_key"])
        one.approved, one.waiting = row["approved"], row["waiting"]
    tasks = _done(order).values("task__campaign", "person_key")
    done: Iterable[Any] = tasks.annotate(sum=Sum("minutes", default=0))
    for row in done:
        of(row["task__campaign"], row["person_key"]).tasks = row["sum"]
    place = {key: number for number, key in enumerate(order)}
    return sorted(found.values(), key=lambda one: (place[one.campaign], -one.total, -one.waiting))


def name_them(rows: Iterable[PersonHours]) -> None:
    """Give each person the name they go by: their own page's, or that of a sign-up. Two
    queries, however many they are."""
    rows = list(rows)
    keys = {one.person_key for one in rows}
    signups = ShiftSignup.objects.filter(
        person_key__in=keys, shift__campaign__in={one.campaign for one in rows}
    )
    names = {one.person_key: one.name for one in signups.order_by("signed_up_at")}
    own = Volunteer.objects.filter(pk__in=keys)
    names |= {one.pk: one.name for one in own if one.name}
    for one in rows:
        one.name = names.get(one.person_key, "")


def shifts_to_approve(
    campaigns: Iterable[Campaign], since: datetime | None = None
) -> ShiftQuerySet:
    """Shifts that are over and where somebody is not noted, or hours are not approved; each
    with these numbers as `unnoted` and `unapproved`, the oldest first."""
    mine = Q(signups__state=State.CONFIRMED)
    shifts = Shift.objects.filter(
        state=Shift.State.OPEN, campaign__in=list(campaigns), ends_at__lte=timezone.now()
    )
    if since is not None:
        shifts = shifts.filter(ends_at__gt=since)
    return (
        shifts.annotate(
            unnoted=Count("signups", mine & Q(signups__presence="")),
            unapproved=Count(
                "signups", mine & Q(signups__presence__in=HERE, signups__approved_at=None)
            ),
        )
        .filter(Q(unnoted__gt=0) | Q(unapproved__gt=0))
        .order_by("starts_at", "pk")
    )


def helped_by(person_key: str) -> list[Helped]:
    """What a person did, by campaign, with what still waits; the latest campaign first."""
    found: dict[int, Helped] = {}
    signups = (
        ShiftSignup.objects.of(person_key)
        .confirmed()
        .filter(shift__state=Shift.State.OPEN, shift__ends_at__lte=timezone.now())
        .select_related("shift__campaign")
        .prefetch_related("shift__texts", "shift__campaign__texts")
        .order_by("-shift__starts_at")
    )
    claims = (
        TaskClaim.objects.filter(person_key=person_key, state=TaskClaim.State.APPROVED)
        .select_related("task__campaign")
        .prefetch_related("task__texts", "task__campaign__texts")
        .order_by("-decided_at")
    )
    for signup in signups:
        one = found.setdefault(signup.shift.campaign_id, Helped(signup.shift.campaign))
        one.signups.append(signup)
        if signup.presence in HERE and signup.minutes:
            if signup.approved_at:
                one.approved += signup.minutes
            else:
                one.waiting += signup.minutes
    for claim in claims:
        one = found.setdefault(claim.task.campaign_id, Helped(claim.task.campaign))
        one.claims.append(claim)
        one.approved += claim.minutes or 0
    return list(found.values())


def _by_key(rows: Iterable[Any], key: str) -> dict[int, dict[str, Any]]:
    return {row[key]: row for row in rows}


def _came(campaigns: list[int]) -> QuerySet[ShiftSignup]:
    """Sums over whoever came: still to be grouped by `values`."""
    return ShiftSignup.objects.filter(CAME, shift__campaign__in=campaigns).order_by()


def _done(campaigns: list[int]) -> QuerySet[TaskClaim]:
    return TaskClaim.objects.filter(
        task__campaign__in=campaigns, state=TaskClaim.State.APPROVED
    ).order_by()
