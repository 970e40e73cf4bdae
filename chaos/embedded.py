"""Everything in one process tree on SQLite, `manage.py serve`: what `make run` starts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.instance import HOST, Instance, free_port
from chaos.crowd import Crowd
from chaos.house import House
from chaos.production import add_demo
from scripts.check import production as production_settings


@dataclass(kw_only=True)
class Embedded(House):
    database: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        read_only = f"file:{self.database}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True, timeout=20)) as connection:
            return connection.execute(sql).fetchall()


@contextmanager
def embedded(folder: Path, crowd: Crowd) -> Iterator[Embedded]:
    """The house, well; its mails go to the crowd's postbox and not into the demo's."""
    database = folder / "mitstimme.sqlite3"
    secrets = {name: production_settings()[name] for name in ("PERSON_KEYS", "ENCRYPTION_KEYS")}
    instance = Instance(
        folder,
        secrets
        | {
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{database}",
            "MAIL_URL": f"smtp://{HOST}:{crowd.postbox.port}",
            # The crowd comes from many networks, which only a proxy could tell.
            "TRUSTED_PROXIES": "1",
        },
    )
    add_demo(instance)
    house = Embedded("embedded", instance, crowd, database=database)
    with house.open():
        house.ports["serve"] = free_port()
        house.run("serve", "serve", "--port", str(house.ports["serve"]))
        house.wait_until_well()
        yield house
