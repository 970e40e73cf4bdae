"""The demo's shifts around the Internationale Woche, and who has signed up for them so far.

People are drawn who speak what is needed and are nowhere else at that time. Where nobody is
left a place stays free: those are real gaps, for the matching to show.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign
from events.models import Event, Venue
from pages.demo import content
from pages.demo.events import first_day
from pages.demo.hours import at
from pages.demo.rows import put_texts
from volunteers.models import (
    Requirement,
    RequirementLanguage,
    Shift,
    ShiftSignup,
    ShiftText,
    Team,
    Volunteer,
)

# The shift on which the demo's own volunteer is expected: the first stall.
OWN_EMAIL = "volunteer@example.org"


def load_shifts(everybody: list[Volunteer], teams: dict[str, Team], today: date) -> None:
    """Once: what was planned and taken in the demo stays."""
    if Shift.objects.filter(is_demo=True).exists():
        return
    found = content.table("volunteering")
    first = first_day(today)
    draw = Drawing(everybody)
    for group in found["past"]:
        for row in group["rows"]:
            shift = _load_shift(group, row, today - timedelta(days=row[0]), found, teams)
            draw.fill(shift, row[6], is_past=True)
    for group in found["shifts"]:
        for row in group["rows"]:
            shift = _load_shift(group, row, first + timedelta(days=row[0]), found, teams)
            draw.fill(shift, row[6])


def _load_shift(
    group: dict[str, Any], row: list[Any], day: date, found: dict[str, Any], teams: dict[str, Team]
) -> Shift:
    _, begin, end, kind, place, district, *_ = row
    venue = Venue.objects.filter(slug=place).first()
    shift = Shift.objects.create(
        campaign=Campaign.objects.get(slug=group["campaign"]),
        event=Event.objects.get(slug=row[7]) if len(row) > 7 else None,
        team=teams.get(group.get("team", "")),
        state=Shift.State.OPEN,
        starts_at=at(day, begin),
        ends_at=at(day, end),
        venue=venue,
        place="" if venue else place,
        district=district,
        minimum_age=18 if kind in ("stewards", "interpreting") else 14,
        contact_name="Geschäftsstelle (Demo)",
        is_demo=True,
    )
    texts = found["kinds"][kind]
    put_texts(ShiftText, shift, content.texts_of(texts))
    for position, (role, minimum, maximum, languages) in enumerate(texts["needs"]):
        requirement = Requirement.objects.create(
            shift=shift, role=role, minimum=minimum, maximum=maximum, position=position
        )
        RequirementLanguage.objects.bulk_create(
            RequirementLanguage(requirement=requirement, language=code) for code in languages
        )
    return shift


class Drawing:
    """Puts people on shifts, the same ones in every demo, and nobody at two places at once."""

    def __init__(self, everybody: list[Volunteer]) -> None:
        self._random = Random("mitstimme shifts")  # noqa: S311 - the same in every demo
        self._everybody = everybody
        self._speaks = {one.pk: {row.language for row in one.languages.all()} for one in everybody}
        self._busy: dict[str, list[Shift]] = {one.pk: [] for one in everybody}

    def fill(self, shift: Shift, percent: int, *, is_past: bool = False) -> None:
        """Sign up so many in a hundred of those who may come, as far as there are any."""
        for requirement in shift.requirements.prefetch_related("languages"):
            wanted = round(requirement.maximum * percent / 100)
            needed = {row.language for row in requirement.languages.all()}
            chosen = self._draw(shift, needed, wanted)
            ShiftSignup.objects.bulk_create(
                _signup(shift, requirement, one, is_past=is_past) for one in chosen
            )
            requirement.taken = len(chosen)
            requirement.save(update_fields=["taken"])

    def _draw(self, shift: Shift, needed: set[str], wanted: int) -> list[Volunteer]:
        fitting = [
            one
            for one in self._everybody
            if (not needed or needed & self._speaks[one.pk]) and self._is_free(one, shift)
        ]
        # The demo's own volunteer is on the first of the past and of the coming ones.
        own = [one for one in fitting if one.email == OWN_EMAIL and len(self._busy[one.pk]) < 5]
        others = [one for one in fitting if one.email != OWN_EMAIL]
        chosen = [*own, *self._random.sample(others, min(wanted, len(others)))][:wanted]
        for one in chosen:
            self._busy[one.pk].append(shift)
        return chosen

    def _is_free(self, one: Volunteer, shift: Shift) -> bool:
        return not any(
            other.starts_at < shift.ends_at and other.ends_at > shift.starts_at
            for other in self._busy[one.pk]
        )


def _signup(
    shift: Shift, requirement: Requirement, one: Volunteer, *, is_past: bool
) -> ShiftSignup:
    signed_up_at = min(shift.starts_at, timezone.now()) - timedelta(days=3)
    minutes = int(shift.length.total_seconds() // 60)
    # The last one's hours still wait for somebody to approve them.
    is_approved = is_past and shift.ends_at < timezone.now() - timedelta(days=7)
    return ShiftSignup(
        shift=shift,
        requirement=requirement,
        person_key=one.pk,
        state=ShiftSignup.State.CONFIRMED,
        has_place=True,
        name=one.name,
        email=one.email,
        language=one.language,
        signed_up_at=signed_up_at,
        confirmed_at=signed_up_at,
        reminders=2 if is_past else 0,
        presence=ShiftSignup.Presence.CAME if is_past else ShiftSignup.Presence.UNKNOWN,
        noted_at=shift.starts_at if is_past else None,
        minutes=minutes if is_past else None,
        approved_at=shift.ends_at + timedelta(days=1) if is_approved else None,
        thanked_at=shift.ends_at + timedelta(days=1) if is_approved else None,
        is_demo=True,
    )
