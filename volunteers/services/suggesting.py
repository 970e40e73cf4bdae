"""Whom a coordinator may ask: people who agreed to be asked for such work, and have the time.

What else somebody does, where, and for whom, is nobody's business here: who is busy is left
out without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from volunteers.models import (
    Requirement,
    RequirementLanguage,
    Role,
    Shift,
    ShiftAsk,
    ShiftSignup,
    Supporter,
    SupporterWay,
    Volunteer,
    VolunteerLanguage,
    Way,
)
from volunteers.services.clashing import BINDING
from volunteers.services.matching import slot_of, speaks_enough

State = ShiftSignup.State
# In which ways somebody must have agreed to help, to be asked for a role.
WAYS = {Role.INTERPRETING: (Way.TRANSLATE, Way.STALL)}
OTHER_WAYS = (Way.STALL, Way.DOORS, Way.OTHER)


@dataclass
class Suitable:
    """One person who could be asked, and what speaks for them."""

    volunteer: Volunteer
    supporter: Supporter
    languages: list[VolunteerLanguage]
    is_near: bool
    has_time: bool
    # Since when they have been asked for this shift.
    asked_at: datetime | None

    def order(self) -> tuple[object, ...]:
        """Whoever was asked stands last: they are to answer, not to be looked for."""
        best = max((one.level for one in self.languages), default="")
        score = 3 * self.has_time + 2 * self.is_near
        return (self.asked_at is not None, -int(best or 0), -score, self.supporter.joined_at)


def ways_for(role: str) -> tuple[Way, ...]:
    """The ways to help, one of which somebody must have agreed to, to be asked for this role."""
    return WAYS.get(Role(role), OTHER_WAYS)


def suitable_for(requirement: Requirement) -> list[Suitable]:
    """Who could be asked to do this, the best first."""
    return suitable_for_each([requirement])[requirement.pk]


def suitable_for_each(requirements: Sequence[Requirement]) -> dict[int, list[Suitable]]:
    """The same for several at once, by their keys, at the cost of one: shifts and languages
    that are not loaded yet come in two queries more."""
    shifts = _shifts_of(requirements)
    supporters = _supporters_of(shifts.values())
    keys = {one.person_key for one in supporters}
    volunteers = _volunteers(keys)
    busy = _busy(keys, shifts.values())
    asked = {
        (one.shift_id, one.person_key): one.asked_at
        for one in ShiftAsk.objects.filter(shift__in=shifts)
    }
    needed = _languages_of(requirements)
    found: dict[int, list[Suitable]] = {}
    for requirement in requirements:
        shift, ways = shifts[requirement.shift_id], set(ways_for(requirement.role))
        rows = []
        for supporter in supporters:
            volunteer = volunteers.get(supporter.person_key)
            agreed = ways & {one.way for one in supporter.ways.all()}
            if supporter.campaign_id != shift.campaign_id or volunteer is None or not agreed:
                continue
            if _is_in_the_way(busy.get(volunteer.pk, []), shift):
                continue
            spoken = _spoken(volunteer, needed.get(requirement.pk, []))
            if spoken is not None:
                rows.append(
                    Suitable(
                        volunteer,
                        supporter,
                        spoken,
                        is_near=bool(shift.where) and shift.where in volunteer.districts,
                        has_time=slot_of(shift) in volunteer.slots,
                        asked_at=asked.get((shift.pk, volunteer.pk)),
                    )
                )
        found[requirement.pk] = sorted(rows, key=Suitable.order)
    return found


def _shifts_of(requirements: Sequence[Requirement]) -> dict[int, Shift]:
    keys = {one.shift_id for one in requirements}
    return Shift.objects.with_place().in_bulk(keys)


def _languages_of(requirements: Sequence[Requirement]) -> dict[int, list[RequirementLanguage]]:
    needed: dict[int, list[RequirementLanguage]] = {}
    for one in RequirementLanguage.objects.filter(requirement__in=requirements):
        needed.setdefault(one.requirement_id, []).append(one)
    return needed


def _supporters_of(shifts: Iterable[Shift]) -> list[Supporter]:
    campaigns = {one.campaign_id for one in shifts}
    ways = SupporterWay.objects.order_by("pk")
    return list(
        Supporter.objects.joined()
        .filter(campaign__in=campaigns)
        .prefetch_related(Prefetch("ways", ways))
        .order_by("joined_at", "pk")
    )


def _volunteers(keys: set[str]) -> dict[str, Volunteer]:
    people = Volunteer.objects.prefetch_related("languages").in_bulk(keys)
    return {key: one for key, one in people.items() if one.email}


def _busy(keys: set[str], shifts: Iterable[Shift]) -> dict[str, list[ShiftSignup]]:
    """What keeps people from these shifts: a place elsewhere at that time, or their word about
    this one, be it that they wait or that they have left it."""
    rows = list(shifts)
    if not rows:
        return {}
    first, last = min(one.starts_at for one in rows), max(one.ends_at for one in rows)
    elsewhere = Q(
        state__in=BINDING,
        shift__state=Shift.State.OPEN,
        shift__starts_at__lt=last,
        shift__ends_at__gt=first,
    )
    here = Q(shift__in=rows, state__in=(*ShiftSignup.STANDING, State.CANCELLED))
    found: dict[str, list[ShiftSignup]] = {}
    signups = ShiftSignup.objects.filter(elsewhere | here, person_key__in=keys)
    for one in signups.select_related("shift"):
        found.setdefault(one.person_key, []).append(one)
    return found


def _is_in_the_way(signups: list[ShiftSignup], shift: Shift) -> bool:
    return any(
        one.shift_id == shift.pk
        or (
            one.state in BINDING
            and one.shift.starts_at < shift.ends_at
            and one.shift.ends_at > shift.starts_at
        )
        for one in signups
    )


def _spoken(
    volunteer: Volunteer, needed: list[RequirementLanguage]
) -> list[VolunteerLanguage] | None:
    """With which of the needed languages somebody fits; None for whoever speaks none of them."""
    if not needed:
        return []
    known = {one.language: one for one in volunteer.languages.all()}
    levels = {code: one.level for code, one in known.items()}
    return [known[one.language] for one in speaks_enough(levels, needed)] or None
