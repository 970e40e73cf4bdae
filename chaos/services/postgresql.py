"""PostgreSQL: a cluster of its own with the settings it comes with, written safely to disk."""

from __future__ import annotations

import os
import shutil
import subprocess

import psycopg

from benchmarks.instance import HOST
from chaos.services.service import CannotRun, Service, program

BINARIES = "/usr/lib/postgresql/*/bin/{}"


class PostgreSQL(Service):
    name = "PostgreSQL"
    user = "postgres"  # it refuses to run as root

    def prepare(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user, self.user)
        initdb = self._program("initdb")
        done = subprocess.run(
            [initdb, "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            cwd=self.folder,
            env=self.all_environment(),
            capture_output=True,
            text=True,
            **self.as_user(),
        )
        if done.returncode:
            raise CannotRun(f"initdb made no cluster:\n{done.stderr}")

    def command(self) -> list[str]:
        listens = ["-h", HOST, "-p", str(self.port), "-k", str(self.folder)]
        return [self._program("postgres"), "-D", self._data, *listens]

    def is_ready(self) -> bool:
        """It listens long before it has recovered."""
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def url(self, database: str) -> str:
        return f"postgres://postgres@{HOST}:{self.port}/{database}"

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _program(self, name: str) -> str:
        return program(name, otherwise=(BINARIES.format(name),), package="postgresql")
