"""Whether the web server may and can listen where it was told to."""

import errno
import ipaddress
import socket

from django.conf import settings
from django.core.management.base import CommandError


def check_address(host: str, port: int) -> None:
    """Raise CommandError with one clear sentence when `host:port` can't be served."""
    if settings.DEMO and not is_loopback(host):
        raise CommandError(
            f"A demo shows every mail to every visitor, so it listens on this machine only: "
            f"use --host 127.0.0.1 instead of {host}, or start without DEMO."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an earlier run that still linger don't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(_sentence(host, port, error)) from None
        except OverflowError:
            raise CommandError(f"{port} is no port: choose one from 1 to 65535.") from None


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken: stop the other program or choose another --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights: choose a --port above 1023."
    return f"This machine can't listen on {host}, port {port}: check --host."
