"""Whoever confirms while an event is cancelled is told of as not coming, or finds it cancelled."""

import pytest
from django.db import connection

from accounts.models import User
from events import services
from events.models import Event, Registration
from tests.events.factories import EventFactory
from tests.events.services.test_registering import stored
from tests.petitions.at_once import amid
from tests.webhooks.conftest import endpoint_of
from webhooks.models import Message

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one write at a time"
    ),
]


def test_a_confirmation_under_way_is_told_of_as_cancelled():
    event = EventFactory(entry="registration", capacity=2)
    endpoint_of(event.hosts.get().organisation)
    registration, actor = stored(event), User.objects.create_user("host@example.org")
    amid(
        lambda: services.confirm_registration(Registration.objects.get(pk=registration.pk)),
        "events.services.registering.tell_of_registration",
        lambda: services.cancel(Event.objects.get(pk=event.pk), actor=actor),
    )
    assert list(Message.objects.order_by("occurred_at").values_list("type", flat=True)) == [
        "registration.confirmed",
        "registration.cancelled",
    ]
