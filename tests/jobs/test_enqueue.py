"""A job commits with its reason, and a key keeps it single."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from jobs import broker
from jobs.models import Job
from jobs.services import enqueue, run_due, sweep
from tests.jobs.conftest import at_once


@pytest.mark.django_db(transaction=True)
def test_a_job_is_rolled_back_with_its_transaction():
    with transaction.atomic():
        enqueue("test.note")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_key_make_one_job(ran):
    def ask() -> None:
        with transaction.atomic():
            enqueue("test.note", {"n": 1}, key="one")

    at_once(50, ask)

    assert Job.objects.filter(key="one").count() == 1
    assert run_due() == 1
    assert ran == [{"n": 1}]


@pytest.mark.django_db
def test_a_taken_key_leaves_the_transaction_usable():
    enqueue("test.note", key="one")
    enqueue("test.note", key="one")
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_free_again_once_its_job_is_finished(ran):
    enqueue("test.note", key="one")
    run_due()
    enqueue("test.note", key="one")
    run_due()
    assert len(ran) == 2


@pytest.mark.django_db
def test_jobs_without_a_key_never_collide():
    enqueue("test.note")
    enqueue("test.note")
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_later_job_waits_for_its_time(ran):
    enqueue("test.note", due_at=timezone.now() + timedelta(hours=1))
    assert run_due() == 0
    Job.objects.update(due_at=timezone.now())
    assert run_due() == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_request_succeeds_and_the_next_ones_do_not_wait(dead_broker):
    for _ in range(5):
        with transaction.atomic():
            enqueue("test.note")
    assert Job.objects.count() == 5
    broker._outbox.join()
    assert len(dead_broker) == 1


@pytest.mark.django_db(transaction=True)
def test_only_the_id_is_published(monkeypatch):
    published = []
    monkeypatch.setattr(
        "jobs.broker.current_app.send_task", lambda *args, **options: published.append(options)
    )
    monkeypatch.setattr("jobs.broker._paused_until", 0.0)
    enqueue("test.note", {"petition": 7}, queue="mail")
    broker._outbox.join()
    (options,) = published
    assert options["args"] == [str(Job.objects.get().pk)]
    assert options["queue"] == "mail"


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_tells_again_what_the_broker_never_heard(dead_broker, monkeypatch):
    enqueue("test.note")
    broker._outbox.join()
    published = []
    monkeypatch.setattr(
        "jobs.broker.current_app.send_task",
        lambda *args, **options: published.append(options["args"]),
    )
    monkeypatch.setattr("jobs.broker._paused_until", 0.0)
    monkeypatch.setattr("jobs.broker.messages_waiting", lambda queues: dict.fromkeys(queues, 0))
    assert sweep() == 0, "it is younger than a second: its message may be on its way"

    Job.objects.update(due_at=timezone.now() - timedelta(seconds=2))
    assert sweep() == 1
    assert published == [[str(Job.objects.get().pk)]]
    assert sweep() == 0, "not every second the same"

    Job.objects.update(offered_at=timezone.now() - timedelta(seconds=11))
    assert sweep() == 1


@pytest.mark.django_db
def test_the_sweeper_does_not_pile_up_messages(monkeypatch):
    enqueue("test.note")
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=2))
    monkeypatch.setattr("jobs.broker.messages_waiting", lambda queues: dict.fromkeys(queues, 500))
    assert sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_a_full_queue_keeps_no_other_waiting(monkeypatch):
    for queue in ("mail", "default"):
        enqueue("test.note", queue=queue)
    broker._outbox.join()
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=2))
    told = []
    monkeypatch.setattr("jobs.broker.publish", lambda job, queue: not told.append(queue))
    waiting = {"mail": 500, "default": 0, "intake": 0, "news": 0, "webhooks": 0}
    monkeypatch.setattr("jobs.broker.messages_waiting", lambda queues: waiting)
    assert sweep() == 1
    assert told == ["default"]


@pytest.mark.django_db
def test_a_sweep_with_nothing_to_do_is_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_hangs_holds_no_request(monkeypatch):
    hangs = threading.Event()
    monkeypatch.setattr("jobs.broker._paused_until", 0.0)
    monkeypatch.setattr(
        "jobs.broker.current_app.send_task", lambda *args, **options: hangs.wait(10)
    )
    before = time.monotonic()
    enqueue("test.note")
    enqueue("test.note")
    assert time.monotonic() - before < 1
    hangs.set()
