"""News to many at once, and the one mail that somebody waits for."""

import pytest

from tests.campaigns.mailing.conftest import seed
from tests.jobs.processes import wait_until

pytestmark = pytest.mark.processes

PEOPLE = 600
ENQUEUE = """
from jobs.services import enqueue
enqueue("workload.write", {"n": 1}, queue="mail")
"""


def test_a_confirmation_goes_past_a_mailing(instance, mail_server):
    # One worker as it is started by default, at a mailing of a quarter of a minute.
    mail_server.waits_seconds = 0.04
    seed(instance, PEOPLE)
    instance.start("beat")
    instance.start("worker")
    assert wait_until(lambda: len(mail_server.taken) >= 40, seconds=120)

    code, output = instance.call("shell", "-v0", "-c", ENQUEUE)
    assert code == 0, output
    before = len(mail_server.taken)
    assert wait_until(lambda: bool(instance.done()), seconds=120)

    # Counted in letters and not in seconds, which tell of the machine.
    assert len(mail_server.taken) - before < PEOPLE / 3
    assert len(mail_server.taken) < PEOPLE, "the mailing was to be under way"
