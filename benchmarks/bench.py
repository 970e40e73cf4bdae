"""What every figure is measured on: one installation, so many rounds of so many seconds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks.instance import Instance, production_instance

DATABASE_URL = "postgres://postgres@127.0.0.1:5432/mitstimme_bench"
PETITION = "/de/petitions/kommunales-wahlrecht/"


@dataclass
class Bench:
    instance: Instance
    folder: Path
    rounds: int
    seconds: int
    # The machine's cores are shared by web, database and load: this is what serves best.
    web: dict[str, str]

    @contextmanager
    def both(self) -> Iterator[tuple[str, str]]:
        """The product's server and the bare one, alike in everything; their addresses."""
        with self.instance.web(**self.web) as ours, self.instance.bare(**self.web) as bare:
            yield ours, bare

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.instance.environment["DATABASE_URL"], autocommit=True) as opened:
            yield opened


def prepared_bench(folder: Path, *, rounds: int, seconds: int) -> Bench:
    """A new database on PostgreSQL with the demo in it, served with production's settings."""
    url = os.environ.get("BENCH_DATABASE_URL", DATABASE_URL)
    make_database(url)
    instance = production_instance(folder, url)
    instance.prepare()
    return Bench(
        instance,
        folder,
        rounds,
        seconds,
        web={"WEB_PROCESSES": "2", "WEB_THREADS": "5", "LOG_LEVEL": "INFO"},
    )


def make_database(url: str, *, template: str = "template1", only_drop: bool = False) -> None:
    """Make the database anew, empty or as a copy of another that nobody uses just now."""
    name = urlsplit(url).path.removeprefix("/")
    server = url.removesuffix(name) + "postgres"
    made = psycopg.sql.Identifier(name)
    copied = psycopg.sql.Identifier(template)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
        if not only_drop:
            create = psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, copied)
            connection.execute(create)
