"""Keeping the database in a file, and putting it back."""

from pathlib import Path
from types import ModuleType

from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from backups import files, postgresql, sqlite

# What `migrate` itself fills: a database with nothing else holds nothing.
FILLED_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}


def back_up(path: Path, database: BaseDatabaseWrapper = connection) -> int:
    """Write the database as it is now to `path`, while the site runs; return its size in bytes.

    Raises CommandError with one sentence for what a person at the terminal can mend.
    """
    engine = _engine(database)
    try:
        with files.new_file(path) as partial:
            engine.back_up(database, partial)
    except OperationalError:
        raise CommandError(NO_ANSWER) from None
    return path.stat().st_size


def restore(
    path: Path,
    *,
    replace: bool,
    database: BaseDatabaseWrapper = connection,
) -> None:
    """Put the backup in the database's place, wholly or not at all.

    Raises CommandError with one sentence, having changed nothing.
    """
    engine = _engine(database)
    files.existing_file(path)
    try:
        if not replace and engine.holds_data(database, FILLED_BY_MIGRATE):
            raise CommandError("The database holds data: add --replace to lose it to the backup.")
        engine.check(path)
        engine.restore(database, path)
    except OperationalError:
        raise CommandError(NO_ANSWER) from None
    except OSError as error:
        raise CommandError(files.sentence(path, error)) from None


NO_ANSWER = "The database does not answer: check DATABASE_URL and that its server runs."


def _engine(database: BaseDatabaseWrapper) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[database.vendor]
