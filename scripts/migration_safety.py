"""Migrations that would stop, or break, the code that still runs while they do.

A release migrates first and restarts then, so for a while the old code works on the new
tables (docs/operations.md, Releases). What the rules below find must be split over two
releases, or the migration says in a constant SAFE_BECAUSE = "..." why it does no harm.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.db import models  # noqa: E402
from django.db.migrations import operations as ops  # noqa: E402
from django.db.migrations.state import ProjectState  # noqa: E402

# Tables that grow with signatures and are written while people sign.
BUSY = {
    ("petitions", "signature"),
    ("petitions", "tallyentry"),
    ("privacy", "consent"),
    ("privacy", "secret"),
    ("privacy", "auditentry"),
    ("jobs", "job"),
}
TAKES_AWAY = (ops.RemoveField, ops.RenameField, ops.DeleteModel, ops.RenameModel)
# By name: these come from django.contrib.postgres and from web.operations.
WHILE_RUNNING = (
    "AddIndexConcurrently",
    "AddIndexWhileRunning",
    "AddUniqueWhileRunning",
    "AddConstraintNotValid",
)


def problems(app: str, migration, before: ProjectState) -> list[str]:
    """What the migration does that the code before it, or a busy table, would not bear.

    `before` is the state of all models before it; it is changed.
    """
    found: list[str] = []
    new: set[tuple[str, str]] = set()
    for operation in migration.operations:
        if isinstance(operation, ops.CreateModel):
            new.add((app, operation.name_lower))
        found += [
            f"{operation.describe()}: {why}"
            for why in _harm(app, operation, before)
            if _table(app, operation) not in new
        ]
        operation.state_forwards(app, before)
    return found


def _harm(app: str, operation, before: ProjectState) -> Iterator[str]:
    is_busy = _table(app, operation) in BUSY
    match operation:
        case ops.SeparateDatabaseAndState():
            for inner in operation.database_operations:
                yield from _harm(app, inner, before)
        case ops.RunSQL():
            yield "statements of one's own can't be judged here"
        case ops.AlterModelTable():
            yield "the code before it asks the table by its old name"
        case _ if isinstance(operation, TAKES_AWAY):
            yield "the code before it still uses this; take it away one release later"
        case ops.AddField():
            yield from _added(operation.field, is_busy)
        case ops.AlterField():
            after = before.clone()
            operation.state_forwards(app, after)
            old, new = (
                state.apps.get_model(app, operation.model_name)._meta.get_field(operation.name)
                for state in (before, after)
            )
            yield from _altered(old, new, is_busy)
        case ops.AddIndex() | ops.AddConstraint() | ops.AlterUniqueTogether() if is_busy:
            if type(operation).__name__ not in WHILE_RUNNING:
                yield "writers of a busy table wait until it is built; use web.operations"


def _added(field: Any, is_busy: bool) -> Iterator[str]:
    if field.many_to_many:
        return  # a table of its own
    if isinstance(field, models.GeneratedField):
        yield "the whole table is written anew while everybody waits"
    elif not field.null and not field.has_db_default():
        yield "the code before it can't fill this; use null=True or db_default"
    if is_busy and (field.unique or field.db_index):
        yield "its index keeps writers of a busy table waiting; add it with web.operations"


def _altered(old: Any, new: Any, is_busy: bool) -> Iterator[str]:
    if old.many_to_many or new.many_to_many:
        if old.many_to_many != new.many_to_many:
            yield "the code before it looks for the data in another place"
        return
    if _type(old) != _type(new) and not _is_only_longer(old, new):
        yield f"{_type(old)} becomes {_type(new)}, and the table is written anew"
    if old.null and not new.null:
        yield "the code before it still writes NULL"
    if old.has_db_default() and not new.has_db_default() and not new.null:
        yield "the code before it may leave this to the database"
    if old.column != new.column:
        yield "the code before it asks the column by its old name"
    if is_busy and (new.unique, new.db_index) > (old.unique, old.db_index):
        yield "its index keeps writers of a busy table waiting; add it with web.operations"


def _is_only_longer(old: Any, new: Any) -> bool:
    """Room for longer text: PostgreSQL changes its books only, and old code fits in."""
    if not str(_type(old)).startswith("varchar"):
        return False
    if _type(new) == "text":
        return True
    return str(_type(new)).startswith("varchar") and (new.max_length or 0) >= (old.max_length or 0)


def _type(field: Any) -> str | None:
    return field.db_type(_postgresql())


@cache
def _postgresql():
    """PostgreSQL's names of types; nothing is connected to."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    return DatabaseWrapper({"ENGINE": "django.db.backends.postgresql", "NAME": "", "OPTIONS": {}})


def _table(app: str, operation) -> tuple[str, str]:
    name = getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", "")
    return app, name


def unsafe_migrations() -> Iterator[str]:
    """Each migration of ours, past an app's first, that breaks a rule and does not say why."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = {each.label for each in apps.get_app_configs() if _is_ours(Path(each.path))}
    loader = MigrationLoader(None)
    for app, name in sorted(loader.disk_migrations):
        if app not in ours or name.startswith("0001"):
            continue
        migration = loader.disk_migrations[app, name]
        if str(getattr(sys.modules[type(migration).__module__], "SAFE_BECAUSE", "")).strip():
            continue
        before = loader.project_state((app, name), at_end=False)
        yield from (f"{app} {name}: {each}" for each in problems(app, migration, before))


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv")


def main() -> int:
    import django

    django.setup()
    found = list(unsafe_migrations())
    for each in found:
        print(each)
    if found:
        print('Split it over two releases, or say why it is safe: SAFE_BECAUSE = "...".')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
