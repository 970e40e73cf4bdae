"""What the programs of whoever leads an event hear of registrations."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import services
from events.models import Registration
from privacy import services as privacy
from tests.events.factories import EventFactory, EventHostFactory
from tests.events.registering import registered
from tests.factories import OrganisationFactory
from tests.webhooks.conftest import endpoint_of
from webhooks.models import Message
from webhooks.services.delivering import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = EventFactory(slug="fest", entry="registration", capacity=1)
    endpoint_of(event.hosts.get().organisation)
    other = EventHostFactory(event=event)
    endpoint_of(other.organisation)
    return event


def told() -> list[str]:
    return sorted(Message.objects.values_list("type", flat=True))


def test_who_leads_hears_of_who_comes_and_who_does_not(event):
    registration = registered(event)
    message = Message.objects.get()
    assert message.organisation == event.hosts.get(role="lead").organisation
    assert json.loads(body_of(message))["data"] == {
        "registration": str(registration.pk),
        "event": {"slug": "fest", "url": "http://127.0.0.1:8000/de/events/fest/"},
        "party_size": 1,
        "person": None,
    }
    assert services.cancel_registration(registration)
    assert not services.cancel_registration(registration)
    assert told() == ["registration.cancelled", "registration.confirmed"]


def test_a_place_on_the_waiting_list_is_none_until_an_offer_is_taken(event):
    first = registered(event)
    waiting = registered(event, 1)
    assert told() == ["registration.confirmed"]
    services.cancel_registration(first)
    services.offer_free_places(event)
    waiting.refresh_from_db()
    assert services.accept_offer(waiting)
    assert told().count("registration.confirmed") == 2


def test_leaving_the_waiting_list_is_nothing(event):
    registered(event)
    services.cancel_registration(registered(event, 1))
    assert told() == ["registration.confirmed"]


def test_to_a_cancelled_event_nobody_comes_who_had_registered(event, actor):
    coming = registered(event)
    registered(event, 1)
    services.cancel(event, actor=actor)
    [message] = Message.objects.filter(type="registration.cancelled")
    assert message.data["registration"] == str(coming.pk)
    assert message.person_key == coming.person_key
    assert json.loads(body_of(message))["data"]["event"]["slug"] == "fest"


def test_cancelling_asks_once_who_listens_however_many_come(actor):
    def questions(people: int) -> int:
        event = EventFactory(entry="registration", capacity=5)
        for number in range(people):
            registered(event, number)
        with CaptureQueriesContext(connection) as asked:
            services.cancel(event, actor=actor)
        return len([one for one in asked if "webhooks" in one["sql"]])

    assert questions(1) == questions(3) == 1
    assert not Message.objects.exists()


def test_erased_is_cancelled_without_a_key(event):
    registration = registered(event)
    privacy.erase(registration.person_key)
    assert told() == ["registration.cancelled", "registration.confirmed"]
    assert not Message.objects.exclude(person_key="").exists()


def test_who_is_erased_long_after_is_told_too(event):
    """A receiver that may have been told a name learns to delete it."""
    registration = registered(event)
    with time_machine.travel(event.ends_at + timedelta(days=30)):
        privacy.erase(registration.person_key)
    assert told() == ["registration.cancelled", "registration.confirmed"]
    assert not Message.objects.exclude(person_key="").exists()


def test_one_question_where_nobody_listens():
    event = EventFactory(entry="registration")
    endpoint_of(OrganisationFactory())
    registration = registered(event)
    with CaptureQueriesContext(connection) as asked:
        services.cancel_registration(registration)
    assert len([one for one in asked if "webhooks" in one["sql"]]) == 1
    assert Registration.objects.get().state == "cancelled"
    assert not Message.objects.exists()
