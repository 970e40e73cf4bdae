"""Workers killed with -9 while a receiver has a message in hand: each arrives, none is stuck."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from shutil import copytree

import psycopg
import pytest
from standardwebhooks import Webhook

from tests.jobs.processes import Instance, answers, wait_until
from tests.webhooks.receiver import Received, listening
from webhooks.services.waiting import AT_ONCE

pytestmark = pytest.mark.processes

MESSAGES = 60
# The worker is killed while the receiver has the so-manieth in hand.
KILLED_AT = (10, 25, 40)
SERVER = "postgres://postgres@127.0.0.1:5432"
SEED = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from accounts.models import User
from tests.factories import OrganisationFactory
from webhooks import services
organisation = OrganisationFactory()
owner = User.objects.create_user("owner@example.org")
endpoint = services.add(organisation, "{url}", ["petition.opened"], actor=owner)
for number in range({messages}):
    services.tell("petition.opened", [organisation.pk], {{"number": number}})
print(endpoint.secret)
"""
LOG = """
SELECT message_id, attempts, state, status_code, error, lease_until, finished_at IS NOT NULL
  FROM webhooks_delivery
"""


class Program:
    """Verifies what comes by the library of Standard Webhooks, and writes down what that was;
    at some messages it holds its answer back until the sender is gone."""

    def __init__(self, key: str) -> None:
        self.webhook = Webhook(key)
        self.taken: list[tuple[uuid.UUID, int]] = []
        self.lock = threading.Lock()
        self.in_hand, self.is_gone = threading.Event(), threading.Event()

    def answer(self, received: Received):
        told = self.webhook.verify(received.body, received.headers)
        with self.lock:
            name = uuid.UUID(received.headers["webhook-id"])
            self.taken.append((name, told["data"]["number"]))
            holds = len(self.taken) in KILLED_AT
        if holds:
            self.in_hand.set()
            self.is_gone.wait(60)
        time.sleep(0.02)
        return 204, {}, b""


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif(not answers(5432), reason="No PostgreSQL answers on 5432."),
        ),
    ]
)
def house(request, tmp_path, migrated_folder) -> Iterator[Instance]:
    made = Instance(
        tmp_path / "house",
        {"WEBHOOKS_ALLOW_PRIVATE": "true", "WEBHOOK_LANES": "2", "LOG_LEVEL": "ERROR"},
    )
    if request.param == "sqlite":
        copytree(migrated_folder, made.folder)
        yield made
        made.stop()
        return
    made.folder.mkdir()
    name = f"mitstimme_webhooks_{uuid.uuid4().hex[:12]}"
    made.environment["DATABASE_URL"] = f"{SERVER}/{name}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield made
        made.stop()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_killed_thrice_each_arrives_and_the_log_tells_the_truth(house):
    with listening() as receiver:
        code, output = house.call(
            "shell", "-v0", "-c", SEED.format(url=receiver.url, messages=MESSAGES)
        )
        assert code == 0, output
        program = Program(output.split()[-1])
        receiver.answer = program.answer
        house.start("beat")
        for _ in KILLED_AT:
            worker = house.start("worker")
            assert program.in_hand.wait(120)
            worker.kill()
            worker.wait()
            assert asked(house, "SELECT 1 FROM webhooks_delivery WHERE state <> 'done'")
            program.in_hand.clear()
            program.is_gone.set()
            let_leases_end(house)
            program.is_gone.clear()
        house.start("worker")
        assert wait_until(lambda: is_at_rest(house), seconds=120), asked(house, LOG)

    # What came was signed well, each time.
    assert len(program.taken) == len(receiver.received)
    arrived = Counter(name for name, _number in program.taken)
    # One name for each thing that happened, also when it is told again.
    assert len(arrived) == len(set(program.taken)) == MESSAGES
    assert {number for _name, number in program.taken} == set(range(MESSAGES))
    most = AT_ONCE * len(KILLED_AT)
    assert len(KILLED_AT) <= arrived.total() - MESSAGES <= most
    log = {uuid.UUID(str(name)): rest for name, *rest in asked(house, LOG)}
    assert set(log) == set(arrived)
    # What was begun and never came is an attempt as well.
    attempts = {name: number for name, (number, *_how) in log.items()}
    assert all(attempts[name] >= arrived[name] for name in arrived)
    assert sum(attempts.values()) <= MESSAGES + most
    assert {tuple(how) for _number, *how in log.values()} == {("done", 204, "", None, True)}
    assert asked(house, "SELECT state, failing_since, rests_until FROM webhooks_endpoint") == [
        ("active", None, None)
    ]


def is_at_rest(house: Instance) -> bool:
    """All is delivered, and no lane is left awake."""
    unfinished = "SELECT 1 FROM webhooks_delivery WHERE state <> 'done'"
    lanes = "SELECT 1 FROM jobs_job WHERE kind = 'webhooks.deliver'"
    return not asked(house, unfinished) and not asked(house, lanes)


def let_leases_end(house: Instance) -> None:
    """As if the minute had gone by for which whoever was killed had a message."""
    past = "lease_until = '2020-01-01 00:00:00'"
    asked(house, f"UPDATE webhooks_delivery SET {past} WHERE lease_until IS NOT NULL")  # noqa: S608
    asked(house, f"UPDATE jobs_job SET {past}, offered_at = NULL WHERE state = 'running'")  # noqa: S608


def asked(house: Instance, statement: str) -> list[tuple]:
    """Asked without Django, whose start each time would take from the workers' own time."""
    url = house.environment.get("DATABASE_URL")
    path = house.folder / "mitstimme.sqlite3"
    held = psycopg.connect(url) if url else sqlite3.connect(path, timeout=60)
    with closing(held), held:
        cursor = held.execute(statement)
        return [tuple(row) for row in cursor] if cursor.description else []
