"""Workers are killed with -9, brokers lose everything: each job is done nevertheless."""

import pytest

from tests.jobs.processes import answers, wait_until

pytestmark = pytest.mark.processes

JOBS = 20
ENQUEUE = f"""
from jobs.services import enqueue
for n in range({JOBS}):
    enqueue("workload.write", {{"n": n}}, queue="mail" if n % 2 else "default")
"""
# Nothing listens on port 1: refused at once.
UNREACHABLE = "amqp://guest:guest@127.0.0.1:1//"


def broker(url: str, port: int, name: str):
    return pytest.param(
        url,
        id=name,
        marks=pytest.mark.skipif(
            bool(url) and not answers(port),
            reason=f"No {name} answers on port {port} here, so this was not tried with {name}.",
        ),
    )


BROKERS = [
    broker("", 0, "folder"),
    broker("amqp://guest:guest@127.0.0.1:5672//", 5672, "RabbitMQ"),
    broker("redis://127.0.0.1:6379/9", 6379, "Redis"),
]


@pytest.mark.parametrize("url", BROKERS)
def test_a_worker_killed_midway_loses_no_job(migrated, url):
    migrated.environment["BROKER_URL"] = url
    migrated.call("shell", "-v0", "-c", ENQUEUE)
    migrated.start("beat")
    worker = migrated.start("worker")
    assert wait_until(lambda: len(migrated.done()) >= 4, seconds=120)
    worker.kill()
    worker.wait()
    assert len(migrated.done()) < JOBS, "it was to be killed midway"

    migrated.start("worker")
    assert wait_until(lambda: len(migrated.done()) == JOBS, seconds=120)


def test_a_broker_folder_that_disappears_costs_only_time(migrated):
    worker = migrated.start("worker")
    migrated.start("beat")
    migrated.call("shell", "-v0", "-c", ENQUEUE)
    assert wait_until(lambda: len(migrated.done()) == JOBS, seconds=120)
    # Worker and beat have declared their queues, and will not do so again.
    migrated.forget_done()
    (migrated.folder / "broker").rename(migrated.folder / "gone")
    migrated.environment["BROKER_URL"] = UNREACHABLE  # so that only beat can tell of the jobs
    migrated.call("shell", "-v0", "-c", ENQUEUE)

    assert wait_until(lambda: len(migrated.done()) == JOBS, seconds=120)
    assert worker.poll() is None, "the worker went on"


def test_a_job_enqueued_while_the_broker_is_unreachable_is_done_later(migrated):
    migrated.environment["BROKER_URL"] = UNREACHABLE
    code, output = migrated.call("shell", "-v0", "-c", ENQUEUE)
    assert code == 0, output

    migrated.environment["BROKER_URL"] = ""
    migrated.start("beat")
    migrated.start("worker")
    assert wait_until(lambda: len(migrated.done()) == JOBS, seconds=120)
