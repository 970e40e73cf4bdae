"""Events to test with: tomorrow, for two hours, led by one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from events.models import Event, EventHost, EventText, Venue
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
