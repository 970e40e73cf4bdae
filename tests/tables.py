"""All tables, empty: made once for each run of the suite, and copied by whoever needs them.

A migration from nothing takes four seconds of a processor, longer than almost every test.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from privacy import consents
from tests.jobs.processes import Instance
from web import switches

# Made by each migration and by nobody else.
KEPT = {"django_content_type", "auth_permission"}

# What pytest-xdist calls this process, where it started it.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run of the suite, which all its workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if WORKER else own


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let the worker that comes first make this folder; the others wait until it is there."""
    with (folder.parent / f"{folder.name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_name(f"{folder.name}.making")
            make(making)
            making.rename(folder)
    return folder


def migrate_an_installation(folder: Path) -> None:
    """As `manage.py migrate` leaves it: the database and the secrets it made for itself."""
    folder.mkdir()
    code, output = Instance(folder).call("migrate", "-v0")
    assert code == 0, output


def template() -> str:
    """PostgreSQL's database that those of the workers are copies of."""
    return f"test_{connection.settings_dict['NAME']}_template"


def migrate_a_template(folder: Path) -> None:
    drop_template()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{template()}"')
    own, name = connection.settings_dict["NAME"], template()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connection.close()
    connection.settings_dict["NAME"] = own
    folder.mkdir()


def drop_template() -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{template()}"')


def start_from(tables: Path) -> None:
    """Let this worker's test database begin with all tables. Django still migrates: nothing."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        once(tables.with_name("template"), migrate_a_template)
        test["TEMPLATE"] = template()
    else:
        shutil.copy(once(tables, migrate_an_installation) / "mitstimme.sqlite3", test["NAME"])


def empty_what_was_written(case: object) -> None:
    """After a test with transactions of its own: delete the rows where there are any.

    Django empties every table instead, and then makes all content types and permissions anew:
    half a second for each such test, and more with each app.
    """
    quote = connection.ops.quote_name
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    looked_for = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})"  # noqa: S608
        for name in sorted({*names} - KEPT)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looked_for))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608
    # What apps of ours do after each migration, and so after Django's flush.
    switches.make_rows()
    consents.forget_known_wordings()
