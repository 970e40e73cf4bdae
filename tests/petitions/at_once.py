"""Many at once, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection
from django.utils.module_loading import import_string


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


def amid(deed: Callable[[], object], stop_after: str, other: Callable[[], object]) -> list[object]:
    """Stop `deed` after a call and before its COMMIT, begin `other`, then let both end.

    `stop_after` is the dotted path of the function. Going on waits until `other` is done or
    waits for a lock, so the order is the same each time. Gives both results.
    """
    genuine = import_string(stop_after)
    reached, go_on = Event(), Event()

    def stopping(*args: object, **kwargs: object) -> object:
        result = genuine(*args, **kwargs)
        reached.set()
        assert go_on.wait(timeout=30)
        return result

    with ThreadPoolExecutor(2) as pool:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(stop_after, stopping)
                first = pool.submit(and_disconnect, deed)
                assert reached.wait(timeout=30)
            second = pool.submit(and_disconnect, other)
            while not second.done() and not somebody_waits():
                sleep(0.01)
        finally:
            go_on.set()
        return [first.result(), second.result()]


def and_disconnect(deed: Callable[[], object]) -> object:
    try:
        return deed()
    finally:
        connection.close()


def somebody_waits() -> bool:
    """Whether a connection to this database waits for a lock just now."""
    if connection.vendor != "postgresql":
        # SQLite doesn't tell. Its one writer at a time is what makes the other wait.
        sleep(0.3)
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
