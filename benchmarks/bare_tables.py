"""Fill a table without its indexes and constraints, which are put back as they were.

An index built at once over ten million random keys takes a minute; kept up row by row, it
takes an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

# As the catalogue itself would write them. Keys other tables refer to must stay.
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
     WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f', 'x')
       AND NOT EXISTS (SELECT FROM pg_constraint r
                        WHERE r.confrelid = c.conrelid AND r.conindid = c.conindid
                          AND r.oid <> c.oid AND r.contype = 'f')
     ORDER BY contype = 'f', conname
"""
INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
     WHERE i.indrelid = %s::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
"""


@contextmanager
def without_indexes(database: psycopg.Connection[Any], table: str) -> Iterator[None]:
    """In one transaction: whatever fails, the table is as it was. Nobody else can read it."""
    with database.transaction():
        name = Identifier(table)
        constraints = database.execute(CONSTRAINTS, [table]).fetchall()
        indexes = database.execute(INDEXES, [table]).fetchall()
        # Those that need another's index go first.
        for constraint, _ in reversed(constraints):
            drop = SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, Identifier(constraint))
            database.execute(drop)
        for index, _ in indexes:
            database.execute(SQL("DROP INDEX {}").format(Identifier(index)))
        yield
        database.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for constraint, definition in constraints:
            add = SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(name, Identifier(constraint))
            database.execute(add + SQL(definition))
        for _, definition in indexes:
            database.execute(definition)
