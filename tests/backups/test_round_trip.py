"""Backup and restore as they are typed, on each database: every row of every table comes back."""

import os
import pty
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.backups.databases import Postgres, Sqlite
from tests.jobs.processes import Instance, answers

pytestmark = pytest.mark.processes

SERVER = "postgres://postgres@127.0.0.1:5432"
# One start of Django for all three: what is tried here comes afterwards.
FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", verbosity=0)
from tests.pictures.samples import about, photo
from pictures.services import make_variants, take
make_variants(take(photo(), about()).pk)
"""
NO_SERVER = "no PostgreSQL server answers at 127.0.0.1:5432"


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(not answers(5432), reason=NO_SERVER)),
    ]
)
def databases(request, tmp_path) -> Iterator[tuple[Sqlite | Postgres, Sqlite | Postgres]]:
    """One to be filled, and an empty one to restore into."""
    if request.param == "sqlite":
        yield Sqlite(tmp_path / "one"), Sqlite(tmp_path / "other")
        return
    names = [f"mitstimme_backup_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        yield Postgres(f"{SERVER}/{names[0]}"), Postgres(f"{SERVER}/{names[1]}")
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installations(databases, tmp_path) -> Iterator[tuple[Instance, Instance]]:
    made = [
        Instance(tmp_path / name, {"DATABASE_URL": database.url, "DEMO": "true"})
        for name, database in zip(("one", "other"), databases, strict=True)
    ]
    for each in made:
        each.folder.mkdir(exist_ok=True)
    yield made[0], made[1]
    for each in made:
        each.stop()


def said(installation: Instance, *arguments: str, code: int = 0) -> str:
    ended, output = installation.call(*arguments)
    assert ended == code, output
    return output


def test_every_row_comes_back(databases, installations, migrated_folder, tmp_path):
    one, other = databases
    filled, empty = installations
    one.begin(filled, migrated_folder)
    file = tmp_path / "mitstimme.backup"
    said(filled, "shell", "-v0", "-c", FILL)

    assert said(filled, "backup", str(file)).startswith(f"{file} is whole: ")
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [file.name]
    assert "exists already" in said(filled, "backup", str(file), code=1)

    assert "run_retention" in said(empty, "restore", str(file))
    rows = one.rows()
    assert rows["petitions_petition"]
    assert rows["pictures_picturefile"]
    assert len(rows) > 40
    assert other.rows() == rows
    # New rows take new numbers, and the schema is what the code expects.
    said(empty, "migrate", "--check")
    other.add_a_row()

    assert "--replace" in said(empty, "restore", str(file), code=1)
    assert other.rows() != rows
    other.add_what_came_later()
    said(empty, "restore", "--replace", str(file))
    assert other.rows() == rows

    broken = tmp_path / "broken.backup"
    whole = file.read_bytes()
    broken.write_bytes(whole[: len(whole) * 2 // 3])
    told = said(empty, "restore", "--replace", str(broken), code=1)
    assert told.startswith(f"CommandError: {broken} is damaged")
    assert len(told.strip().splitlines()) == 1
    assert other.rows() == rows


def test_a_terminal_sees_a_bar(databases, installations, migrated_folder, tmp_path):
    one, _ = databases
    filled, _ = installations
    one.begin(filled, migrated_folder)
    shown = in_a_terminal(filled, "backup", str(tmp_path / "seen.backup"))
    assert "100%" in shown
    assert "#####" in shown


def in_a_terminal(installation: Instance, *arguments: str) -> str:
    ours, theirs = pty.openpty()
    process = installation.start(*arguments, stdout=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_a_restore_leaves_a_database_in_use_alone(
    databases, installations, migrated_folder, tmp_path
):
    one, _ = databases
    filled, _ = installations
    file: Path = tmp_path / "mitstimme.backup"
    one.begin(filled, migrated_folder)
    said(filled, "backup", str(file))
    before = one.rows()
    with one.held():
        told = said(filled, "restore", "--replace", str(file), code=1)
    assert "in use" in told
    assert one.rows() == before
