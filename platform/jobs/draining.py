"""A web node that is about to stop says so first, so that nobody loses a request.

SIGTERM reaches the server's main process, which tells its processes by SIGUSR1: they go on
answering, but /livez and /readyz say 503, so a proxy takes the node out, and every answer
closes its connection, so that no client keeps one that is about to go. Then the server stops:
it closes the port and finishes what it has accepted.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_draining = threading.Event()


def is_draining() -> bool:
    return _draining.is_set()


def follow_draining() -> None:
    """Heed the main process's signal in a process of the web server."""
    if multiprocessing.parent_process():
        signal.signal(signal.SIGUSR1, lambda *_: _draining.set())


def closes_connections(application: Application) -> Application:
    """The WSGI application, which says `Connection: close` while it drains."""

    def closing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_draining():
            return application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], exc_info)

        return application(environ, start)

    return closing
