"""Mail by SMTP over connections that are kept: greeting, TLS and login take longer than a mail."""

import select
import smtplib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

# Servers hang up on the idle after minutes, and on the busy after a hundred mails or more.
IDLE_SECONDS = 20.0
MAILS_EACH = 100
# A server that could not be reached is left alone for so long, and then tried by one thread.
# Every mail that waited for it in vain would keep a thread from storing signatures meanwhile.
AWAY_SECONDS = 15.0
# RFC 5321, 4.2.1: "go on" after DATA, and "done" after the mail.
GO_AHEAD, TAKEN = 354, 250


class Handing(Protocol):
    """Who wants to know when a mail leaves. `before` may raise: then it does not leave."""

    def before(self) -> None: ...

    def after(self, *, is_taken: bool) -> None: ...


class ServerIsAway(ConnectionError):
    """The mail server could not be reached a moment ago; nobody has tried again since."""


class _Door:
    """Whether the server may be tried: by everybody, or, after a failure, by one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_until = 0.0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Raises ServerIsAway instead of letting through; what is raised within closes it."""
        self._knock()
        try:
            yield
        except OSError:
            self._closed_until = time.monotonic() + AWAY_SECONDS
            raise
        self._closed_until = 0.0

    def _knock(self) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._closed_until:
                raise ServerIsAway
            if self._closed_until:
                # The others wait for what this one finds.
                self._closed_until = now + AWAY_SECONDS

    def open(self) -> None:
        self._closed_until = 0.0


door = _Door()


@dataclass
class Kept:
    """An open connection, what it leads to, and how it was used."""

    connection: smtplib.SMTP
    leads_to: tuple[object, ...]
    mails: int
    used_at: float

    def is_usable_for(self, leads_to: tuple[object, ...]) -> bool:
        return (
            self.leads_to == leads_to
            and self.mails < MAILS_EACH
            and time.monotonic() - self.used_at < IDLE_SECONDS
            and not _has_something_to_say(self.connection)
        )


# One for each thread: a worker's threads send at once.
_of_thread = threading.local()


class Announcing(smtplib.SMTP):
    """A connection that says when a mail's bytes are about to leave, and what was answered."""

    handing: Handing | None = None
    _may_go = False

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        self._may_go = code == GO_AHEAD
        return code, text

    def send(self, data: Any) -> None:
        if self._may_go and self.handing is not None:
            self._may_go = False
            # What is sent now, at once, is the whole mail and the dot that ends it.
            self.handing.before()
        super().send(data)

    def data(self, mail: Any) -> tuple[int, bytes]:
        code, text = super().data(mail)
        if self.handing is not None:
            self.handing.after(is_taken=code == TAKEN)
        return code, text


class AnnouncingSSL(Announcing, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, whose connection stays open in its thread for the next mail.

    Raises what the server raises and then keeps nothing: no mail is tried twice here, because
    it may have arrived. The mail's job tries again, on a new connection. A mail that has a
    `handing` (mail.handing) hears from it what is going on.
    """

    announces = True

    @property
    def connection_class(self) -> type[Announcing]:
        return AnnouncingSSL if self.use_ssl else Announcing

    def _send(self, email_message: EmailMessage) -> bool:
        connection = cast("Announcing", self.connection)
        connection.handing = getattr(email_message, "handing", None)
        try:
            return super()._send(email_message)  # type: ignore[misc]  # the stubs leave it out
        finally:
            connection.handing = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mails = self._take() + len(email_messages)
        try:
            if self.connection is None:
                # Opened before it sends, so that Django leaves it open.
                with door.passing():
                    self.open()
            sent = super().send_messages(email_messages)
        except BaseException:
            self._drop()
            raise
        if self.connection is not None:
            _of_thread.kept = Kept(self.connection, self._leads_to(), mails, time.monotonic())
        return sent

    def _take(self) -> int:
        """Use what this thread has kept, if that still works; how many mails it has carried."""
        kept: Kept | None = getattr(_of_thread, "kept", None)
        _of_thread.kept = None
        if kept is None:
            return 0
        self.connection = kept.connection
        if kept.is_usable_for(self._leads_to()):
            return kept.mails
        with suppress(OSError):
            # With a farewell. What the server has to say to it is of no interest any more.
            self.close()
        return 0

    def _drop(self) -> None:
        """Close it without a farewell, for which a broken server would have us wait."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _leads_to(self) -> tuple[object, ...]:
        return self.host, self.port, self.username, self.password, self.use_tls, self.use_ssl


def _has_something_to_say(connection: smtplib.SMTP) -> bool:
    """Whether the server spoke unasked: it has closed the connection, or is about to."""
    if connection.sock is None:
        return True
    readable, _, _ = select.select([connection.sock], [], [], 0)
    return bool(readable)
