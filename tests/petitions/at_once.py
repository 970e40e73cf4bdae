"""Many at once, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(times: int, deed: Callable[[], object]) -> list[object]:
    """Do it in so many threads from the same moment on; give results or exception types."""
    barrier = Barrier(times)

    def run(_: int) -> object:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            return deed()
        except Exception as failure:  # noqa: BLE001
            return type(failure)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
