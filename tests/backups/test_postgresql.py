"""The programs of PostgreSQL: what they are told, and what is said when they fail."""

import os
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db.backends.postgresql.base import DatabaseWrapper

from backups import postgresql
from backups.services import back_up, restore
from tests.jobs.processes import free_port


def database(**changes: object) -> DatabaseWrapper:
    return DatabaseWrapper(
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "nothing",
            "USER": "nobody",
            "PASSWORD": "a-secret-word",
            "HOST": "127.0.0.1",
            "PORT": str(free_port()),
            "OPTIONS": {},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": False,
            "AUTOCOMMIT": True,
            "TIME_ZONE": None,
            **changes,
        }
    )


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
    """A folder that is all there is on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(postgresql, "_tables", lambda database: ["a", "b"])
    return folder


def program(folder: Path, name: str, does: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{does}\n")
    (folder / name).chmod(0o755)


def test_a_missing_pg_dump_is_named(programs, tmp_path):
    with pytest.raises(CommandError, match="pg_dump is missing: install PostgreSQL"):
        back_up(tmp_path / "a.backup", database())
    assert not list(tmp_path.glob("a.backup*"))


def test_the_password_is_in_the_environment_and_nowhere_else(programs, tmp_path):
    program(programs, "pg_dump", f'echo "$@" >{tmp_path}/told; echo "$PGPASSWORD" >{tmp_path}/env')
    back_up(tmp_path / "a.backup", database())
    assert (tmp_path / "env").read_text() == "a-secret-word\n"
    told = (tmp_path / "told").read_text()
    assert "a-secret-word" not in told
    assert "--format=custom" in told


def test_a_service_brings_its_own_password(programs, tmp_path):
    program(programs, "pg_dump", f'echo "$PGSERVICE:$PGPASSWORD" >{tmp_path}/env')
    back_up(tmp_path / "a.backup", database(PASSWORD="", OPTIONS={"service": "mitstimme"}))
    assert (tmp_path / "env").read_text() == "mitstimme:\n"


def test_what_pg_dump_says_is_one_sentence(programs, tmp_path):
    says = "pg_dump: error: aborting because of server version mismatch"
    program(programs, "pg_dump", f"echo '{says}' >&2; echo 'pg_dump: detail: 16' >&2; exit 1")
    with pytest.raises(CommandError) as told:
        back_up(tmp_path / "a.backup", database())
    assert str(told.value) == f"pg_dump gave up: {says}"
    assert not list(tmp_path.glob("a.backup*"))


def test_a_newer_backup_is_named(programs, tmp_path):
    (tmp_path / "a.backup").write_bytes(b"PGDMP and more")
    says = "pg_restore: error: unsupported version (1.99) in file header"
    program(programs, "pg_restore", f"echo '{says}' >&2; exit 1")
    with pytest.raises(CommandError, match="newer pg_dump"):
        restore(tmp_path / "a.backup", replace=True, database=database())


def test_what_is_no_backup_of_postgresql_is_named(tmp_path):
    (tmp_path / "a.backup").write_bytes(b"SQLite format 3\0")
    with pytest.raises(CommandError, match="no backup of a PostgreSQL database"):
        restore(tmp_path / "a.backup", replace=True, database=database())


@pytest.mark.django_db  # it may connect, and finds nobody
def test_a_server_that_does_not_answer_is_named(tmp_path):
    with pytest.raises(CommandError, match="does not answer"):
        back_up(tmp_path / "a.backup", database())
    assert os.listdir(tmp_path) == []
