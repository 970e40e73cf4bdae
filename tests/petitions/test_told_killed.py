"""Workers killed with -9 while those who signed are told of a change: nobody hears of it twice."""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from tests.campaigns.mailing.conftest import instance, mail_server  # noqa: F401
from tests.jobs.processes import Instance, wait_until

pytestmark = pytest.mark.processes

PEOPLE = 120
# Each time so many more mails have arrived the workers are killed.
KILLED_AT = (24, 60)
THREADS = 4
SEED = """
from accounts.models import User
from petitions import services
from tests.factories import PetitionFactory, SignatureFactory
petition = PetitionFactory(slug="wahlrecht")
text = petition.texts.get()
for number in range({people}):
    SignatureFactory(petition=petition, text=text, email=f"person{{number}}@example.org")
actor = User.objects.create_user("amt@example.org")
services.begin_change(petition, actor=actor)
petition.texts.filter(version=petition.draft_version).update(demand="Anders.")
services.publish_change(petition, True, "Wir fordern etwas anderes.", actor=actor)
"""
TELL = """
import json
from jobs.models import Job
mails = Job.objects.filter(kind="petitions.mail_change")
states = {state: mails.filter(state=state).count() for state in Job.State.values}
errors = mails.filter(state="failed").values_list("last_error", flat=True)
print(json.dumps([states, sorted(set(errors))]))
"""


def test_killed_twice_nobody_hears_of_it_twice(instance, mail_server):  # noqa: F811
    server = mail_server
    # Between taking a mail and saying so: there the kill finds nearly every thread.
    server.waits_seconds = 0.3
    run(instance, SEED.format(people=PEOPLE))
    instance.start("beat")
    for arrived in KILLED_AT:
        workers = [instance.start("worker"), instance.start("worker")]
        assert wait_until(lambda least=arrived: len(server.taken) >= least, seconds=120)
        for worker in workers:
            worker.kill()
            worker.wait()
        assert len(server.taken) < PEOPLE, "it was to be killed midway"
    instance.start("worker")

    assert wait_until(lambda: unfinished(instance) == 0, seconds=180), told(instance)
    states, errors = told(instance)
    people = Counter(server.taken)
    assert max(people.values()) == 1
    assert states["done"] + states["failed"] == PEOPLE
    # What may have left and may not is left to people: one mail for each thread at most.
    assert states["failed"] <= 2 * THREADS * len(KILLED_AT)
    assert errors in ([], ["MayHaveLeft"])
    assert PEOPLE - states["failed"] <= len(people) <= PEOPLE


def unfinished(house: Instance) -> int:
    """Asked without Django, whose start each time would take from the workers' own time."""
    ended = (
        "SELECT count(*) FROM jobs_job"
        " WHERE kind = 'petitions.mail_change' AND state NOT IN ('queued', 'running')"
    )
    with closing(sqlite3.connect(house.folder / "mitstimme.sqlite3")) as connection:
        [(number,)] = connection.execute(ended)
    return PEOPLE - number


def told(house: Instance) -> list:
    return json.loads(run(house, TELL).splitlines()[-1])


def run(house: Instance, code: str) -> str:
    ended, output = house.call("shell", "-v0", "-c", code)
    assert ended == 0, output
    return output
