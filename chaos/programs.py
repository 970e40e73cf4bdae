"""The product's processes, kept running as systemd or compose keep them: who dies comes back."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.figures.memory import below

# As in deploy/systemd.
RESTART_SECONDS = 1.0


@dataclass
class Program:
    """One process and those below it; `start` makes it, `is_wanted` keeps it."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    is_wanted: bool = False
    start_at: float = 0.0
    # With which codes it ended although nobody had killed it.
    own_ends: list[int] = field(default_factory=list)

    def start(self) -> None:
        self.process = self.launch()
        self.is_wanted = True

    def pids(self) -> list[int]:
        return [self.process.pid, *below(self.process.pid)] if self.process else []

    def tend(self) -> None:
        """Notice its end, and start it again after a pause."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif self.process.poll() is not None:
            self.own_ends.append(self.process.returncode)
            self.process, self.start_at = None, now + RESTART_SECONDS


class Programs(dict[str, Program]):
    """All of them by name, with a thread that tends them."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.RLock()
        self._closed = threading.Event()

    def add(self, name: str, launch: Callable[[], subprocess.Popen[bytes]]) -> None:
        self[name] = Program(name, launch)
        self[name].start()

    def watch(self) -> None:
        threading.Thread(target=self._tend, name="programs", daemon=True).start()

    def kill(self, name: str, *, whole: bool = True) -> list[int]:
        """Kill -9 and leave it: all its processes as one, or the first alone. Which they were."""
        with self._lock:
            program = self[name]
            program.is_wanted = False
            pids = program.pids()
            send(signal.SIGKILL, pids if whole else pids[:1])
            if program.process:
                program.process.wait()
            return pids

    def start(self, name: str) -> None:
        with self._lock:
            self[name].start()

    def send(self, name: str, number: signal.Signals) -> None:
        with self._lock:
            send(number, self[name].pids())

    def close(self) -> None:
        """Kill them all; a run that ends leaves nothing behind."""
        self._closed.set()
        with self._lock:
            for program in self.values():
                program.is_wanted = False
                if program.process:
                    send(signal.SIGKILL, program.pids())
                    program.process.wait()

    def own_ends(self) -> dict[str, list[int]]:
        """Who ended without having been killed, and with which codes."""
        return {name: program.own_ends for name, program in self.items() if program.own_ends}

    def _tend(self) -> None:
        while not self._closed.wait(0.2):
            with self._lock:
                for program in self.values():
                    if program.is_wanted and not self._closed.is_set():
                        program.tend()


def send(number: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def running(pids: list[int]) -> list[int]:
    """Which of them still run; one that is dead and waits for its parent does not."""
    return [pid for pid in pids if _state(pid) not in ("", "Z")]


def _state(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0]
    except OSError:
        return ""
