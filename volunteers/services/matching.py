"""Which shifts suit a person, and why; and what is in the way of taking them.

Nothing is hidden because it fits badly: people know better than their profile what they can
do. It only stands further down, and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from events.models import Event, EventText, Registration
from languages.models import texts_of
from volunteers.models import (
    Requirement,
    RequirementLanguage,
    Shift,
    ShiftQuerySet,
    ShiftSignup,
    ShiftText,
    Slot,
    Volunteer,
)
from volunteers.services.clashing import BINDING, Clash

State = ShiftSignup.State
# A language is what is hardest to find (German, which most speak, is told and does not count),
# then whether somebody has the time, then the way.
LANGUAGE, TIME, DISTRICT, GAP = 8, 3, 2, 1
GROUPS = ("fits", "open", "waiting", "blocked")
WEEKEND_FROM, AFTERNOON_FROM, EVENING_FROM = 5, 12, 17


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty is anything. `campaign` is a slug."""

    district: str = ""
    language: str = ""
    campaign: str = ""
    weekend: bool = False


@dataclass
class Choice:
    """One role of a shift, for one person."""

    requirement: Requirement
    # The languages it needs, and which of them this person speaks well enough.
    needed: list[RequirementLanguage]
    spoken: list[RequirementLanguage]
    # Whether whoever takes it now stands on the waiting list first.
    is_waiting_list: bool

    @property
    def can_talk(self) -> bool:
        """Whether the person speaks what is needed here."""
        return bool(self.spoken) or not self.needed


@dataclass
class Possible:
    """One shift as somebody could take it: why it fits, and what is in the way."""

    shift: Shift
    choices: list[Choice]
    is_near: bool = False
    has_time: bool = False
    # All that the person does in these hours already.
    clashes: list[Clash] = field(default_factory=list)
    # Somebody who looks for a stand-in here, where that is what the card is about.
    wanted_by: ShiftSignup | None = None
    # An event the person is registered for at that time: told, and refuses nothing.
    event: Event | None = None
    languages: list[RequirementLanguage] = field(default_factory=list)

    @property
    def can_take(self) -> bool:
        return not self.clashes and any(one.can_talk for one in self.choices)

    @property
    def can_swap(self) -> bool:
        """Whether giving up what is in the way brings a place here, and not a waiting list."""
        is_free = any(one.can_talk and not one.is_waiting_list for one in self.choices)
        return bool(self.clashes) and self.wanted_by is None and is_free

    @property
    def score(self) -> int:
        return (
            LANGUAGE * any(one.language != settings.LANGUAGE_CODE for one in self.languages)
            + TIME * self.has_time
            + DISTRICT * self.is_near
            + GAP * bool(self.shift.missing)
        )

    @property
    def group(self) -> str:
        """Under which heading it stands, one of GROUPS."""
        if not self.can_take:
            return "blocked"
        if all(one.is_waiting_list for one in self.choices if one.can_talk):
            return "waiting"
        # More speaks for it than that it needs somebody.
        return "fits" if self.score > GAP else "open"

    def order(self) -> tuple[object, ...]:
        ways = (GROUPS.index(self.group), bool(self.clashes))
        return (*ways, -self.score, self.event is not None, self.shift.starts_at, self.shift.pk)


def slot_of(shift: Shift) -> Slot:
    """The part of which kind of day a shift begins in, by the clock there."""
    start = shift.starts_there
    day = "weekend" if start.weekday() >= WEEKEND_FROM else "week"
    if start.hour < AFTERNOON_FROM:
        return Slot(f"{day}_morning")
    return Slot(f"{day}_afternoon" if start.hour < EVENING_FROM else f"{day}_evening")


def speaks_enough(
    known: Mapping[str, str], needed: Iterable[RequirementLanguage]
) -> list[RequirementLanguage]:
    """Of the languages that a role needs those that `known` (code to level) is enough for."""
    return [one for one in needed if known.get(one.language, "") >= one.level]


def shifts_for(volunteer: Volunteer, wanted: Wanted | None = None) -> list[Possible]:
    """Shifts to come that this person is not on yet: what fits best and clashes with nothing
    first. Costs the same number of queries however many there are."""
    wanted = wanted or Wanted()
    mine = ShiftSignup.objects.of(volunteer.pk).standing().values("shift")
    shifts = _narrowed(Shift.objects.listed().coming().exclude(pk__in=mine), wanted)
    return explained(volunteer, [(shift, None) for shift in shifts if _is_wanted(shift, wanted)])


def stand_ins_for(volunteer: Volunteer) -> list[Possible]:
    """Shifts on which somebody looks for a stand-in whom this person could be, likewise."""
    binding = ShiftSignup.objects.of(volunteer.pk).filter(state__in=BINDING).values("shift")
    shifts = Shift.objects.listed().coming().exclude(pk__in=binding)
    looking = list(
        ShiftSignup.objects.confirmed()
        .filter(stand_in_wanted_at__isnull=False, shift__in=shifts)
        .exclude(person_key=volunteer.pk)
        .order_by("stand_in_wanted_at")
    )
    found = {one.pk: one for one in shifts.filter(signups__in=looking).with_needs()}
    pairs = [(found[one.shift_id], one) for one in looking if one.shift_id in found]
    return [one for one in explained(volunteer, pairs) if one.can_take]


def _narrowed(shifts: ShiftQuerySet, wanted: Wanted) -> ShiftQuerySet:
    if wanted.campaign:
        shifts = shifts.filter(campaign__slug=wanted.campaign)
    if wanted.language:
        shifts = shifts.filter(requirements__languages__language=wanted.language).distinct()
    if wanted.district:
        shifts = shifts.in_district(wanted.district)
    return shifts.with_needs()


def _is_wanted(shift: Shift, wanted: Wanted) -> bool:
    """The day is that of the place, which no database needs to know of."""
    return not wanted.weekend or shift.starts_there.weekday() >= WEEKEND_FROM


def explained(
    volunteer: Volunteer, pairs: Sequence[tuple[Shift, ShiftSignup | None]]
) -> list[Possible]:
    """Why each of these shifts (`with_needs`) fits this person or not, the best first; each
    with the sign-up of somebody who looks for a stand-in there, where it is about theirs."""
    known = dict(volunteer.languages.values_list("language", "level"))
    shifts = [shift for shift, _wanted_by in pairs]
    queues = set(
        ShiftSignup.objects.filter(state=State.WAITING, shift__in=[one.pk for one in shifts])
        .values_list("requirement", flat=True)
        .distinct()
    )
    busy, events = _what_one_does(volunteer.pk)
    found = []
    for shift, wanted_by in pairs:
        one = Possible(
            shift,
            _choices(shift, known, queues, wanted_by),
            is_near=bool(shift.where) and shift.where in volunteer.districts,
            has_time=slot_of(shift) in volunteer.slots,
            clashes=_clashes(shift, busy),
            wanted_by=wanted_by,
            event=next(
                (
                    event
                    for event in events
                    if _overlap(event, shift) and event.pk != shift.event_id
                ),
                None,
            ),
        )
        by_code = {needed.language: needed for way in one.choices for needed in way.spoken}
        one.languages = list(by_code.values())
        found.append(one)
    return sorted(found, key=Possible.order)


def _choices(
    shift: Shift, known: Mapping[str, str], queues: set[int], wanted_by: ShiftSignup | None
) -> list[Choice]:
    """Each role of the shift; of somebody who looks for a stand-in only theirs, which is free
    for whoever takes it over."""
    choices = []
    for requirement in shift.requirements.all():
        if wanted_by is not None and requirement.pk != wanted_by.requirement_id:
            continue
        needed = list(requirement.languages.all())
        waits = wanted_by is None and (requirement.pk in queues or requirement.is_full)
        choices.append(Choice(requirement, needed, speaks_enough(known, needed), waits))
    return choices


def _what_one_does(person_key: str) -> tuple[list[ShiftSignup], list[Event]]:
    """The shifts and events to come that this person has promised to be at."""
    now = timezone.now()
    busy = (
        ShiftSignup.objects.of(person_key)
        .filter(state__in=BINDING, shift__state=Shift.State.OPEN, shift__ends_at__gt=now)
        .select_related("shift")
        .prefetch_related(texts_of(ShiftText, "shift__texts"))
        .order_by("shift__starts_at")
    )
    registered = Registration.objects.of(person_key).confirmed().values("event")
    events = (
        Event.objects.filter(pk__in=registered, state=Event.State.CONFIRMED, ends_at__gt=now)
        .prefetch_related(texts_of(EventText))
        .order_by("starts_at")
    )
    return list(busy), list(events)


def _clashes(shift: Shift, busy: list[ShiftSignup]) -> list[Clash]:
    return [
        Clash(signup.shift, signup)
        for signup in busy
        if signup.shift_id != shift.pk and _overlap(signup.shift, shift)
    ]


def _overlap(one: Shift | Event, other: Shift) -> bool:
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at
