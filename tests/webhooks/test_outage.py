"""A receiver that changes its key, is away for a day and comes back: everything arrives, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

from tests.organising import somebody
from tests.webhooks.conftest import delivered, endpoint_of
from tests.webhooks.receiver import Received, listening
from webhooks import services
from webhooks.models import Delivery, Endpoint, Message
from webhooks.sending import Outcome

pytestmark = pytest.mark.django_db


class Program:
    """Knows one key at a time, verifies what comes, and keeps each message once."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.verified: list[str] = []

    def answer(self, received: Received):
        Webhook(self.key).verify(received.body, received.headers)
        self.verified.append(received.headers["webhook-id"])
        return 204, {}, b""


def tell(organisation, times: int) -> None:
    for number in range(times):
        services.tell("petition.opened", [organisation.pk], {"number": number})


def until_nothing_waits(clock, endpoint: Endpoint) -> None:
    """Go from one attempt to the next."""
    for _ in range(200):
        delivered()
        waiting = Delivery.objects.unfinished().order_by("next_at").first()
        if waiting is None:
            return
        endpoint.refresh_from_db()
        clock.move_to(max(waiting.next_at, endpoint.rests_until or waiting.next_at))
    pytest.fail("Something waits for ever.")


def test_through_a_rotation_and_an_outage_everything_arrives_once(organisation):
    owner = somebody("owner", organisation)
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        with listening() as receiver:
            port = receiver.port
            endpoint = endpoint_of(organisation, receiver.url)
            program = Program(endpoint.secret)
            receiver.answer = program.answer
            tell(organisation, 5)
            delivered()
            new = services.rotate(endpoint, actor=owner)
            tell(organisation, 5)
            delivered()
            # Within the day its people change over.
            clock.shift(timedelta(hours=20))
            program.key = new
            tell(organisation, 5)
            delivered()
            assert len(program.verified) == 15
        # Away.
        tell(organisation, 5)
        for _ in range(24):
            delivered()
            clock.shift(timedelta(hours=1))
        tell(organisation, 5)
        endpoint.refresh_from_db()
        assert endpoint.failing_since is not None
        assert Delivery.objects.unfinished().count() == 10
        with listening(port) as receiver:
            receiver.answer = program.answer
            until_nothing_waits(clock, endpoint)
        assert timezone.now() - began < timedelta(days=4)
    assert len(program.verified) == 25
    assert set(program.verified) == {
        str(pk) for pk in Message.objects.values_list("pk", flat=True)
    }
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_while_nobody_answers_few_attempts_are_made(organisation, monkeypatch):
    """A hundred messages to a target that is away are no hundred attempts a round."""
    tried = []

    def post(url, body, headers):
        tried.append(timezone.now())
        return Outcome(None, "timeout", 10_000)

    monkeypatch.setattr("webhooks.services.delivering.post", post)
    endpoint_of(organisation)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell(organisation, 100)
        for _ in range(60):
            delivered()
            clock.shift(timedelta(minutes=1))
    assert len(tried) < 25
