"""What is kept of people in messages, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from privacy import retention
from tests.organising import somebody
from tests.webhooks.conftest import delivered, endpoint_of
from webhooks import personal_data, services
from webhooks.models import Delivery, Endpoint, Message

pytestmark = pytest.mark.django_db


def tell(organisation) -> Message:
    services.tell("signature.confirmed", [organisation.pk], {"signature": "1"}, person_key="a")
    return Message.objects.latest("occurred_at")


def test_after_thirty_days_a_message_says_nothing(organisation, endpoint, receiver):
    old = tell(organisation)
    Message.objects.update(occurred_at=timezone.now() - timedelta(days=30, minutes=1))
    young = tell(organisation)
    Message.objects.filter(pk=young.pk).update(
        occurred_at=timezone.now() - timedelta(days=29, hours=23)
    )
    retention.carry_out()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.data, old.person_key, bool(old.emptied_at)) == ({}, "", True)
    assert (young.data, young.person_key, young.emptied_at) == ({"signature": "1"}, "a", None)
    # What waited for so long is never sent empty.
    waited = old.deliveries.get()
    assert (waited.state, waited.error) == ("given_up", "expired")
    delivered()
    assert receiver.ids == [str(young.pk)]


def test_an_emptied_message_is_not_sent_again(organisation, endpoint, receiver):
    tell(organisation)
    (delivery,) = delivered()
    Message.objects.update(occurred_at=timezone.now() - timedelta(days=31))
    retention.carry_out()
    with pytest.raises(ValidationError):
        services.redeliver(Delivery.objects.get(pk=delivery.pk))


def test_after_a_year_the_log_goes_and_removed_endpoints_with_it(organisation, endpoint):
    tell(organisation)
    other = endpoint_of(organisation, "https://other.example/")
    services.remove(endpoint, actor=somebody("owner", organisation))
    Message.objects.update(occurred_at=timezone.now() - timedelta(days=366))
    retention.carry_out()
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()
    assert list(Endpoint.objects.all()) == [other]


def test_a_replaced_key_goes_after_a_day(organisation, endpoint):
    new = services.rotate(endpoint, actor=somebody("owner", organisation))
    retention.carry_out()
    endpoint.refresh_from_db()
    assert endpoint.previous_secret
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        retention.carry_out()
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.previous_secret) == (new, "")


def test_keys_outlive_a_change_of_encryption(organisation, endpoint):
    call_command("reencrypt")
    assert Endpoint.objects.get().secret == endpoint.secret


def test_erasing_twice_is_erasing_once(organisation, endpoint):
    tell(organisation)
    assert personal_data.export("a")["told"][0]["organisation"] == organisation.name
    for _ in range(2):
        personal_data.erase("a")
    assert personal_data.export("a") == {"told": []}
    assert Message.objects.get().data == {"signature": "1"}
