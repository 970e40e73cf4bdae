"""Volunteering to test with: a shift in three days from ten to two, for two to three people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from privacy.person import person_key
from tests.factories import CampaignFactory, OrganisationFactory
from volunteers.models import (
    Requirement,
    RequirementLanguage,
    Shift,
    ShiftSignup,
    ShiftText,
    Supporter,
    SupporterWay,
    Task,
    TaskClaim,
    TaskText,
    Team,
    TeamMember,
    TeamText,
    Volunteer,
    VolunteerLanguage,
)


class VolunteerFactory(DjangoModelFactory):
    """Somebody with a confirmed address; `speaks={"tr": "3"}`, `email=…` sets the key."""

    class Meta:
        model = Volunteer
        skip_postgeneration_save = True

    class Params:
        email_address = factory.Sequence(lambda n: f"hilft-{n}@example.org")

    person_key = factory.LazyAttribute(lambda one: person_key(one.email))
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda one: one.email_address)
    language = "de"

    @factory.post_generation
    def speaks(self, create: bool, given: dict[str, str] | None, **kwargs: Any) -> None:
        for language, level in (given or {}).items():
            VolunteerLanguage.objects.create(volunteer=self, language=language, level=level)


class SupporterFactory(DjangoModelFactory):
    """A volunteer who has joined a campaign; `volunteer=…` is whoever it is."""

    class Meta:
        model = Supporter
        skip_postgeneration_save = True
        exclude = ("volunteer",)

    volunteer = factory.SubFactory(VolunteerFactory)
    campaign = factory.SubFactory(CampaignFactory)
    person_key = factory.LazyAttribute(lambda one: one.volunteer.person_key)
    state = Supporter.State.CONFIRMED
    language = "de"
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def ways(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for way in given or ("stall",):
            SupporterWay.objects.create(supporter=self, way=way)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"team-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    state = Team.State.ACTIVE

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            TeamText.objects.create(
                team=self,
                language=language,
                name=f"{self.slug} ({language})",
                summary="Was wir tun",
            )


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember
        exclude = ("volunteer",)

    volunteer = factory.SubFactory(VolunteerFactory)
    team = factory.SubFactory(TeamFactory)
    person_key = factory.LazyAttribute(lambda one: one.volunteer.person_key)
    name = factory.LazyAttribute(lambda one: one.volunteer.name)
    email = factory.LazyAttribute(lambda one: one.volunteer.email)
    state = TeamMember.State.MEMBER
    language = "de"


class ShiftFactory(DjangoModelFactory):
    class Meta:
        model = Shift
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory)
    state = Shift.State.OPEN
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
    ends_at = factory.LazyAttribute(lambda shift: shift.starts_at + timedelta(hours=4))
    place = "vor der Bibliothek"
    district = "Innenstadt-Nord"

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            ShiftText.objects.create(
                shift=self, language=language, title=f"Stand {self.pk} ({language})"
            )

    @factory.post_generation
    def needs(self, create: bool, given: Any, **kwargs: Any) -> None:
        """`needs=[{"maximum": 5}]`; one requirement for two or three when nothing is said,
        none with `needs=[]`."""
        for words in [{}] if given is None else given:
            RequirementFactory(shift=self, **words)


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement
        skip_postgeneration_save = True

    shift = factory.SubFactory(ShiftFactory, needs=[])
    role = "helping"
    minimum = factory.LazyAttribute(lambda one: min(2, one.maximum))
    maximum = 3

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ():
            RequirementLanguage.objects.create(requirement=self, language=language)


class ShiftSignupFactory(DjangoModelFactory):
    """Somebody who is signed up; the place is counted when it holds one."""

    class Meta:
        model = ShiftSignup
        skip_postgeneration_save = True
        exclude = ("volunteer",)

    volunteer = factory.SubFactory(VolunteerFactory)
    shift = factory.SubFactory(ShiftFactory)
    requirement = factory.LazyAttribute(lambda one: one.shift.requirements.first())
    person_key = factory.LazyAttribute(lambda one: one.volunteer.person_key)
    state = ShiftSignup.State.CONFIRMED
    has_place = factory.LazyAttribute(lambda one: one.state in ("confirmed", "offered"))
    name = factory.LazyAttribute(lambda one: one.volunteer.name)
    email = factory.LazyAttribute(lambda one: one.volunteer.email)
    language = "de"

    @factory.post_generation
    def counted(self, create: bool, given: Any, **kwargs: Any) -> None:
        if self.has_place:
            self.requirement.taken += 1
            self.requirement.save(update_fields=["taken"])


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory)
    state = Task.State.OPEN

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            TaskText.objects.create(task=self, language=language, title=f"Aufgabe {self.pk}")


class TaskClaimFactory(DjangoModelFactory):
    """Somebody who has taken a task on; the place is counted unless it was given up."""

    class Meta:
        model = TaskClaim
        skip_postgeneration_save = True
        exclude = ("volunteer",)

    volunteer = factory.SubFactory(VolunteerFactory)
    task = factory.SubFactory(TaskFactory, maximum=9)
    person_key = factory.LazyAttribute(lambda one: one.volunteer.person_key)
    state = TaskClaim.State.CLAIMED

    @factory.post_generation
    def counted(self, create: bool, given: Any, **kwargs: Any) -> None:
        if self.state in TaskClaim.HOLDING:
            self.task.taken += 1
            self.task.save(update_fields=["taken"])
