"""`manage.py serve`: one command starts everything, and stopping it leaves nothing behind."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from django.core.management.base import CommandError

from jobs.address import check_address
from tests.jobs.processes import Instance, answers, free_port, wait_until

pytestmark = pytest.mark.processes


@contextlib.contextmanager
def serving(instance: Instance) -> Iterator[tuple[subprocess.Popen, int]]:
    """The tree's own process and its port, once everything in it is well."""
    port = free_port()
    process = instance.start("serve", "--port", str(port))
    assert wait_until(lambda: readiness(port)["status"] == "ok", seconds=120), readiness(port)
    yield process, port
    for child in below(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.fixture
def served(migrated):
    """To be ended by the test."""
    with serving(migrated) as tree:
        yield tree


@pytest.fixture(scope="module")
def lasting(tmp_path_factory, migrated_folder):
    """For tests after which it still runs: a start takes five seconds of a processor."""
    instance = Instance(tmp_path_factory.mktemp("lasting"))
    shutil.copytree(migrated_folder, instance.folder, dirs_exist_ok=True)
    with serving(instance) as tree:
        yield tree
    instance.stop()


def readiness(port: int) -> dict:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return {"status": "nobody answers"}


def below(pid: int) -> list[int]:
    """The ids of all processes below this one."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    children = [child for child, parent in pairs if parent == pid]
    return children + [grandchild for child in children for grandchild in below(child)]


def is_running(pid: int) -> bool:
    state = shown("stat", pid)
    return bool(state) and not state.startswith("Z")


def shown(column: str, pid: int) -> str:
    command = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_within_seconds(served, number):
    process, port = served
    family = below(process.pid)
    assert len(family) >= 3
    process.send_signal(number)
    assert process.wait(timeout=9) == 0
    assert not [pid for pid in family if is_running(pid)]
    assert not answers(port)


def test_killed_itself_it_leaves_no_orphan(served):
    process, port = served
    family = below(process.pid)
    process.kill()
    assert wait_until(lambda: not any(is_running(pid) for pid in family), seconds=60)
    assert not answers(port)


def test_a_dead_child_is_started_again(lasting):
    process, port = lasting
    before = below(process.pid)
    for pid in before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: readiness(port)["status"] == "ok", seconds=60)
    assert process.poll() is None
    assert not set(before) & set(below(process.pid))


def test_a_process_stays_small(lasting):
    process, _ = lasting
    for pid in [process.pid, *below(process.pid)]:
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True
        )
        assert int(shown.stdout or 0) < 150_000


def test_a_taken_port_is_one_clear_sentence(instance):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = instance.call("serve", "--port", str(port))
    assert code == 1
    assert f"Port {port} on 127.0.0.1 is taken" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_a_demo_listens_on_this_machine_only(settings, host):
    settings.DEMO = True
    with pytest.raises(CommandError, match=f"instead of {re.escape(host)}, or start without"):
        check_address(host, free_port())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_and_on_this_machine_it_does(settings, host):
    settings.DEMO = True
    check_address(host, free_port())


def test_a_demo_says_so_when_it_is_started(instance):
    instance.environment["DEMO"] = "true"
    code, output = instance.call("serve", "--host", "0.0.0.0", "--port", str(free_port()))  # noqa: S104
    assert code == 1
    assert "listens on this machine only" in output
    assert "Traceback" not in output
