"""One POST to somebody else's machine, from ours: to a checked address, and for ten seconds.

The name is looked up once, each address it has is checked, and the connection goes to one of
these: a second look-up could be answered with an address of our own network (DNS rebinding).
Certificate, SNI and Host are those of the name. Redirects are not followed.
"""

from __future__ import annotations

import email.utils
import http.client
import io
import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, timedelta
from functools import cache
from typing import Any, NamedTuple, cast

from django.utils import timezone

from webhooks import addresses
from webhooks.models import Delivery

Error = Delivery.Error
SECONDS = 10.0
# What of the answer's body is read: enough to end it politely, and never looked at.
BODY_BYTES, BODY_SECONDS = 4096, 1.0
# Of all that comes; http.client would read without end what begins with the chunk "-1".
ANSWER_BYTES = 2**18
AGENT = "Mitstimme-Webhooks/1 (+https://www.standardwebhooks.com)"


class Outcome(NamedTuple):
    """How it went: `error` is empty for a success. `took` is in milliseconds."""

    status: int | None
    error: str
    took: int
    retry_after: timedelta | None = None


class Refused(Exception):
    def __init__(self, error: str):
        super().__init__(error)
        self.error = error


def post(url: str, body: bytes, headers: dict[str, str], *, seconds: float = SECONDS) -> Outcome:
    """Send it and say how it went; never raises for what the other side does."""
    began = time.monotonic()
    deadline = began + seconds
    status, error, retry_after = None, "", None
    try:
        answer = _answer(url, body, headers, deadline)
    except Refused as refusal:
        error = refusal.error
    except TimeoutError:
        error = Error.TIMEOUT
    except ssl.SSLError:
        error = Error.TLS
    except http.client.HTTPException:
        error = Error.BROKEN
    except OSError:
        error = Error.CONNECT
    else:
        status, error = answer.status, _judged(answer.status)
        retry_after = _wish(answer.getheader("Retry-After"))
    return Outcome(status, error, round((time.monotonic() - began) * 1000), retry_after)


def _answer(
    url: str, body: bytes, headers: dict[str, str], deadline: float
) -> http.client.HTTPResponse:
    try:
        # Asked again: the rules may be stricter than when it was typed.
        parts = addresses.target(url)
    except addresses.NotCalled:
        raise Refused(Error.ADDRESS) from None
    is_secure = parts.scheme == "https"
    host, port = addresses.host_of(parts), parts.port or (443 if is_secure else 80)
    known = _look_up(host, port, deadline)
    if not all(addresses.may_call(address[0]) for _family, address in known):
        raise Refused(Error.ADDRESS)
    line = _Line(host, port, known, is_secure, deadline)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.request("POST", path, body, {**headers, "User-Agent": AGENT})
        response = line.getresponse()
        _end_politely(response, line)
        return response
    finally:
        line.hang_up()


def _end_politely(response: http.client.HTTPResponse, line: _Line) -> None:
    """Read a little of the body. The status has said it all, so whatever becomes of the body
    changes nothing: who has answered with a success would be told twice."""
    line.deadline = min(line.deadline, time.monotonic() + BODY_SECONDS)
    # http.client reads a negative length of a chunk as one, which io refuses (ValueError).
    with suppress(OSError, http.client.HTTPException, ValueError):
        response.read(BODY_BYTES)


def _look_up(host: str, port: int, deadline: float) -> list[tuple[int, Any]]:
    """Families and socket addresses of the name. The system's look-up knows no deadline, so
    it is left alone in a thread of its own when it takes too long."""
    found: list[tuple[int, Any]] = []

    def look() -> None:
        try:
            known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend((family, address) for family, _type, _proto, _name, address in known)

    looking = threading.Thread(target=look, name="webhook look-up", daemon=True)
    looking.start()
    looking.join(_left(deadline))
    if looking.is_alive():
        raise TimeoutError
    if not found:
        raise Refused(Error.DNS)
    return found


class _Line(http.client.HTTPConnection):
    """A connection to addresses that were checked, for a name."""

    def __init__(
        self, host: str, port: int, known: list[tuple[int, Any]], secure: bool, deadline: float
    ):
        super().__init__(host, port)
        self.known, self.secure, self.deadline = known, secure, deadline
        # Without the port that goes without saying (RFC 9110, 7.2).
        self.default_port = 443 if secure else 80
        self.real: socket.socket | None = None

    def connect(self) -> None:
        plain = self._connected()
        try:
            sock = (
                tls_context().wrap_socket(plain, server_hostname=self.host)
                if self.secure
                else plain
            )
        except BaseException:
            plain.close()
            raise
        self.real = sock
        self.sock = cast(socket.socket, _Timed(sock, self))

    def hang_up(self) -> None:
        if self.real is not None:
            self.real.close()

    def _connected(self) -> socket.socket:
        """To the first address that answers; each gets its part of the time."""
        failure: OSError = ConnectionError()
        for place, (family, address) in enumerate(self.known):
            left = _left(self.deadline)
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(left / (len(self.known) - place))
                sock.connect(address)
            except OSError as error:
                sock.close()
                failure = error
            else:
                sock.settimeout(_left(self.deadline))
                return sock
        raise failure


class _Timed:
    """A socket whose every wait ends at the deadline: one that is fed a byte each second
    would never run into a timeout of its own."""

    def __init__(self, sock: socket.socket, line: _Line):
        self.sock, self.line = sock, line

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(_left(self.line.deadline))
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self.sock, self.line))

    def close(self) -> None:
        """Not yet: http.client lets go of it once the headers are read, and reads on."""


class _Reading(io.RawIOBase):
    def __init__(self, sock: socket.socket, line: _Line):
        self.sock, self.line, self.rest = sock, line, ANSWER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.sock.settimeout(_left(self.line.deadline))
        if self.rest <= 0:
            raise http.client.LineTooLong("answer")
        read = self.sock.recv_into(buffer)
        self.rest -= read
        return read


@cache
def tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    """Seconds until the deadline; raises TimeoutError past it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return Error.REDIRECT
    return Error.GONE if status == 410 else Error.STATUS


def _wish(header: str | None) -> timedelta | None:
    """Retry-After, as seconds or as a date (RFC 9110, 10.2.3); None where nothing can be made
    of it, such as of a number of five thousand digits."""
    header = (header or "").strip()
    try:
        if header.isdecimal():
            return timedelta(seconds=min(int(header), 10**7))
        at = email.utils.parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(at - timezone.now(), timedelta())
