"""SQLite: a copy by its own online backup, page by page, while the site goes on."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

from jobs.terminal import Show, bar, in_bytes

PAGES_AT_A_TIME = 500
# So long a restore waits for others to let go of the database.
PATIENCE_SECONDS = 10.0
IN_USE = "The database is in use: stop web, worker and beat, and try again."


def back_up(database: BaseDatabaseWrapper, file: Path) -> None:
    """Copy the database as it is at this moment into `file`, which is empty."""
    if not _path(database).exists():
        raise CommandError(f"There is no database at {_path(database)}: run manage.py migrate.")
    with (
        _connected(_path(database)) as source,
        _connected(file) as copy,
        bar("Copying", write=in_bytes) as show,
    ):
        # One snapshot: without it each write of the site makes the copy begin anew, for ever.
        source.execute("BEGIN")
        size = source.execute("PRAGMA page_size").fetchone()[0]
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with _disk_full_named():
            source.backup(copy, pages=PAGES_AT_A_TIME, progress=_in_bytes(show, size))
            # One file instead of three, so that it can be carried away as it is.
            copy.execute("PRAGMA journal_mode = DELETE")


def check(file: Path) -> None:
    """Raise CommandError unless `file` is a whole SQLite database of this platform."""
    with file.open("rb") as opened:
        if opened.read(16) != b"SQLite format 3\0":
            raise CommandError(f"{file} is damaged or no backup of an SQLite database.")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            copy.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise CommandError(f"{file} is damaged: take another backup.")


def holds_data(database: BaseDatabaseWrapper, ignored: set[str]) -> bool:
    """Whether any table but the ignored ones has a row."""
    path = _path(database)
    if not path.exists():
        return False
    with _connected(path) as connection, _damage_named(path):
        # Virtual tables and their shadows are indexes: never empty, and no data of their own.
        tables = [
            name
            for _, name, kind, *_ in connection.execute("PRAGMA table_list").fetchall()
            if kind == "table" and not name.startswith("sqlite_") and name not in ignored
        ]
        a_row = 'SELECT 1 FROM "{}" LIMIT 1'
        return any(connection.execute(a_row.format(name)).fetchone() for name in tables)


def restore(database: BaseDatabaseWrapper, file: Path) -> None:
    """Put the backup in the database's place, in one transaction of SQLite's.

    The file keeps its place on the disk: processes that have it open see the new content,
    where a new file of the same name would leave them with the old.
    """
    path = _path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        _connected(file) as source,
        _connected(path) as target,
        bar("Restoring", write=in_bytes) as show,
        _damage_named(path),
    ):
        try:
            # The copying itself would wait for ever; this asks once, patiently.
            target.execute("BEGIN EXCLUSIVE")
            target.execute("ROLLBACK")
        except sqlite3.OperationalError:
            raise CommandError(IN_USE) from None
        size = source.execute("PRAGMA page_size").fetchone()[0]
        with _disk_full_named():
            source.backup(target, pages=PAGES_AT_A_TIME, progress=_in_bytes(show, size))


def _path(database: BaseDatabaseWrapper) -> Path:
    return Path(database.settings_dict["NAME"])


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    with closing(connection):
        yield connection


def _in_bytes(show: Show, page_size: int) -> Callable[[int, int, int], None]:
    def progress(status: int, remaining: int, total: int) -> None:
        show((total - remaining) * page_size, total * page_size)

    return progress


@contextmanager
def _disk_full_named() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        raise


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        raise CommandError(
            f"The database {path} is itself damaged: move it and its -wal and -shm files away, "
            "then restore."
        ) from None
