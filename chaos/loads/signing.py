"""People who look at the petition and sign it; some sign twice, and some twice at once."""

from __future__ import annotations

import asyncio
from itertools import count

from benchmarks.bench import PETITION
from chaos.crowd import Crowd, goes_on

# Every so many people …
INSISTS, TWICE_AT_ONCE, TWICE, WITH_OTHER_WORDS = 3, 11, 7, 13


async def load(crowd: Crowd) -> None:
    async with asyncio.TaskGroup() as people:
        for number in count(1):
            people.create_task(come_and_sign(crowd, number))
            if not await goes_on(crowd.nobody_new, 1 / crowd.rate):
                return


async def come_and_sign(crowd: Crowd, number: int) -> None:
    person = f"person.{number}@example.org"
    # Most give up after an error: what was not answered then stays as it was left.
    times = 10 if number % INSISTS == 0 else 1
    await crowd.send("look", person, PETITION, method="GET")
    first = sign(crowd, person, times)
    if number % TWICE_AT_ONCE == 0:
        # A double click; the proxy gives the two to different nodes.
        await asyncio.gather(first, sign(crowd, person, times))
        return
    await first
    if number % TWICE == 0:
        # The same mailbox in another spelling is the same person.
        await asyncio.sleep(number % 5)
        await sign(crowd, f"Person.{number}+again@EXAMPLE.org", times)
    if number % WITH_OTHER_WORDS == 0:
        # Before or after confirming: other words bring another mail, or change nothing.
        await asyncio.sleep(number % 5)
        await sign(crowd, person, times, family_name="Muster")


async def sign(crowd: Crowd, person: str, times: int, *, family_name: str = "Beispiel") -> None:
    form = {
        "given_name": "Ada",
        "family_name": family_name,
        "email": person,
        "postcode": "44137",
        "consent_signing": "on",
        "source": "",
        "text": "",
    }
    await crowd.insist("sign", person, f"{PETITION}sign/", times=times, form=form)
