"""Each slot becomes one job, however many beats there are and however often they restart."""

from datetime import UTC, datetime, timedelta

import pytest

from jobs import registry, schedule
from jobs.models import Job
from jobs.registry import every, nightly
from jobs.services import run_due
from tests.jobs.conftest import at_once

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    monkeypatch.setattr(schedule, "PERIODS", (periods := {}))
    monkeypatch.setattr(registry, "PERIODS", periods)
    monkeypatch.setattr(registry, "HANDLERS", (handlers := {}))
    monkeypatch.setattr("jobs.services.HANDLERS", handlers)
    monkeypatch.setattr(schedule, "_seen", {})


def beat(now: datetime) -> int:
    """As a beat process that has just been started."""
    schedule._seen.clear()
    return schedule.enqueue_periodic(now)


@pytest.mark.django_db
def test_a_slot_is_enqueued_once_also_after_its_job_is_done():
    calls = []
    every(seconds=60, name="test.minute")(lambda: calls.append(1))
    assert beat(NOON) == 1
    assert run_due() == 1
    assert beat(NOON + timedelta(seconds=59)) == 0
    assert beat(NOON + timedelta(seconds=60)) == 1
    run_due()
    assert len(calls) == 2


@pytest.mark.django_db(transaction=True)
def test_many_beats_make_one_job():
    every(seconds=60, name="test.minute")(lambda: None)
    beat(NOON)
    Job.objects.all().delete()
    enqueued = at_once(8, lambda: beat(NOON + timedelta(minutes=1)))
    assert sum(enqueued) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_slow_run_is_not_piled_upon():
    every(seconds=60, name="test.minute")(lambda: None)
    for minute in range(3):
        beat(NOON + timedelta(minutes=minute))
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_night_missed_is_made_up_for_and_the_first_day_has_none():
    nightly(hour=3, name="test.night")(lambda payload: None)
    assert beat(NOON) == 0
    assert beat(NOON + timedelta(hours=12)) == 0
    # Beat was down from midnight until the next noon.
    assert beat(NOON + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_a_beat_asks_the_database_once_in_a_slot(django_assert_num_queries):
    every(seconds=60, name="test.minute")(lambda: None)
    beat(NOON)
    with django_assert_num_queries(0):
        schedule.enqueue_periodic(NOON + timedelta(seconds=30))


def test_one_kind_has_one_handler():
    def other() -> None: ...

    every(seconds=60, name="test.minute")(lambda: None)
    with pytest.raises(ValueError, match=r"test\.minute"):
        every(seconds=60, name="test.minute")(other)
