"""Redis, which keeps nothing on disk: a restart loses everything, as a cache may."""

from __future__ import annotations

import redis

from benchmarks.instance import HOST
from chaos.services.service import Service, program


class Redis(Service):
    name = "Redis"

    def command(self) -> list[str]:
        server = program("redis-server", package="redis-server")
        keeps_nothing = ["--save", "", "--appendonly", "no"]
        return [server, "--bind", HOST, "--port", str(self.port), *keeps_nothing]

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def flush(self) -> None:
        with redis.Redis(host=HOST, port=self.port) as connection:
            connection.flushall()
