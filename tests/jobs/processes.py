"""Real processes of the project below a folder of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Instance:
    """One installation: its folder, its environment and the processes started in it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen] = field(default_factory=list)

    def start(self, *arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self._environment(),
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def call(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        # Only to end a hang: on a machine full of tests a start alone may take half a minute.
        output, _ = process.communicate(timeout=180)
        return process.returncode, output

    def stop(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def done(self) -> set[str]:
        folder = self.folder / "done"
        return {path.name for path in folder.iterdir()} if folder.exists() else set()

    def forget_done(self) -> None:
        for path in (self.folder / "done").iterdir():
            path.unlink()

    def _environment(self) -> dict[str, str]:
        inherited = {
            key: value
            for key, value in os.environ.items()
            if key in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}
        }
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.process_settings",
            "VAR_DIR": str(self.folder),
            # A machine full of tests is no wave.
            "SHED_LOAD": "false",
            **self.environment,
        }


def wait_until(true: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return true()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Whether anything listens on that port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
