"""Other sides that no library makes: those that speak or read as they like, and names."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def resolves_to(monkeypatch, *addresses: str) -> list[str]:
    """Mock DNS at the edge; gives the list of names that were asked."""
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in one else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (one, port),
            )
            for one in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def head(status: bytes = b"200 OK", *lines: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, *lines, b"", b""])


@contextmanager
def speaking(*parts: bytes, every: float = 0.0, resets: bool = False) -> Iterator[str]:
    """A server that says these bytes, one after the other, and never ends, or `resets`."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            for part in parts:
                try:
                    connection.sendall(part)
                except OSError:
                    return
                if ended.wait(every):
                    return
            if resets:
                # Whoever closes without lingering sends a reset.
                lingers_not = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingers_not)
                return
            ended.wait(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        ended.set()
        server.close()
        thread.join()


@contextmanager
def sipping(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that reads what it is sent in sips, for ever; by TLS with a `context`. Gives
    its port."""
    server = socket.create_server(("127.0.0.1", 0))
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    ended = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with context.wrap_socket(connection, True) if context else connection as reading:
                while not ended.wait(0.05) and reading.recv(30_000):
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        ended.set()
        server.close()
        thread.join()
