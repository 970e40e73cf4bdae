"""The demo as people start it: prepared and served by the same scripts, in a folder of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Settings of the machine that would lead the demo away from its own folder.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "MAIL_URL", "DJANGO_SETTINGS_MODULE")


def prepare_demo(folder: Path) -> None:
    """Make the demo in this folder."""
    subprocess.run(
        [sys.executable, "scripts/instance.py"],
        cwd=ROOT,
        env=demo_environment(folder),
        check=True,
    )


def prepare_empty(folder: Path) -> None:
    """Make an instance in this folder as an office begins with it: without any content."""
    subprocess.run(
        [sys.executable, "scripts/instance.py"],
        cwd=ROOT,
        # Only a demo has the mailbox, and only its preparation fills it: it is served as one.
        env=demo_environment(folder) | {"DEMO": "false"},
        check=True,
    )


class Shell:
    """`manage.py shell` for the instance of this folder: started once, and asked as often as
    wanted. Each start of Django takes two seconds of a processor."""

    LOOP = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    exec(json.loads(line), {})\n"
        "    print(chr(0), flush=True)"
    )

    def __init__(self, folder: Path, site: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", self.LOOP],
            cwd=ROOT,
            env=demo_environment(folder) | {"SITE_URL": site},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        """The last word that these lines print, run by whoever holds the server."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        said = ""
        for line in self.process.stdout:
            if line == "\0\n":
                return (said.split() or [""])[-1]
            said += line
        raise AssertionError(f"The shell has ended with {self.process.wait()}: {said}")

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)


def manage(folder: Path, site: str, *arguments: str) -> str:
    """What `manage.py` prints, run for the instance of this folder by whoever holds the server."""
    answer = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=demo_environment(folder) | {"SITE_URL": site},
        check=True,
        capture_output=True,
        text=True,
    )
    return answer.stdout


def demo_environment(folder: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    # Many browsers share this machine with it: what it leaves out then is tested elsewhere.
    return environment | {
        "VAR_DIR": str(folder), "DEMO": "true", "PRODUCTION": "false", "SHED_LOAD": "false",
    }  # fmt: skip


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """Serve the demo of this folder (web, worker and beat) on a free port; yield its address."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    environment = demo_environment(folder) | {"SITE_URL": site, "PYTHONUNBUFFERED": "1"}
    log = folder / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(site, server, log)
            yield site
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                raise AssertionError("The demo did not stop on SIGTERM within 20 s.") from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(site: str, server: subprocess.Popen, log: Path, seconds: int = 60) -> None:
    """Wait until web answers and the worker has shown a sign of life."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{site}/readyz", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"The demo did not start:\n{log.read_text()[-4000:]}")
