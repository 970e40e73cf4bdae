"""Events to test with: tomorrow, for two hours, led by one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import (
    Event,
    EventHost,
    EventText,
    Programme,
    ProgrammeEntry,
    ProgrammeText,
    Stage,
    StageText,
    Venue,
)
from tests.factories import OrganisationFactory


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    slug = factory.Sequence(lambda n: f"haus-{n}")
    name = factory.Sequence(lambda n: f"Haus {n}")
    street = "Hauptstraße 1"
    postcode = "44145"


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"fest-{n}")
    state = Event.State.CONFIRMED
    venue = factory.SubFactory(VenueFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=2))
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            EventText.objects.create(
                event=self,
                language=language,
                title=f"{self.slug} ({language})",
                summary="Kommen Sie vorbei",
            )

    @factory.post_generation
    def lead(self, create: bool, given: Any, **kwargs: Any) -> None:
        EventHostFactory(
            event=self,
            organisation=given or OrganisationFactory(),
            role=EventHost.Role.LEAD,
            may_edit=True,
        )


class EventHostFactory(DjangoModelFactory):
    class Meta:
        model = EventHost

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = EventHost.State.ACCEPTED


class ProgrammeFactory(DjangoModelFactory):
    """A published week around tomorrow that takes events until tomorrow."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"woche-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    state = Programme.State.PUBLISHED
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    ends_on = factory.LazyAttribute(lambda programme: programme.starts_on + timedelta(days=7))
    hand_in_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            ProgrammeText.objects.create(
                programme=self,
                language=language,
                title=f"{self.slug} ({language})",
                summary="Eine Woche",
            )


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)

    @factory.post_generation
    def name(self, create: bool, given: str | None, **kwargs: Any) -> None:
        name = given or f"Bühne {self.pk}"
        StageText.objects.create(stage=self, language="de", name=name)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeEntry

    programme = factory.SubFactory(ProgrammeFactory)
    event = factory.SubFactory(EventFactory)
    state = ProgrammeEntry.State.ACCEPTED
