"""Workers killed with -9 in the middle of a mailing: everybody gets the letter, and nobody two."""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from tests.campaigns.mailing.conftest import seed
from tests.jobs.processes import Instance, wait_until

pytestmark = pytest.mark.processes

PEOPLE = 300
# Each time so many more letters have arrived the workers are killed.
KILLED_AT = (60, 150)
TELL = """
import json
from campaigns.models import Delivery, Mailing
mailing = Mailing.objects.get()
open_ones = Delivery.objects.unfinished().count()
print(json.dumps([mailing.state, mailing.total, mailing.sent, mailing.uncertain, open_ones]))
"""


def test_killed_twice_everybody_gets_it_once(instance, mail_server):
    server = mail_server
    instance.environment["NEWS_LANES"] = "3"
    # As long as most of a letter's time is spent within its handing over.
    server.waits_seconds = 0.01
    seed(instance, PEOPLE)
    instance.start("beat")
    for arrived in KILLED_AT:
        # Two processes at one mailing.
        workers = [instance.start("worker"), instance.start("worker")]
        assert wait_until(lambda least=arrived: len(server.taken) >= least, seconds=120)
        for worker in workers:
            worker.kill()
            worker.wait()
        assert len(server.taken) < PEOPLE, "it was to be killed midway"
    instance.start("worker")

    assert wait_until(lambda: state_of_mailing(instance) == "done", seconds=180), told(instance)
    state, total, sent, uncertain, open_ones = told(instance)
    people = Counter(server.taken)
    assert max(people.values()) == 1
    assert set(people) == {f"person{number}@example.org" for number in range(PEOPLE)}
    assert (state, total, open_ones) == ("done", PEOPLE, 0)
    assert sent + uncertain == total
    # At most one for each lane that was killed.
    assert uncertain <= 3 * len(KILLED_AT)


def state_of_mailing(instance: Instance) -> str:
    """Asked without Django, whose start each time would take from the workers' own time."""
    with closing(sqlite3.connect(instance.folder / "mitstimme.sqlite3")) as connection:
        [(state,)] = connection.execute("SELECT state FROM campaigns_mailing")
    return state


def told(instance: Instance) -> list:
    code, output = instance.call("shell", "-v0", "-c", TELL)
    assert code == 0, output
    return json.loads(output.splitlines()[-1])
