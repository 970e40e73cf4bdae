"""Rows that are stored together or not at all, in one statement where the database knows how.

For what thousands do in a minute: a transaction of four statements costs PostgreSQL six
answers, and Django the making of four queries, where one statement does (docs/performance.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction


def insert_together(first: models.Model, others: Sequence[models.Model]) -> bool:
    """Insert `first`, unless a unique row is in its way, and then the others with it.

    False when something was in the way of `first`: nothing is stored then. What is in the way
    of another is left as it is. The primary key of each must be set or made by the database;
    others get no key back.
    """
    if connection.vendor == "postgresql":
        return _in_one_statement(first, others)
    if not others:
        return _insert(first)
    with transaction.atomic():
        if not _insert(first):
            return False
        for row in others:
            _insert(row)
    return True


def _in_one_statement(first: models.Model, others: Sequence[models.Model]) -> bool:
    rows = [first, *others]
    statement = _statement(tuple(type(row) for row in rows))
    values = [value for row in rows for value in _values(row)]
    with preparing_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() is not None


def _insert(row: models.Model) -> bool:
    kind = type(row)
    places = ", ".join("%s" for _ in _fields(kind))
    statement = f"INSERT INTO {_table(kind)} VALUES ({places}) ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(row))
        return cursor.rowcount == 1


def preparing_cursor() -> Any:
    """Django's cursor; on PostgreSQL around one whose values are bound by the server, which so
    plans a statement once for each connection and not for each signature."""
    # The thread's own, which the proxy would look up again for each word below.
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    # Here, because the demo has no use for its nine megabytes.
    import psycopg

    database.ensure_connection()
    cursor: Any = psycopg.Cursor(database.connection)
    make = database.make_debug_cursor if database.queries_logged else database.make_cursor
    return make(cursor)


@cache
def _statement(kinds: tuple[type[models.Model], ...]) -> str:
    """INSERT the first; the others only FROM what that returned."""
    first, *others = kinds
    parts = [
        f"first AS (INSERT INTO {_table(first)} VALUES ({_places(first)})"
        " ON CONFLICT DO NOTHING RETURNING 1)"
    ]
    parts += [
        f"other_{number} AS (INSERT INTO {_table(kind)} SELECT {_places(kind)} FROM first"
        " ON CONFLICT DO NOTHING)"
        for number, kind in enumerate(others)
    ]
    return f"WITH {', '.join(parts)} SELECT 1 FROM first"


def _table(kind: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _fields(kind))
    return f"{quote(kind._meta.db_table)} ({columns})"


def _places(kind: type[models.Model]) -> str:
    return ", ".join(f"%s::{_type(field)}" for field in _fields(kind))


def _type(field: Any) -> str:
    named = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    # A cast to varchar(40) would cut silently what the column itself refuses.
    return re.sub(r"\(.*\)", "", named)


@cache
def _fields(kind: type[models.Model]) -> list[Any]:
    """The columns to write: all but a key that the database counts up."""
    counted = models.AutoField  # BigAutoField is one of them
    return [field for field in kind._meta.concrete_fields if not isinstance(field, counted)]


def _values(row: models.Model) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), database)
        for field in _fields(type(row))
    ]
