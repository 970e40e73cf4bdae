"""A server of the run's own: on a free port, below the run's folder, gone with it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.instance import HOST, free_port

START_SECONDS = 60


class CannotRun(Exception):
    """One sentence: what keeps the fault run from being made here."""


@dataclass
class Service:
    """One server that is started, stopped and started again; the machine's own stay alone."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    name: ClassVar[str]
    # Whom the server insists to run as, where we are root.
    user: ClassVar[str] = ""

    def prepare(self) -> None:
        """What is done once, before the first start."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def is_ready(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((HOST, self.port)) == 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "service.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env=self.all_environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.as_user(),
            )
        give_up = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                said = (self.folder / "service.log").read_text(errors="replace")[-2000:]
                raise CannotRun(f"{self.name} did not start:\n{said}")
            time.sleep(0.1)

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Have it stop and wait for that; after twenty seconds it is killed."""
        if self.process is None:
            return
        self.signal(by)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    def close(self) -> None:
        """Nothing of it is left."""
        self.stop(signal.SIGKILL)

    def all_environment(self) -> dict[str, str]:
        own = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(self.folder)}
        return own | {"LC_ALL": "C.UTF-8"} | self.environment()

    def as_user(self) -> dict[str, Any]:
        """Arguments of Popen, which run it as `user` where we are root."""
        if not self.user or os.geteuid() != 0:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}


def program(name: str, *, otherwise: tuple[str, ...] = (), package: str) -> str:
    """The full path of a program: on the path, or where distributions hide it."""
    hidden = (path for pattern in otherwise for path in sorted(Path("/").glob(pattern[1:])))
    found = shutil.which(name) or next((str(path) for path in reversed([*hidden])), None)
    if found is None:
        raise CannotRun(
            f"{name} is missing: please install it (on Debian: apt install {package})."
        )
    return found
