"""What stands in front of the web nodes: it takes turns, and repeats nothing that was sent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.instance import HOST, PROXIED

LONGEST_SECONDS = 30.0
# Nothing was sent: no node took the connection.
NOBODY = 0


class Answer(NamedTuple):
    """`status` is None when a request was sent and no answer came."""

    status: int | None
    seconds: float


@dataclass
class Proxy:
    """Sends each request over a connection of its own to the node whose turn it is."""

    ports: list[int] = field(default_factory=list)
    turn: int = 0

    async def send(
        self, method: str, path: str, form: dict[str, str] | None = None, *, network: str
    ) -> Answer:
        """Ask one node; another one only where the connection is refused."""
        self.turn += 1
        first = self.turn % len(self.ports)
        began = time.monotonic()
        status: int | None = NOBODY
        for port in self.ports[first:] + self.ports[:first]:
            try:
                reader, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                continue
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    writer.write(request(method, path, form, port, network))
                    status = await read_status(reader)
            except (OSError, TimeoutError, EOFError):
                status = None
            finally:
                writer.close()
            break
        return Answer(status, time.monotonic() - began)


def request(method: str, path: str, form: dict[str, str] | None, port: int, network: str) -> bytes:
    """What a browser sends, and what a proxy adds to it."""
    body = urlencode(form or {}).encode()
    headers = PROXIED | {
        "Host": f"{HOST}:{port}",
        "X-Forwarded-For": network,
        "Accept": "text/html",
        "Accept-Language": "de-DE,de;q=0.9",
        "Connection": "close",
    }
    if method == "POST":
        headers |= {
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def read_status(reader: asyncio.StreamReader) -> int:
    """The status of an answer that came whole. Raises EOFError when it broke off."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = next(
        (
            int(line.partition(":")[2])
            for line in lines
            if line.lower().startswith("content-length")
        ),
        0,
    )
    await reader.readexactly(length)
    return int(lines[0].split()[1])
