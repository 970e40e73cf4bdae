"""People who open the link of the mail they got and press its button; some press twice."""

from __future__ import annotations

import asyncio
import zlib

from chaos.crowd import Crowd, goes_on
from chaos.postbox import Mail
from privacy.person import canonical_address

# Of five people one never confirms, and one has a finger that presses twice.
OF = 5
NEVER, TWICE = 0, 1
SPREAD_SECONDS = 6


async def load(crowd: Crowd) -> None:
    seen = 0
    async with asyncio.TaskGroup() as people:
        while await goes_on(crowd.is_over, 0.2):
            fresh, seen = crowd.postbox.mails[seen:], len(crowd.postbox.mails)
            for mail in fresh:
                people.create_task(read(crowd, mail))


async def read(crowd: Crowd, mail: Mail) -> None:
    path = mail.path("/confirm/")
    number = zlib.crc32(canonical_address(mail.to).encode())
    kind = number % OF
    if path is None or kind == NEVER:
        return
    # Mails that waited come all at once, and are read one after the other.
    await asyncio.sleep(1 + number % SPREAD_SECONDS)
    await crowd.send("open", mail.to, path, method="GET")
    presses = 2 if kind == TWICE else 1
    # The proxy gives the two to different nodes.
    await asyncio.gather(*(crowd.insist("confirm", mail.to, path) for _ in range(presses)))
