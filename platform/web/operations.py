"""Operations of migrations that let the site go on (docs/operations.md, Releases)."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations import AddIndex, RemoveIndex


class AddIndexWhileRunning(AddIndexConcurrently):
    """Add an index without keeping writers out, where the database can.

    The migration needs `atomic = False`. SQLite knows one way only, which is quick there.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = _of_this_database(AddIndexConcurrently, AddIndex, schema_editor)
        kind.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = _of_this_database(AddIndexConcurrently, AddIndex, schema_editor)
        kind.database_backwards(self, app_label, schema_editor, *states)


class RemoveIndexWhileRunning(RemoveIndexConcurrently):
    """Remove an index without keeping anybody out, where the database can; as above."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = _of_this_database(RemoveIndexConcurrently, RemoveIndex, schema_editor)
        kind.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        kind = _of_this_database(RemoveIndexConcurrently, RemoveIndex, schema_editor)
        kind.database_backwards(self, app_label, schema_editor, *states)


def _of_this_database(concurrently: Any, plainly: Any, schema_editor: Any) -> Any:
    return concurrently if schema_editor.connection.vendor == "postgresql" else plainly
