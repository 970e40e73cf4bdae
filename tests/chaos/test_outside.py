"""The proxy repeats nothing that was sent; the postbox keeps what it said it has taken."""

import asyncio
import smtplib
from contextlib import asynccontextmanager

import pytest

from benchmarks.instance import HOST, free_port
from chaos import checks, faults, loads
from chaos.found import modules
from chaos.ledger import Entry, Outcome
from chaos.postbox import Postbox
from chaos.proxy import Answer, Proxy
from chaos.run import HOUSES
from chaos.services.service import CannotRun, program

NEVER = b""
FOUND = b"HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nok"
BROKEN_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok"


@asynccontextmanager
async def node(answer):
    """A node that reads a request and says this; how many it has read."""
    read = []

    async def serve(reader, writer):
        read.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1], read


async def sent(ports, times=1):
    proxy = Proxy(ports)
    return [
        (await proxy.send("POST", "/", {"a": "b"}, network="10.0.0.1")).status
        for _ in range(times)
    ]


def test_the_proxy_takes_turns_and_passes_a_dead_node_by():
    async def scene():
        async with node(FOUND) as (first, by_first), node(FOUND) as (second, by_second):
            assert await sent([first, second], times=4) == [302] * 4
            assert (len(by_first), len(by_second)) == (2, 2)
            assert await sent([first, free_port()], times=2) == [302, 302]
        assert await sent([free_port()]) == [0]

    asyncio.run(scene())


@pytest.mark.parametrize("answer", [NEVER, BROKEN_OFF])
def test_the_proxy_never_repeats_what_was_sent(answer):
    async def scene():
        async with node(answer) as (first, by_first), node(answer) as (second, by_second):
            assert await sent([first, second]) == [None]
            assert len(by_first) + len(by_second) == 1

    asyncio.run(scene())


def test_outcomes():
    outcomes = {
        status: Entry("sign", "ada@example.org", "web", Answer(status, 0.1)).outcome
        for status in (200, 303, 0, 429, 500, None)
    }
    assert outcomes == {
        200: Outcome.ANSWERED,
        303: Outcome.ANSWERED,
        0: Outcome.REFUSED,
        429: Outcome.REFUSED,
        500: Outcome.REFUSED,
        None: Outcome.UNANSWERED,
    }


def test_the_postbox_keeps_mails_and_turns_them_away_when_it_is_full():
    postbox = Postbox()

    def send():
        with smtplib.SMTP(HOST, postbox.port, timeout=5) as server:
            body = "Content-Type: text/plain\r\nSubject: Hello\r\n\r\n.dots\r\nhttps://a.example/confirm/x/"
            for _ in range(2):
                server.sendmail("us@example.org", ["ada@example.org"], body)

    async def scene():
        async with await postbox.serve():
            await asyncio.to_thread(send)
            postbox.is_full = True
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                await asyncio.to_thread(send)
            with pytest.raises(smtplib.SMTPDataError):
                await asyncio.to_thread(send)

    asyncio.run(scene())
    first, second = postbox.mails
    assert (first.to, first.subject, first.path("/confirm/")) == (
        "ada@example.org",
        "Hello",
        "/confirm/x/",
    )
    assert second.text.startswith(".dots")
    assert first.path("/withdraw/") is None


def test_a_program_that_is_missing_is_named_with_the_way_to_get_it():
    with pytest.raises(CannotRun, match=r"^nowhere-server is missing: .* apt install nowhere"):
        program("nowhere-server", otherwise=("/usr/lib/nowhere/*/bin/it",), package="nowhere")


def test_every_part_has_its_one_function():
    assert all(fault.HOUSE in HOUSES and fault.strike for fault in modules(faults).values())
    assert all(load.load for load in modules(loads).values())
    assert all(check.check for check in modules(checks).values())
