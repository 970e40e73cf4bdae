"""The mail server that everything is sent to. It keeps what it takes, and can be full or slow."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.instance import HOST, free_port

LARGEST = 1_000_000
LINK = re.compile(r"https?://\S+")
# Where a full server says so: to the recipient, or only after it has read the mail.
REFUSALS = ("RCPT", "DATA")


@dataclass(frozen=True)
class Mail:
    """One mail as it was taken."""

    to: str
    subject: str
    text: str
    at: float = field(default_factory=time.monotonic)

    def path(self, part: str) -> str | None:
        """The path of its first link that has `part` in it."""
        paths = (urlsplit(link).path for link in LINK.findall(self.text))
        return next((path for path in paths if part in path), None)


@dataclass
class Postbox:
    """An SMTP server of the few words that a sender needs."""

    port: int = field(default_factory=free_port)
    mails: list[Mail] = field(default_factory=list)
    is_full: bool = False
    # How long it thinks about each mail: half of it before it lets the sender begin, half
    # before it says that it has the mail. Whoever is killed meanwhile has sent nothing, or
    # does not know that it was sent.
    seconds_each: float = 0.0
    turned_away: int = 0

    async def serve(self) -> asyncio.Server:
        return await asyncio.start_server(self._talk, HOST, self.port, limit=LARGEST)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipients: list[str] = []

        async def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        try:
            await say("220 postbox")
            while line := await reader.readline():
                command, _, rest = line.decode(errors="replace").strip().partition(" ")
                match command.upper():
                    case "EHLO":
                        await say("250-postbox\r\n250-8BITMIME\r\n250 SMTPUTF8")
                    case "RCPT" if self._refuses_at("RCPT"):
                        await say("452 4.3.1 The queue is full")
                    case "RCPT":
                        recipients.append(rest.partition("<")[2].partition(">")[0])
                        await say("250 2.1.5 Ok")
                    case "DATA":
                        await asyncio.sleep(self.seconds_each / 2)
                        await say("354 Go on")
                        body = await reader.readuntil(b"\r\n.\r\n")
                        await say(await self._take(recipients, body))
                    case "MAIL" | "RSET":
                        recipients = []
                        await say("250 2.0.0 Ok")
                    case "HELO" | "NOOP":
                        await say("250 2.0.0 Ok")
                    case "QUIT":
                        await say("221 2.0.0 Bye")
                        break
                    case _:
                        await say("502 5.5.1 Unknown")
        except (OSError, asyncio.IncompleteReadError):
            pass  # whoever was sending is dead
        finally:
            writer.close()

    async def _take(self, recipients: list[str], body: bytes) -> str:
        """Keep a mail; it is kept before the sender hears of it, as with any server."""
        if self._refuses_at("DATA"):
            return "452 4.3.1 The queue is full"
        await asyncio.sleep(self.seconds_each / 2)
        undotted = body.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        message = email.message_from_bytes(undotted, policy=email.policy.default)
        plain = message.get_body(("plain",))
        text = plain.get_content() if plain else ""
        self.mails += [Mail(to, str(message["Subject"]), text) for to in recipients]
        return "250 2.0.0 Kept"

    def _refuses_at(self, word: str) -> bool:
        """Full, in turns at the recipient and at the mail itself."""
        if not self.is_full or REFUSALS[self.turned_away % len(REFUSALS)] != word:
            return False
        self.turned_away += 1
        return True
