"""PostgreSQL: pg_dump's custom format, and back by pg_restore through psql.

The password reaches these programs in their environment or from the service file, never in
the list of processes.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

from jobs.terminal import bar, in_bytes

CHUNK = 1 << 16
# So long a restore waits for others to let go of a table.
PATIENCE_SECONDS = 10
IN_USE = "The database is in use: stop web, worker and beat, and try again."
# What belongs to a server and its roles and not to us: elsewhere they have other names.
PORTABLE = ("--no-owner", "--no-privileges", "--no-comments")


def back_up(database: BaseDatabaseWrapper, file: Path) -> None:
    """Dump the database as it is at this moment into `file`, which is empty."""
    to_database, environment = _connection(database)
    command = [_program("pg_dump"), *to_database, "--format=custom", "--verbose", f"--file={file}"]
    total, done, last_error = len(_tables(database)), 0, ""
    _let_go(database)
    with (
        bar("Dumping tables") as show,
        subprocess.Popen(  # noqa: S603 - our own command line
            command, env=environment, stderr=subprocess.PIPE, text=True
        ) as dump,
    ):
        for line in dump.stderr or ():
            if "dumping contents of table" in line:
                done += 1
                show(done, max(done, total))
            elif "error:" in line:
                last_error = last_error or line
    if dump.returncode:
        raise CommandError(_sentence(last_error, "pg_dump"))


def check(file: Path) -> None:
    """Raise CommandError unless `file` says that it is a backup of this platform."""
    with file.open("rb") as opened:
        if opened.read(5) != b"PGDMP":
            raise CommandError(f"{file} is damaged or no backup of a PostgreSQL database.")
    listed = subprocess.run(  # noqa: S603 - our own command line
        [_program("pg_restore"), "--list", str(file)],
        env=_in_english(),
        capture_output=True,
        text=True,
        check=False,
    )
    if "unsupported version" in listed.stderr:
        raise CommandError(f"{file} was made by a newer pg_dump: install the pg_restore of then.")
    if listed.returncode:
        raise CommandError(f"{file} is damaged: take another backup.")
    if " django_migrations " not in listed.stdout:
        raise CommandError(f"{file} is no backup of this platform.")


def holds_data(database: BaseDatabaseWrapper, ignored: set[str]) -> bool:
    """Whether any table but the ignored ones has a row."""
    try:
        with database.cursor() as cursor:
            for name in set(_tables(database)) - ignored:
                quoted = database.ops.quote_name(name)
                cursor.execute(f"SELECT 1 FROM {quoted} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
        return False
    finally:
        _let_go(database)


def restore(database: BaseDatabaseWrapper, file: Path) -> None:
    """Put the backup in the place of all tables there are, in one transaction.

    First the file is read to its end, which finds damage before anything is touched, and
    tells how much there is to do.
    """
    total = _length(file)
    names = [database.ops.quote_name(name) for name in _tables(database)]
    _let_go(database)
    begin = [
        "BEGIN;",
        "SET client_min_messages = error;",
        f"SET lock_timeout = '{PATIENCE_SECONDS}s';",
        # Not pg_restore's --clean: it leaves the tables that came after the backup.
        *(f"DROP TABLE IF EXISTS {name} CASCADE;" for name in names),
    ]
    to_database, environment = _connection(database)
    command = [_program("psql"), *to_database, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    with (
        tempfile.TemporaryFile("w+") as said,
        bar("Restoring", write=in_bytes) as show,
        subprocess.Popen(  # noqa: S603 - our own command line
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as psql,
    ):
        assert psql.stdin  # noqa: S101 - for the type checker
        try:
            psql.stdin.write("\n".join([*begin, ""]).encode())
            done = 0
            for chunk in _as_sql(file):
                psql.stdin.write(chunk)
                done += len(chunk)
                show(done, total)
            # Whatever ends before this line leaves the database as it was. Statistics
            # follow, without which the first queries would be slow.
            psql.stdin.write(b"\nCOMMIT;\nANALYZE;\n")
            psql.stdin.close()
        except BrokenPipeError:
            pass  # psql has ended, and said why
        except BaseException:
            psql.kill()
            raise
        psql.wait()
        said.seek(0)
        if psql.returncode:
            raise CommandError(_sentence(said.read(), "psql"))


def _length(file: Path) -> int:
    length = 0
    with bar("Checking the file", write=in_bytes) as show:
        for chunk in _as_sql(file):
            length += len(chunk)
            show(length, None)
    return length


def _as_sql(file: Path) -> Iterator[bytes]:
    """The backup as statements; raises CommandError when it ends or breaks before its end."""
    with subprocess.Popen(  # noqa: S603 - our own command line
        [_program("pg_restore"), *PORTABLE, "--file=-", str(file)],
        env=_in_english(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as reading:
        assert reading.stdout  # noqa: S101 - for the type checker
        while chunk := reading.stdout.read(CHUNK):
            yield chunk
    if reading.returncode:
        raise CommandError(f"{file} is damaged: take another backup.")


def _connection(database: BaseDatabaseWrapper) -> tuple[list[str], dict[str, str]]:
    """How a program reaches the database: arguments without the password, and environment."""
    arguments, additional = database.client.settings_to_cmd_args_env(
        database.settings_dict, ["--no-password"]
    )
    return [*arguments[1:]], {**_in_english(), **(additional or {})}


def _in_english() -> dict[str, str]:
    # What the programs say is read here.
    return {**os.environ, "LC_ALL": "C"}


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CommandError(
            f"{name} is missing: install PostgreSQL's client programs "
            "(Debian: apt install postgresql-client), not older than the server."
        )
    return found


def _tables(database: BaseDatabaseWrapper) -> list[str]:
    return database.introspection.table_names()


def _let_go(database: BaseDatabaseWrapper) -> None:
    """Keep no connection: it would hold what is to be dropped, and a pool's threads the exit."""
    database.close()
    database.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has it


def _sentence(said: str, program: str) -> str:
    """What went wrong, without the lines that follow: those quote rows."""
    if "lock timeout" in said:
        return IN_USE
    if "No space left" in said:
        return "The disk is full: free some space, and try again."
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    return f"{program} gave up: {first}"
