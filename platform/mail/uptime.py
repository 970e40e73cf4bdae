"""Whether the mail server is there: it is knocked at, and no mail is sent.

By a worker, the only one that must reach the world; beat reads what it found.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import timedelta

from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from jobs import leases, uptime
from jobs.models import Heartbeat

THERE, AWAY = "mail", "mail_away"
# RFC 5321, 4.2: "ready". Where TLS comes first, who answers at the port is enough.
READY = b"220"
# Older than this is what a worker found that is away itself.
HOLDS = timedelta(minutes=3)


def register() -> None:
    uptime.register(uptime.MAIL, was_there)


def knock() -> None:
    """Knock, and write down what came of it."""
    found = is_there()
    if found is not None:
        leases.beat(THERE if found else AWAY)


def was_there() -> bool | None:
    """What the last knock found; None where nobody has knocked lately."""
    recent = Heartbeat.objects.filter(
        name__in=[THERE, AWAY], beat_at__gt=timezone.now() - HOLDS
    ).order_by("-beat_at")
    newest = recent.values_list("name", flat=True).first()
    return None if newest is None else newest == THERE


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
