"""Workers are killed with -9, brokers lose everything: each job is done nevertheless."""

import shutil
from contextlib import suppress

import pytest

from tests.jobs.processes import Instance, answers, wait_until

JOBS = 20
ENQUEUE = f"""
from jobs.services import enqueue
for n in range({JOBS}):
    enqueue("workload.write", {{"n": n}}, queue="mail" if n % 2 else "default")
"""


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


@pytest.fixture
def instance(tmp_path):
    made = Instance(tmp_path)
    code, output = made.call("migrate", "jobs", "-v0")
    assert code == 0, output
    yield made
    made.stop()


@pytest.mark.parametrize("url", BROKERS)
def test_a_worker_killed_midway_loses_no_job(instance, url):
    instance.environment["BROKER_URL"] = url
    instance.call("shell", "-v0", "-c", ENQUEUE)
    instance.start("beat")
    worker = instance.start("worker")
    assert wait_until(lambda: len(instance.done()) >= 4, seconds=25)
    worker.kill()
    worker.wait()
    assert len(instance.done()) < JOBS, "it was to be killed midway"

    instance.start("worker")
    assert wait_until(lambda: len(instance.done()) == JOBS, seconds=25)


def take_away(folder):
    """Delete until it was gone for once: the worker makes new folders while the old ones go."""
    for _ in range(100):
        with suppress(OSError):
            shutil.rmtree(folder)
            return
        if not folder.exists():
            return
    raise AssertionError(f"{folder} could not be deleted")


def test_a_broker_folder_that_disappears_costs_only_time(instance):
    worker = instance.start("worker")
    instance.start("beat")
    messages = instance.folder / "broker" / "messages"
    assert wait_until(messages.exists, seconds=10)
    take_away(instance.folder / "broker")
    instance.call("shell", "-v0", "-c", ENQUEUE)
    take_away(instance.folder / "broker")

    assert wait_until(lambda: len(instance.done()) == JOBS, seconds=25)
    assert worker.poll() is None, "the worker went on"


def test_a_job_enqueued_while_the_broker_is_unreachable_is_done_later(instance):
    # Nothing listens on port 1: refused at once.
    instance.environment["BROKER_URL"] = "amqp://guest:guest@127.0.0.1:1//"
    code, output = instance.call("shell", "-v0", "-c", ENQUEUE)
    assert code == 0, output

    instance.environment["BROKER_URL"] = ""
    instance.start("beat")
    instance.start("worker")
    assert wait_until(lambda: len(instance.done()) == JOBS, seconds=25)
