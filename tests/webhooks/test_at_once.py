"""Fifty workers at once: each delivery leaves once, two at a time to one endpoint."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from jobs.models import Job
from jobs.services import run, run_due
from tests.factories import OrganisationFactory
from tests.organising import somebody
from tests.petitions.at_once import at_once
from tests.webhooks.conftest import endpoint_of
from tests.webhooks.receiver import listening
from webhooks import services
from webhooks.models import Delivery, Message
from webhooks.services import lanes
from webhooks.services.telling import News, listeners, tell_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.many_threads]
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time anyway"
)
State = Delivery.State


def tell(organisation, times: int = 1) -> None:
    for number in range(times):
        services.tell("petition.opened", [organisation.pk], {"number": number})


@only_postgresql
def test_fifty_turns_at_once_deliver_each_once(receiver):
    organisation = OrganisationFactory()
    endpoint_of(organisation, receiver.url)
    tell(organisation, 20)
    results = at_once(50, services.take_turn)
    assert set(results) <= {True, False}
    while services.take_turn():
        pass
    assert len(receiver.received) == 20
    assert len(set(receiver.ids)) == 20
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


@only_postgresql
def test_two_at_once_to_one_endpoint_and_others_go_on(receiver):
    slow, fast = OrganisationFactory(), OrganisationFactory()
    running, most, lock = [0], [0], threading.Lock()

    def answer(received):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.3)
        with lock:
            running[0] -= 1
        return 200, {}, b""

    receiver.answer = answer
    endpoint_of(slow, receiver.url)
    tell(slow, 8)
    with listening() as other:
        endpoint_of(fast, other.url)
        tell(fast, 5)
        at_once(10, services.take_turn)
        assert len(other.received) == 5
    assert most[0] == 2


@only_postgresql
def test_fifty_jobs_that_tell_the_same_write_one_message():
    organisation = OrganisationFactory()
    endpoint_of(organisation)
    news = News("petition.opened", [organisation.pk], {}, key="once")
    results = at_once(50, lambda: tell_all([news], listeners(["petition.opened"])))
    assert results == [1] * 50
    assert Message.objects.count() == Delivery.objects.count() == 1


@only_postgresql
def test_fifty_resumptions_and_rotations_leave_one_state(receiver):
    organisation = OrganisationFactory()
    endpoint = endpoint_of(organisation, receiver.url, state="paused")
    owner = somebody("owner", organisation)
    tell(organisation)
    at_once(20, lambda: services.resume(endpoint, actor=owner))
    keys = at_once(20, lambda: services.rotate(endpoint, actor=owner))
    endpoint.refresh_from_db()
    assert len(set(keys)) == 20
    assert {endpoint.secret, endpoint.previous_secret} <= set(keys)
    run_due()
    assert len(receiver.received) == 1


def test_after_the_commit_the_lanes_are_awake_and_come_to_rest(receiver, settings):
    settings.WEBHOOK_LANES = 2
    organisation = OrganisationFactory()
    endpoint_of(organisation, receiver.url)
    tell(organisation)
    assert Job.objects.filter(kind=lanes.KIND, queue="webhooks").count() == 2
    run_due()
    assert len(receiver.received) == 1
    assert not Job.objects.filter(kind=lanes.KIND).exists()


def test_what_nobody_could_wake_for_is_found_by_the_beat(receiver):
    organisation = OrganisationFactory()
    endpoint_of(organisation, receiver.url)
    tell(organisation)
    # As if the process had died right after its commit.
    Job.objects.all().delete()
    Job.objects.create(kind="webhooks.drive")
    run_due()
    assert len(receiver.received) == 1


def test_a_lane_that_is_run_twice_sends_nothing_twice(receiver):
    organisation = OrganisationFactory()
    endpoint_of(organisation, receiver.url)
    tell(organisation, 3)
    (job,) = Job.objects.filter(kind=lanes.KIND)
    run(job.pk)
    run(job.pk)
    run_due()
    assert len(receiver.received) == 3
