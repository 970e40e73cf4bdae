"""A node that is told to stop finishes what it has accepted; slow clients don't hold it up."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.jobs.processes import ROOT, answers, free_port, wait_until
from tests.jobs.proxy import SLOW, Proxy, connection

pytestmark = pytest.mark.processes

RESTARTS = 2


@pytest.fixture
def node(instance):
    """Starts a web node on a port and waits until it answers."""
    instance.environment |= {
        "WEB_DRAIN_SECONDS": "2",
        "WEB_STOP_SECONDS": "20",
        # Nobody reads what they say: a full pipe would hold the node up.
        "LOG_LEVEL": "ERROR",
    }

    def start(port: int, **environment: str):
        instance.environment |= environment
        process = instance.start("web", "--port", str(port))
        assert wait_until(lambda: answers(port), seconds=120)
        return process

    return start


def test_restarting_nodes_in_turn_under_load_loses_nothing(node):
    ports = [free_port(), free_port()]
    processes = {port: node(port) for port in ports}
    proxy = Proxy(ports)
    clients = [
        *[{"kept": True, "method": "GET", "milliseconds": 5}] * 3,
        *[{"kept": True, "method": "POST", "milliseconds": 5}] * 2,
        *[{"kept": False, "method": "GET", "milliseconds": 5}] * 2,
        {"kept": True, "method": "GET", "milliseconds": SLOW},
        {"kept": False, "method": "POST", "milliseconds": SLOW},
    ]
    watching = threading.Thread(target=proxy.watch)
    threads = [threading.Thread(target=proxy.send, kwargs=client) for client in clients]
    try:
        watching.start()
        assert wait_until(lambda: proxy.well == set(ports), seconds=120)
        for thread in threads:
            thread.start()
        for port in ports * RESTARTS:
            assert wait_until(lambda: proxy.well == set(ports), seconds=120)
            time.sleep(0.3)
            processes[port].send_signal(signal.SIGTERM)
            assert processes[port].wait(timeout=60) == 0
            processes[port] = node(port)
    finally:
        proxy.stopped.set()
        for thread in (watching, *threads):
            if thread.ident:
                thread.join(25)
    assert proxy.lost == []
    assert proxy.counts["quick"] > 500
    assert proxy.counts["slow"] > 2 * RESTARTS
    assert proxy.counts["closed by the node"], "kept connections were told in time"


def test_a_draining_node_says_so_and_goes_on(node):
    port = free_port()
    process = node(port, WEB_DRAIN_SECONDS="60")
    assert ask(port, "/livez") == (200, None)
    assert health_check(port) == 0
    process.send_signal(signal.SIGTERM)
    assert wait_until(lambda: ask(port, "/livez") == (503, "close"), seconds=10)
    assert ask(port, "/readyz") == (503, "close")
    assert ask(port, "/slow/5/") == (200, "close")
    assert health_check(port) == 1
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0, "a second signal ends the draining"


def test_requests_that_wait_for_a_thread_are_answered_before_the_end(node):
    port = free_port()
    process = node(port, WEB_DRAIN_SECONDS="0", WEB_THREADS="2")
    asked = [connection(port, seconds=20) for _ in range(6)]
    for one in asked:
        one.request("GET", "/slow/700/")
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    answers_ = [one.getresponse() for one in asked]
    assert [answer.read() for answer in answers_] == [b"700 0 done"] * 6
    assert process.wait(timeout=10) == 0


def test_a_client_that_sends_its_header_byte_by_byte_is_cut_and_others_are_served(node):
    port = free_port()
    node(port, WEB_HEADER_SECONDS="2", WEB_THREADS="2")
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        silent, *slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            for _ in range(40)
        ]
        is_cut = [False] * len(slow)
        while not all(is_cut) and time.monotonic() - began < 15:
            is_cut = [cut or not goes_on(client) for cut, client in zip(is_cut, slow, strict=True)]
            assert ask(port, "/slow/1/")[0] == 200
            time.sleep(0.1)
        assert 1.5 < time.monotonic() - began < 10, "cut after the limit, and not before"
        assert silent.recv(1) == b"", "nor may a client hold a connection without a word"


def test_the_worker_finishes_what_runs(migrated):
    migrated.call("shell", "-v0", "-c", ENQUEUE_LONG)
    migrated.start("beat")
    worker = migrated.start("worker")
    assert wait_until(lambda: "begun" in migrated.done(), seconds=120)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert "long" in migrated.done(), "it ended after its job, not before"
    assert migrated.call("shell", "-v0", "-c", SAY_STATE)[1].strip() == "1 done"


ENQUEUE_LONG = """
from jobs.services import enqueue
enqueue("workload.write_long", {"n": "long", "seconds": 3})
"""
SAY_STATE = """
from jobs.models import Job
job = Job.objects.get(kind="workload.write_long")
print(job.attempts, job.state)
"""


def ask(port: int, path: str) -> tuple[int, str | None]:
    with contextlib.closing(connection(port, seconds=5)) as asked:
        try:
            asked.request("GET", path)
            answer = asked.getresponse()
        except (OSError, http.client.HTTPException):
            return 0, None
        return answer.status, answer.getheader("Connection")


def health_check(port: int) -> int:
    """What deploy/ asks a node with."""
    return subprocess.run([sys.executable, "deploy/livez.py", str(port)], cwd=ROOT).returncode


def goes_on(client: socket.socket) -> bool:
    """Whether the node still listens after one byte more of a header that never ends."""
    try:
        client.sendall(b"G")
        client.settimeout(0.001)
        return client.recv(1) != b""
    except TimeoutError:
        return True
    except OSError:
        return False
