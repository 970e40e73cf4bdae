"""Operations of migrations that let the site go on (docs/operations.md, Releases)."""

from typing import Any

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    NotInTransactionMixin,
    RemoveIndexConcurrently,
)
from django.db.migrations import AddConstraint, AddIndex, RemoveIndex


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


class AddUniqueWhileRunning(NotInTransactionMixin, AddConstraint):
    """Add a plain unique constraint; writers don't wait for its index, where the database can.

    The migration needs `atomic = False`. Rows that break it stop the migration and leave an
    index of its name behind, marked as invalid: drop that one before the next try.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        quote = schema_editor.quote_name
        constraint: Any = self.constraint
        table, name = quote(model._meta.db_table), quote(constraint.name)
        columns = ", ".join(
            quote(model._meta.get_field(field).column) for field in constraint.fields
        )
        schema_editor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns})")
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}"
        )


def _of_this_database(concurrently: Any, plainly: Any, schema_editor: Any) -> Any:
    return concurrently if schema_editor.connection.vendor == "postgresql" else plainly
