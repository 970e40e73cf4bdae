"""The processes below `serve`: started together, restarted when one dies, stopped together.

`manage.py serve` becomes this program, which needs Python's own library only: the apps would
lie in its memory, 70 MB of them, and never be used.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

SETTLED_SECONDS = 30.0
LONGEST_PAUSE = 10.0


def main(manage: str, host: str, port: str, stop_seconds: str) -> None:
    """Run web, worker and beat, each by the `manage.py` given, until SIGTERM or SIGINT."""
    command = [sys.executable, manage]
    # Without draining: there is no second node that could take over.
    web = ["web", "--host", host, "--port", port, "--drain", "0"]
    shown = f"[{host}]" if ":" in host else host
    say(f"Mitstimme runs at http://{shown}:{port}/ - stop it with Ctrl-C.")
    ProcessTree(
        [
            Child("web", [*command, *web]),
            Child("worker", [*command, "worker"]),
            Child("beat", [*command, "beat", "--web", f"http://{shown}:{port}/livez"]),
        ],
        stop_seconds=float(stop_seconds),
    ).run()
    say("Mitstimme has stopped.")


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


@dataclass
class Child:
    """One management command as a process in a group of its own."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            [*self.command, "--parent", str(os.getpid())],
            # Ctrl-C reaches serve only; serve tells the children in its own time.
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def signal(self, number: signal.Signals, *, whole_group: bool = False) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if whole_group else os.kill)(self.process.pid, number)


@dataclass
class ProcessTree:
    children: list[Child]
    stop_seconds: float
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Keep the children alive until SIGTERM or SIGINT; then stop them and return."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        try:
            for child in self.children:
                child.start()
            while not self.stopped.wait(0.3):
                for child in self.children:
                    self._tend(child)
        finally:
            self._stop()

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.start()
        elif child.process.poll() is not None:
            code = child.process.returncode
            # What it may have left in its group must not hold the port or the database.
            child.signal(signal.SIGKILL, whole_group=True)
            child.deaths = 1 if now - child.started_at > SETTLED_SECONDS else child.deaths + 1
            pause = min(2.0 ** (child.deaths - 1) / 2, LONGEST_PAUSE)
            child.process, child.start_at = None, now + pause
            say(f"{child.name} ended ({code}); starting it again in {pause:.1f} s.")

    def _stop(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.stop_seconds
        for child in self.children:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(deadline - time.monotonic(), 0.1))
        for child in self.children:
            child.signal(signal.SIGKILL, whole_group=True)
            if child.process:
                child.process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
