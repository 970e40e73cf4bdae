"""Whether the mail server is there: it is knocked at, and no mail is sent."""

from __future__ import annotations

import socket
from contextlib import suppress

from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend

from jobs import uptime

# RFC 5321, 4.2: "ready". Where TLS comes first, who answers at the port is enough.
READY = b"220"


def register() -> None:
    uptime.register(uptime.MAIL, is_there)


def is_there() -> bool | None:
    """None where mail goes to no server: into files, the demo's mailbox, or a provider's API."""
    mailer = mailers["default"]
    if not isinstance(mailer, EmailBackend):
        return None
    with suppress(OSError):
        address = mailer.host, mailer.port
        with socket.create_connection(address, timeout=uptime.PATIENCE_SECONDS) as connection:
            return mailer.use_ssl or connection.recv(64).startswith(READY)
    return False
