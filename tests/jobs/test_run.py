"""One worker runs a job, a killed worker's jobs come back, failures are retried and then shown."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import leases, services
from jobs.models import Job
from jobs.registry import GiveUp
from jobs.services import claim, enqueue, run, run_again, run_due
from tests.jobs.conftest import add_handler, at_once


@pytest.fixture
def job(ran) -> Job:
    return make_job("test.note")


def make_job(kind: str) -> Job:
    enqueue(kind)
    return Job.objects.get()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_the_job(job, ran):
    outcomes = at_once(12, lambda: run(job.pk))
    assert sorted(outcomes) == [False] * 11 + [True]
    assert len(ran) == 1


@pytest.mark.django_db
def test_a_done_job_is_not_run_again(job, ran):
    assert run(job.pk)
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, len(ran)) == (Job.State.DONE, 1)


@pytest.mark.django_db
def test_a_done_job_no_longer_says_for_whom_it_was(ran):
    enqueue("test.note", {"person": "1:ada"}, key="note:1:ada")
    run_due()
    job = Job.objects.get()
    assert ran == [{"person": "1:ada"}]
    assert (job.state, job.payload, job.key) == (Job.State.DONE, {}, "")


@pytest.mark.django_db
def test_a_failed_job_keeps_what_it_needs_to_run_again(failing):
    enqueue("test.fail", {"person": "1:ada"}, key="fail:1:ada")
    Job.objects.update(attempts=3)
    run_due()
    job = Job.objects.get()
    assert (job.state, job.key) == (Job.State.FAILED, "fail:1:ada")
    assert job.payload == {"person": "1:ada"}


@pytest.mark.django_db
def test_jobs_that_mention_somebody_are_forgotten_and_no_others():
    enqueue("test.key", key="key:1:ada")
    enqueue("test.payload", {"people": ["2:ada", "1:ada"]})
    enqueue("test.failed", {"person": "1:ada"})
    Job.objects.filter(kind="test.failed").update(state=Job.State.FAILED)
    enqueue("test.bob", {"person": "1:bob"}, key="key:1:bob")
    assert services.forget_mentioning("1:ada") == 3
    assert Job.objects.get().kind == "test.bob"


@pytest.mark.django_db
def test_an_unknown_id_is_harmless():
    assert not run("00000000-0000-0000-0000-000000000000")


@pytest.mark.django_db
def test_a_job_whose_lease_ran_out_is_run_by_another(job, ran):
    claim(job.pk)
    assert not run(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run(job.pk)
    assert len(ran) == 1


@pytest.mark.django_db
def test_a_lease_is_renewed_while_the_handler_runs(monkeypatch):
    def look(payload: dict) -> None:
        Job.objects.update(lease_until=timezone.now())
        leases.renew()
        assert Job.objects.get().lease_until > timezone.now() + timedelta(seconds=10)

    add_handler(monkeypatch, "test.look", look)
    assert run(make_job("test.look").pk)
    assert not leases._held


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_writes_no_outcome(monkeypatch):
    def lose(payload: dict) -> None:
        Job.objects.update(attempts=2)
        raise OSError

    add_handler(monkeypatch, "test.lose", lose)
    job = make_job("test.lose")
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.RUNNING, "")


@pytest.mark.django_db
def test_failures_are_put_off_longer_and_longer_and_then_shown(failing, caplog):
    job = make_job("test.fail")
    delays = []
    for _ in range(2):
        assert not run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
        delays.append(job.due_at - timezone.now())
        Job.objects.update(due_at=timezone.now())
    assert timedelta(seconds=3) < delays[0] < timedelta(seconds=7) < delays[1]

    with caplog.at_level(logging.ERROR):
        assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
    assert "failed for good" in caplog.text


@pytest.mark.django_db
def test_of_an_exception_only_the_name_is_kept(failing, caplog):
    job = make_job("test.fail")
    with caplog.at_level(logging.DEBUG):
        run(job.pk)
    job.refresh_from_db()
    assert job.last_error == "ConnectionError"
    assert "someone@example.org" not in caplog.text


@pytest.mark.django_db
def test_a_handler_can_give_up_at_once(monkeypatch):
    def refuse(payload: dict) -> None:
        raise GiveUp

    add_handler(monkeypatch, "test.refuse", refuse)
    job = make_job("test.refuse")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_ends_as_failed(failing):
    job = make_job("test.fail")
    for _ in range(3):
        claim(job.pk)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert not run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


@pytest.mark.django_db
def test_a_kind_nobody_knows_yet_is_tried_again():
    """While a new version is rolled out, an old worker may meet a new kind."""
    job = make_job("test.of-tomorrow")
    assert not run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.QUEUED, "LookupError")


@pytest.mark.django_db
def test_frequent_periodic_jobs_leave_no_row(monkeypatch):
    add_handler(monkeypatch, "test.tick", lambda payload: None, is_kept=False)
    run(make_job("test.tick").pk)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_after_a_week_and_failed_ones_are_not(ran, failing):
    enqueue("test.note")
    enqueue("test.fail")
    run_due()
    Job.objects.filter(kind="test.fail").update(state=Job.State.FAILED)
    Job.objects.update(finished_at=timezone.now() - timedelta(days=6))
    assert services.forget_finished() == 0
    Job.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert services.forget_finished() == 1
    assert Job.objects.get().kind == "test.fail"


@pytest.mark.django_db
def test_failed_jobs_run_again_unless_a_newer_one_has_their_key(ran):
    for key in ("one", "two"):
        enqueue("test.note", key=key)
    Job.objects.update(state=Job.State.FAILED, attempts=12)
    enqueue("test.note", key="two")
    assert run_again(Job.objects.all()) == 1
    assert run_due() == 2
    assert Job.objects.get(state=Job.State.FAILED).key == "two"


@pytest.mark.django_db
def test_of_failed_jobs_with_one_key_the_newest_runs_again(ran):
    for payload in ({"n": 1}, {"n": 2}):
        enqueue("test.note", payload, key="one")
        Job.objects.update(state=Job.State.FAILED)
    for payload in ({"n": 3}, {"n": 4}):
        enqueue("test.note", payload)
    Job.objects.update(state=Job.State.FAILED)
    assert run_again(Job.objects.all()) == 3
    run_due()
    assert sorted(payload["n"] for payload in ran) == [2, 3, 4]
    assert Job.objects.get(state=Job.State.FAILED).payload == {"n": 1}


def test_the_delay_doubles_up_to_an_hour():
    assert services.delay(0) <= timedelta(seconds=6.25)
    assert timedelta(minutes=45) <= services.delay(100) <= timedelta(minutes=75)
