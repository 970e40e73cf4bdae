"""The installation that is measured: production settings, a database of its own, real servers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.check import production

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
# What a proxy in front would say; the network is written by the load itself.
PROXIED = {"X-Forwarded-Proto": "https"}


@dataclass
class Instance:
    """One installation with its environment; `bare` servers share its database."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def call(self, *arguments: str, **more: str) -> str:
        """Run a program of the project to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment(more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout[-4000:]}")
        return done.stdout

    def prepare(self) -> None:
        """Make the tables, the static files and the demo, which production then serves."""
        demo = {"PRODUCTION": "false", "DEMO": "true"}
        self.call("scripts/instance.py", **demo)
        self.call("-m", "benchmarks.bare.prepare")

    def start(
        self, *arguments: str, name: str, own_session: bool = False, **more: str
    ) -> subprocess.Popen[bytes]:
        """A program of the project, which writes into `<name>.log`; whoever starts it stops it."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment(more),
                stdout=log,
                stderr=log,
                start_new_session=own_session,
            )

    @contextmanager
    def process(self, *arguments: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program of the project, until the block ends."""
        name = arguments[1] if arguments[0] == "manage.py" else arguments[-1]
        process = self.start(*arguments, name=name, **more)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @contextmanager
    def web(self, **more: str) -> Iterator[str]:
        """The product's web server; its address."""
        port = free_port()
        with self.process("manage.py", "web", "--port", str(port), **more) as process:
            yield answering(port, "/livez", process)

    @contextmanager
    def bare(self, **more: str) -> Iterator[str]:
        """The same server with a bare Django on the same database; its address."""
        port = free_port()
        with self.process("-m", "benchmarks.bare.serve", str(port), **more) as process:
            yield answering(port, "/hello/", process)

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        python = {"PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)])}
        return inherited | python | self.environment | more


def production_instance(folder: Path, database_url: str) -> Instance:
    """As in production: shared cache, broker, limits, https; limits wide enough for the load."""
    return Instance(
        folder,
        production()
        | {
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": os.environ.get("BENCH_REDIS_URL", f"redis://{HOST}:6379/11"),
            "BROKER_URL": os.environ.get("BENCH_BROKER_URL", f"redis://{HOST}:6379/12"),
            "MAIL_URL": f"smtp://{HOST}:1",
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": "https://mitstimme.example",
            "TRUSTED_PROXIES": "1",
        },
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def answering(port: int, path: str, process: subprocess.Popen[bytes], seconds: int = 40) -> str:
    """Wait until the server answers; its address."""
    address = f"http://{HOST}:{port}"
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up and process.poll() is None:
        try:
            asked = urllib.request.Request(address + path, headers=PROXIED)  # noqa: S310
            with urllib.request.urlopen(asked, timeout=2):  # noqa: S310
                return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"No server answered at {address}{path}.")
