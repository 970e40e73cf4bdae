"""Clients behind a small proxy that is as careful as a real one, and no more."""

import contextlib
import http.client
import itertools
import select
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

SLOW = 1200  # milliseconds


@dataclass
class Proxy:
    """As a proxy does it: asks each node at /livez, takes turns among those that are well,
    keeps connections, and tries another node only when a connection is refused."""

    ports: list[int]
    well: set[int] = field(default_factory=set)
    counts: Counter = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    _turn: itertools.count = field(default_factory=itertools.count)

    def watch(self) -> None:
        while not self.stopped.wait(0.1):
            for port in self.ports:
                (self.well.add if self._is_well(port) else self.well.discard)(port)

    def _is_well(self, port: int) -> bool:
        with contextlib.closing(connection(port, seconds=2)) as asked:
            try:
                asked.request("GET", "/livez")
                return asked.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def send(self, *, kept: bool, method: str, milliseconds: int) -> None:
        """One client: request after request until the end."""
        connections: dict[int, http.client.HTTPConnection] = {}
        while not self.stopped.is_set():
            well = sorted(self.well)
            if not well:
                self.counts["nobody"] += 1
                time.sleep(0.02)
                continue
            port = well[next(self._turn) % len(well)]
            used = connections.pop(port, None)
            if used is None or is_closed(used):
                used = connection(port, seconds=20)
            try:
                if used.sock is None:
                    used.connect()
            except ConnectionRefusedError:
                self.counts["refused"] += 1
                continue
            if self._request(used, method, milliseconds) and kept:
                connections[port] = used
                time.sleep(0.005)
            else:
                used.close()
        for used in connections.values():
            used.close()

    def _request(self, used: http.client.HTTPConnection, method: str, milliseconds: int) -> bool:
        """Whether the connection may be used again."""
        body = b"x" * 2000 if method == "POST" else None
        try:
            used.request(method, f"/slow/{milliseconds}/", body)
            answer = used.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.lost.append(f"{method} {milliseconds}: {error!r}")
            return False
        if (answer.status, text) != (200, f"{milliseconds} {len(body or b'')} done"):
            self.lost.append(f"{method} {milliseconds}: {answer.status} {text[:80]}")
        self.counts["slow" if milliseconds == SLOW else "quick"] += 1
        closes = answer.getheader("Connection") == "close"
        self.counts["closed by the node"] += closes
        return not closes


def connection(port: int, *, seconds: float) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)


def is_closed(kept: http.client.HTTPConnection) -> bool:
    """Whether the node has closed it meanwhile; every proxy notices that before it sends."""
    return bool(kept.sock and select.select([kept.sock], [], [], 0)[0])
