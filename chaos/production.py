"""Two web nodes, two workers and beat on PostgreSQL, RabbitMQ and Redis of their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.bench import make_database
from benchmarks.instance import HOST, Instance, free_port, production_instance
from chaos.crowd import Crowd
from chaos.house import House
from chaos.services.postgresql import PostgreSQL
from chaos.services.rabbitmq import RabbitMQ
from chaos.services.redis import Redis
from chaos.services.service import Service

DATABASE = "chaos_production"


@dataclass(kw_only=True)
class Production(House):
    postgresql: PostgreSQL
    rabbitmq: RabbitMQ
    redis: Redis

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.postgresql.url(DATABASE)) as connection:
            return connection.execute(sql.encode()).fetchall()

    @contextmanager
    def holding(self, tables: tuple[str, ...]) -> Iterator[None]:
        """Nobody else writes to these tables: who was about to, waits in its middle."""
        names = SQL(", ").join(map(Identifier, tables))
        with psycopg.connect(self.postgresql.url(DATABASE)) as connection:
            connection.execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))
            yield


@contextmanager
def production(folder: Path, crowd: Crowd) -> Iterator[Production]:
    """The house, well and with the demo's petition in it."""
    with ExitStack() as stack:
        postgresql = PostgreSQL(folder_for(folder, "postgresql"))
        rabbitmq = RabbitMQ(folder_for(folder, "rabbitmq"))
        redis = Redis(folder_for(folder, "redis"))
        services: list[Service] = [postgresql, rabbitmq, redis]
        for service in services:
            stack.callback(service.close)
        with ThreadPoolExecutor() as pool:
            list(pool.map(begin, services))
        make_database(postgresql.url(DATABASE))
        instance = production_instance(folder, postgresql.url(DATABASE))
        instance.environment |= {
            "REDIS_URL": redis.url,
            "BROKER_URL": rabbitmq.url,
            "MAIL_URL": f"smtp://{HOST}:{crowd.postbox.port}",
            "WEB_THREADS": "4",
        }
        house = Production(
            "production", instance, crowd, postgresql=postgresql, rabbitmq=rabbitmq, redis=redis
        )
        add_demo(instance)
        stack.enter_context(house.open())
        for name in ("web1", "web2"):
            house.ports[name] = free_port()
            house.run(name, "web", "--port", str(house.ports[name]))
        for name in ("worker1", "worker2"):
            house.run(name, "worker")
        house.run("beat", "beat")
        house.wait_until_well()
        yield house


def begin(service: Service) -> None:
    service.prepare()
    service.start()


def add_demo(instance: Instance) -> None:
    """Tables, static files and the demo's petition, which the house then serves as a real one."""
    instance.call("scripts/instance.py", PRODUCTION="false", DEMO="true")


def folder_for(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    # PostgreSQL's user has to come through to its own.
    folder.chmod(0o711)
    return made
