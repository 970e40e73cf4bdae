"""Handlers, a broken broker and whole installations for the tests of the queue."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from jobs import broker, registry
from tests.jobs.processes import Instance


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """An installation without a database."""
    made = Instance(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def migrated(instance: Instance, migrated_folder: Path) -> Instance:
    """An installation whose queue is ready."""
    shutil.copytree(migrated_folder, instance.folder, dirs_exist_ok=True)
    return instance


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What the handler "test.note" was called with; the registry is as before afterwards."""
    monkeypatch.setattr(registry, "HANDLERS", registry.HANDLERS)
    notes: list[dict] = []
    add_handler(monkeypatch, "test.note", notes.append)
    return notes


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(payload: dict) -> None:
        raise ConnectionError("550 someone@example.org is unknown")

    add_handler(monkeypatch, "test.fail", fail, max_attempts=3)


@pytest.fixture(autouse=True)
def _nothing_untold() -> Iterator[None]:
    """What a test had told to the broker is gone before its patches are, and what tests
    elsewhere left in the outbox is not told in the middle of one of these."""
    broker._outbox.join()
    yield
    broker._outbox.join()


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Celery can't publish; the list counts the tries."""
    tries: list[int] = []

    def send_task(*args: object, **options: object) -> None:
        tries.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(broker.current_app, "send_task", send_task)
    monkeypatch.setattr(broker, "_paused_until", 0.0)
    return tries


def add_handler(
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    function: Callable[[dict], None],
    max_attempts: int = 12,
    *,
    is_kept: bool = True,
) -> None:
    handler = registry.Handler(kind, function, max_attempts, is_kept)
    monkeypatch.setitem(registry.HANDLERS, kind, handler)


def at_once[T](times: int, call: Callable[[], T]) -> list[T]:
    """Call from so many threads, each with a database connection of its own."""

    def guarded(_: int) -> T:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(guarded, range(times)))
