"""The coordinators' board: what happens on some days, by place; who is where, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from campaigns.models import Campaign
from partners.models import OrganisationQuerySet
from volunteers.models import Requirement, Shift, ShiftQuerySet, ShiftSignup
from volunteers.services.suggesting import Suitable

State = ShiftSignup.State
# Shown by name: who comes. Of the others the board says how many they are.
UNSURE = (State.PENDING, State.GUARDIAN, State.OFFERED)


@dataclass
class Seat:
    """One role of a shift on the board."""

    requirement: Requirement
    people: list[ShiftSignup]
    # How many places are held for people who have not agreed for good.
    unsure: int
    waiting: int
    suggestions: list[Suitable] = field(default_factory=list)

    @property
    def dots(self) -> Sequence[str]:
        """Each place as `taken`, `held`, `missing` or `free`, in this order."""
        one = self.requirement
        missing = max(0, one.minimum - one.taken)
        drawn = ["taken"] * len(self.people) + ["held"] * self.unsure
        return drawn + ["missing"] * missing + ["free"] * max(0, one.free - missing)


@dataclass
class Turn:
    """One shift on the board. Without `sees_names` it holds nobody's name."""

    shift: Shift
    seats: list[Seat]
    sees_names: bool
    may_write: bool
    may_change: bool

    @property
    def is_movable(self) -> bool:
        """Whether people can be moved to it or from it."""
        return self.sees_names and self.shift.takes_people

    @property
    def coming(self) -> int:
        return sum(len(one.people) for one in self.seats)


@dataclass
class Place:
    name: str
    turns: list[Turn]


@dataclass
class Day:
    date: date
    places: list[Place]

    @property
    def turns(self) -> list[Turn]:
        return [turn for place in self.places for turn in place.turns]

    @property
    def missing(self) -> int:
        return sum(
            turn.shift.missing for turn in self.turns if turn.shift.state != Shift.State.CANCELLED
        )


def between(shifts: ShiftQuerySet, first: date, days: int) -> ShiftQuerySet:
    """Those that begin on these days, by the clock of the platform's own city."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(first + timedelta(days=days), time.min))
    return shifts.filter(starts_at__gte=begin, starts_at__lt=end)


def next_day(shifts: ShiftQuerySet, today: date) -> date:
    """The next day on which there is something, or today."""
    begin = timezone.make_aware(datetime.combine(today, time.min))
    coming = shifts.filter(starts_at__gte=begin).order_by("starts_at")
    found = coming.values_list("starts_at", flat=True).first()
    return timezone.localdate(found) if found else today


def board_of(shifts: ShiftQuerySet, may: Callable[[str, Shift], bool]) -> list[Day]:
    """The shifts by day and place, each with what whoever looks `may` see of it.

    Costs the same number of queries however many there are.
    """
    signups = ShiftSignup.objects.exclude(state__in=(State.CANCELLED, State.LAPSED))
    loaded = (
        shifts.with_needs()
        .prefetch_related(Prefetch("signups", signups.order_by("confirmed_at", "pk")))
        .order_by("starts_at", "pk")
    )
    days: dict[date, dict[str, list[Turn]]] = {}
    for shift in loaded:
        places = days.setdefault(timezone.localdate(shift.starts_at), {})
        places.setdefault(shift.planned_place_name, []).append(_turn(shift, may))
    return [
        Day(day, [Place(name, turns) for name, turns in sorted(places.items())])
        for day, places in days.items()
    ]


def _turn(shift: Shift, may: Callable[[str, Shift], bool]) -> Turn:
    sees_names = may("volunteers.view_people", shift)
    by_role: dict[int, list[ShiftSignup]] = {}
    for signup in shift.signups.all():
        by_role.setdefault(signup.requirement_id, []).append(signup)
    seats = []
    for requirement in shift.requirements.all():
        rows = by_role.get(requirement.pk, [])
        comes = [one for one in rows if one.state == State.CONFIRMED]
        if not sees_names:
            # Whoever sees numbers gets rows without a name, so that no template can show one.
            comes = [ShiftSignup(pk=one.pk, state=one.state) for one in comes]
        seats.append(
            Seat(
                requirement,
                sorted(comes, key=lambda one: one.name.casefold()),
                unsure=sum(one.has_place and one.state in UNSURE for one in rows),
                waiting=sum(one.state == State.WAITING for one in rows),
            )
        )
    return Turn(
        shift,
        seats,
        sees_names,
        may_write=may("volunteers.write_to_people", shift),
        may_change=may("volunteers.change_shift", shift),
    )


def campaigns_with_shifts(organisations: OrganisationQuerySet) -> list[Campaign]:
    """The campaigns of these organisations that have shifts, for the board's choice."""
    found = Campaign.objects.filter(lead__in=organisations, shifts__isnull=False).distinct()
    return list(found.with_texts())
