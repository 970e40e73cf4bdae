"""The copy of an SQLite database: one moment, while others write."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db.backends.sqlite3.base import DatabaseWrapper

from backups.services import back_up, restore

ROWS = 20_000


def database(path: Path) -> DatabaseWrapper:
    return DatabaseWrapper({"NAME": str(path), "ENGINE": "django.db.backends.sqlite3"})


@pytest.fixture
def filled(tmp_path) -> Path:
    """Two tables that always agree: the number of rows in one stands in the other."""
    path = tmp_path / "filled.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE TABLE django_migrations (name); CREATE TABLE many (text);"
            "CREATE TABLE told (number);"
        )
        connection.executemany("INSERT INTO many VALUES (?)", (["x" * 400] for _ in range(ROWS)))
        connection.execute("INSERT INTO told VALUES (?)", [ROWS])
        connection.commit()
    return path


def test_a_backup_is_of_one_moment_and_comes_to_its_end_while_others_write(filled, tmp_path):
    stop = threading.Event()
    written = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(filled, timeout=20, isolation_level=None)) as connection:
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO many VALUES ('y')")
                connection.execute("UPDATE told SET number = number + 1")
                connection.execute("COMMIT")
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(10)
        back_up(tmp_path / "copy", database(filled))
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        (many,) = copy.execute("SELECT count(*) FROM many").fetchone()
        assert copy.execute("SELECT number FROM told").fetchone() == (many,)
        assert many > ROWS
    assert {path.name for path in tmp_path.glob("copy*")} == {"copy"}


def test_who_has_the_database_open_sees_what_was_restored(filled, tmp_path):
    back_up(tmp_path / "copy", database(filled))
    with closing(sqlite3.connect(filled, isolation_level=None)) as reader:
        reader.execute("DELETE FROM many")
        restore(tmp_path / "copy", replace=True, database=database(filled))
        assert reader.execute("SELECT count(*) FROM many").fetchone() == (ROWS,)


@pytest.mark.parametrize("content", [b"", b"no backup at all", b"SQLite format 3\0 and no more"])
def test_a_damaged_file_is_named_and_nothing_is_touched(filled, tmp_path, content):
    broken = tmp_path / "broken"
    broken.write_bytes(content)
    with pytest.raises(CommandError, match="broken is damaged"):
        restore(broken, replace=True, database=database(filled))
    with closing(sqlite3.connect(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM many").fetchone() == (ROWS,)


def test_a_damaged_database_is_named(filled, tmp_path):
    back_up(tmp_path / "copy", database(filled))
    (tmp_path / "ruin").write_bytes(b"nothing that SQLite knows" * 1000)
    with pytest.raises(CommandError, match="itself damaged"):
        restore(tmp_path / "copy", replace=True, database=database(tmp_path / "ruin"))


def test_there_must_be_a_database(tmp_path):
    with pytest.raises(CommandError, match="no database"):
        back_up(tmp_path / "copy", database(tmp_path / "nothing"))
    assert list(tmp_path.iterdir()) == []
