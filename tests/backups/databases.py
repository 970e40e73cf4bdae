"""The two databases as they look from outside, without Django."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.jobs.processes import Instance

type Rows = dict[str, list[tuple]]

ALL = 'SELECT * FROM "{}"'
HEARTBEAT = "INSERT INTO jobs_heartbeat (name, beat_at) VALUES ('test', '2026-11-24 12:00')"


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "mitstimme.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def begin(self, installation: Instance, migrated_folder: Path) -> None:
        """Have all tables, empty: copied, since they were made for other tests as well."""
        shutil.copy(migrated_folder / self.path.name, self.path)

    def rows(self) -> Rows:
        with closing(sqlite3.connect(self.path)) as connection:
            names = [name for _, name, kind, *_ in connection.execute("PRAGMA table_list")]
            return {name: sorted(connection.execute(ALL.format(name)), key=repr) for name in names}

    def add_a_row(self) -> None:
        self._run(HEARTBEAT)

    def add_what_came_later(self) -> None:
        self._run("CREATE TABLE later (job char(32) REFERENCES jobs_job (id))")

    @contextmanager
    def held(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    def _run(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute(statement)
            connection.commit()


class Postgres:
    def __init__(self, url: str) -> None:
        self.url = url

    def begin(self, installation: Instance, migrated_folder: Path) -> None:
        """Have the tables of the queue, empty."""
        code, output = installation.call("migrate", "jobs", "-v0")
        assert code == 0, output

    def rows(self) -> Rows:
        with psycopg.connect(self.url) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            return {
                name: sorted(connection.execute(ALL.format(name)), key=repr) for (name,) in names
            }

    def add_a_row(self) -> None:
        self._run(HEARTBEAT)

    def add_what_came_later(self) -> None:
        self._run("CREATE TABLE later (job uuid REFERENCES jobs_job (id))")

    @contextmanager
    def held(self) -> Iterator[None]:
        with psycopg.connect(self.url) as connection:
            connection.execute("SELECT count(*) FROM jobs_job")
            yield

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)
