"""How a database is spoken to: in production it may vanish, and holds nobody for long."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from environ import Env

from config.databases import choose_database
from tests.config.vanishing import Vanishing
from tests.jobs.processes import Instance, answers, free_port, wait_until
from tests.jobs.proxy import connection

# After five seconds a connection is given up; the rest is for a machine full of tests.
LONGEST_SECONDS = 15
THREADS = 3


def test_what_the_address_says_comes_first():
    named = Env.db_url_config("postgres://host/name?connect_timeout=20&sslmode=require")
    options = choose_database(named, connections=4)["OPTIONS"]
    assert (options["connect_timeout"], options["sslmode"]) == (20, "require")
    assert (options["tcp_user_timeout"], options["pool"]["max_size"]) == (5000, 4)


@pytest.fixture
def node(tmp_path) -> Iterator[tuple[Vanishing, int]]:
    """A web node with a pool, and what stands between it and its database."""
    database, port = Vanishing(5432), free_port()
    instance = Instance(
        tmp_path,
        {
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{database.port}/postgres",
            "WEB_THREADS": str(THREADS),
            "LOG_LEVEL": "CRITICAL",
        },
    )
    instance.start("web", "--port", str(port))
    assert wait_until(lambda: answers(port), seconds=120)
    yield database, port
    instance.stop()
    database.close()


def ask(port: int, milliseconds: int) -> tuple[int, float]:
    """Let the database think for so long; the status, and the seconds until it was there."""
    began = time.monotonic()
    asked = connection(port, seconds=120)
    asked.request("GET", f"/database/{milliseconds}/")
    status = asked.getresponse().status
    asked.close()
    return status, time.monotonic() - began


@pytest.mark.processes
@pytest.mark.skipif(not answers(5432), reason="no PostgreSQL server answers at 127.0.0.1:5432")
@pytest.mark.skipif(sys.platform != "linux", reason="packets are dropped by Linux's own means")
@pytest.mark.parametrize("milliseconds", [0, 3000], ids=["asked afterwards", "while it thought"])
def test_a_database_that_vanishes_holds_no_thread_for_long(node, milliseconds):
    """A request that comes afterwards gets no acknowledgement, one that waits for its answer
    no sign of life."""
    database, port = node
    with ThreadPoolExecutor(THREADS) as people:
        assert {status for status, _ in people.map(lambda _: ask(port, 200), range(THREADS))} == {
            200
        }
        asked = [people.submit(ask, port, milliseconds) for _ in range(THREADS) if milliseconds]
        time.sleep(1)
        database.vanish()
        asked = asked or [people.submit(ask, port, milliseconds) for _ in range(THREADS)]
        told = [each.result() for each in asked]
    assert {status for status, _ in told} == {503}
    assert max(seconds for _, seconds in told) < LONGEST_SECONDS
    database.come_back()
    assert wait_until(lambda: ask(port, 0)[0] == 200, seconds=LONGEST_SECONDS)
