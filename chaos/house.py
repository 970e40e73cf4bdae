"""The house that is struck: the product's processes, what they stand on, and its database."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.instance import HOST, PROXIED, Instance
from chaos.crowd import Crowd
from chaos.programs import Programs, running

WELL_SECONDS = 60
# A supervisor waits a second; with three, others have to do without for longer.
PAUSE_SECONDS = 3
# A child of a dead process notices at once, and takes eight seconds at most to end.
ORPHANS_SECONDS = 12


class NotWell(Exception):
    """One sentence: what did not come back by itself. The run goes on, and is judged wrong."""


@dataclass
class House:
    """One installation with its crowd. A fault strikes it by what it finds here."""

    name: str
    instance: Instance
    crowd: Crowd
    programs: Programs = field(default_factory=Programs)
    # Where its web nodes listen, by the name of their program.
    ports: dict[str, int] = field(default_factory=dict)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database answers; in words that SQLite and PostgreSQL both know."""
        raise NotImplementedError

    def run(self, name: str, *arguments: str) -> None:
        """Start a command of manage.py, and keep it running."""
        self.programs.add(
            name,
            lambda: self.instance.start("manage.py", *arguments, name=name, own_session=True),
        )

    def kill(self, name: str, *, whole: bool = True) -> None:
        """Kill -9, and wait until what comes back is well.

        All of its processes as one, or the first alone: then the others have to end by
        themselves, before it is started again.
        """
        pids = self.programs.kill(name, whole=whole)
        self.wait_for(f"the end of {name}", lambda: not running(pids), ORPHANS_SECONDS)
        self.come_back(name)

    def come_back(self, name: str) -> None:
        """Start again what was killed, after a pause, and wait until all is well."""
        time.sleep(PAUSE_SECONDS)
        self.programs.start(name)
        self.wait_until_well()

    def wait_until_well(self) -> None:
        for name, port in self.ports.items():
            self.wait_for(f"{name} at /readyz", lambda port=port: answer(port, "/readyz") == 200)

    def wait_for(self, what: str, happens: Any, seconds: float = WELL_SECONDS) -> None:
        give_up = time.monotonic() + seconds
        while not happens():
            if time.monotonic() > give_up:
                raise NotWell(f"{what} was not well within {seconds:.0f} seconds.")
            time.sleep(0.1)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Its processes are kept running until the block ends."""
        self.programs.watch()
        try:
            yield
        finally:
            self.programs.close()


def answer(port: int, path: str) -> int:
    """The status of a page, 0 when there is no answer within a few seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=8)
    try:
        connection.request("GET", path, headers=PROXIED)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
