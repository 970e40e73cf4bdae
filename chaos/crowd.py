"""Everybody outside of the house: people, the proxy they come through, and their mail server.

They live in one event loop in a thread of its own, so that a fault may take its time.
"""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

from chaos import loads
from chaos.found import modules
from chaos.ledger import Entry, Ledger, Outcome
from chaos.postbox import Postbox
from chaos.proxy import Proxy

# Long enough for the last ones to try again, and for a request that hangs.
LAST_SECONDS = 120


@dataclass
class Crowd:
    """People who come steadily, `rate` of them a second, until nobody new comes.

    Who waits for a mail stays until all is over.
    """

    rate: float
    loop: asyncio.AbstractEventLoop
    proxy: Proxy = field(default_factory=Proxy)
    postbox: Postbox = field(default_factory=Postbox)
    ledger: Ledger = field(default_factory=Ledger)
    nobody_new: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    _loads: list[Future[None]] = field(default_factory=list)

    async def send(
        self,
        deed: str,
        person: str,
        path: str,
        *,
        method: str = "POST",
        form: dict[str, str] | None = None,
    ) -> Entry:
        """Send one request for a person and write down what came of it."""
        during = self.ledger.during
        answer = await self.proxy.send(method, path, form, network=network_of(person))
        entry = Entry(deed, person, during, answer)
        self.ledger.entries.append(entry)
        return entry

    async def insist(
        self,
        deed: str,
        person: str,
        path: str,
        *,
        times: int = 10,
        form: dict[str, str] | None = None,
    ) -> None:
        """As people do: try again after a while when there was an error, or nothing at all."""
        for _ in range(times):
            entry = await self.send(deed, person, path, form=form)
            if entry.outcome == Outcome.ANSWERED or 400 <= (entry.answer.status or 0) < 500:
                return
            await asyncio.sleep(3)

    def come(self, ports: list[int]) -> None:
        """Begin the load of every file in chaos/loads."""
        self.proxy.ports = ports
        for load in modules(loads).values():
            self._loads.append(asyncio.run_coroutine_threadsafe(load.load(self), self.loop))

    def dwindle(self) -> None:
        """From now on nobody new comes."""
        self.loop.call_soon_threadsafe(self.nobody_new.set)

    def leave(self) -> None:
        """All is over; wait for those who are in the middle of something."""
        self.loop.call_soon_threadsafe(self.is_over.set)
        for load in self._loads:
            load.result(LAST_SECONDS)


async def goes_on(end: asyncio.Event, seconds: float) -> bool:
    """Wait so long; false as soon as the end has come."""
    try:
        await asyncio.wait_for(end.wait(), seconds)
    except TimeoutError:
        return True
    return False


def network_of(person: str) -> str:
    """Each person comes from a network of their own, so that limits stay as they are."""
    number = zlib.crc32(person.lower().encode())
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


async def end_all() -> None:
    """End what a run that broke off has left waiting."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def crowd(rate: float) -> Iterator[Crowd]:
    """A crowd with an open postbox, which comes when it is told to."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="crowd", daemon=True)
    thread.start()
    try:
        made = Crowd(rate, loop)
        asyncio.run_coroutine_threadsafe(made.postbox.serve(), loop).result(10)
        yield made
    finally:
        asyncio.run_coroutine_threadsafe(end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
