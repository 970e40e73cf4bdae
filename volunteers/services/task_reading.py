"""What visitors and volunteers read of tasks: those that can be taken, and one's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from volunteers.models import (
    Level,
    Supporter,
    Task,
    TaskClaim,
    TaskQuerySet,
    Volunteer,
    VolunteerLanguage,
)

# Well enough to work in it.
SPEAKS = (Level.GOOD, Level.FLUENT)


@dataclass(frozen=True)
class Takeable:
    """A task somebody could take, and why it fits: `speaks` is None where none is asked for."""

    task: Task
    speaks: bool | None
    is_near: bool
    has_joined: bool

    @property
    def rank(self) -> tuple[int, date, int]:
        """What fits best comes first, and of that what is due first."""
        fits = 2 * bool(self.speaks) + self.is_near + self.has_joined
        lacks = 10 if self.speaks is False else 0
        return lacks - fits, self.task.due_on or date.max, self.task.pk


def tasks_for(wanted: Mapping[str, Any]) -> TaskQuerySet:
    """Tasks with room as a filter asks for them: `language`, `district`, `campaign` (a slug)."""
    tasks = Task.objects.with_room()
    if language := wanted.get("language"):
        tasks = tasks.filter(language=language)
    if district := wanted.get("district"):
        tasks = tasks.filter(district=district)
    if campaign := wanted.get("campaign"):
        tasks = tasks.filter(campaign__slug=campaign)
    return tasks.to_read()


class Choices(NamedTuple):
    """What tasks can be chosen by now; campaigns are (slug, title)."""

    languages: list[str]
    districts: list[str]
    campaigns: list[tuple[str, str]]


def choices_of_tasks() -> Choices:
    """The languages, districts and campaigns of tasks with room. Three queries."""
    tasks = Task.objects.with_room()
    rows = list(tasks.values_list("language", "district", "campaign").order_by())
    campaigns = Campaign.objects.filter(pk__in={row[2] for row in rows}).with_texts()
    return Choices(
        sorted({row[0] for row in rows if row[0]}),
        sorted({row[1] for row in rows if row[1]}),
        sorted(((one.slug, str(one)) for one in campaigns), key=lambda pair: pair[1]),
    )


def task_page(task_id: int) -> Task:
    """A task whose page everybody may read, be it over. Raises Http404."""
    return get_object_or_404(Task.objects.public().to_read(), pk=task_id)


def mine_of(person_key: str) -> list[TaskClaim]:
    """What somebody has taken on, the newest first; what was given up is left out."""
    claims = (
        TaskClaim.objects.filter(person_key=person_key)
        .exclude(state=TaskClaim.State.DROPPED)
        .order_by("-claimed_at", "pk")
    )
    found = list(claims)
    tasks = Task.objects.to_read().in_bulk([claim.task_id for claim in found])
    for claim in found:
        claim.task = tasks[claim.task_id]
    return found


def takeable_by(person_key: str) -> list[Takeable]:
    """The tasks with room that somebody has not taken yet, what fits best first."""
    holding = TaskClaim.objects.filter(person_key=person_key, state__in=TaskClaim.HOLDING)
    tasks = Task.objects.with_room().exclude(claims__in=holding).to_read()
    well = VolunteerLanguage.objects.filter(volunteer=person_key, level__in=SPEAKS)
    spoken = set(well.values_list("language", flat=True))
    person = Volunteer.objects.filter(pk=person_key).first()
    districts = set(person.districts) if person else set()
    joined = set(Supporter.objects.of(person_key).joined().values_list("campaign_id", flat=True))
    found = [
        Takeable(
            task,
            task.language in spoken if task.language else None,
            bool(task.district) and task.district in districts,
            task.campaign_id in joined,
        )
        for task in tasks
    ]
    return sorted(found, key=lambda one: one.rank)


def named_claims(claims: Collection[TaskClaim]) -> list[tuple[TaskClaim, str]]:
    """Each with the person's name: sealed in the database, so no query can join it."""
    people = Volunteer.objects.in_bulk([claim.person_key for claim in claims])
    return [
        (claim, people[claim.person_key].name if claim.person_key in people else "")
        for claim in claims
    ]
