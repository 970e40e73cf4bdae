"""The one statement that counts signatures by everything at once: one moment, one truth.

PostgreSQL reads the signatures once for all petitions and all dimensions (GROUPING SETS).
SQLite reads them once for each dimension, and in one statement all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

# Somebody can write thousands of `?from=` into links; more than this nobody reads.
SOURCES_TOLD_APART = 200

# Taken back after the handover: still in the number that was handed over, as in
# Signature.stays_in_the_number.
LOOKED_AT = """
SELECT signature.petition_id, source, language, district, SIGNED_ON AS day,
    CASE WHEN signature.state = 'withdrawn' THEN WITHDRAWN_ON END AS withdrawn_on,
    CASE WHEN signature.state = 'withdrawn' AND confirmed_at IS NOT NULL
        AND withdrawn_at >= handed_over_at THEN 'confirmed' ELSE signature.state END AS stands
FROM petitions_signature signature
JOIN petitions_petition petition ON petition.id = signature.petition_id
WHERE signature.petition_id IN (PETITIONS)
"""
NUMBERS = """count(*),
    count(*) FILTER (WHERE stands = 'confirmed'), count(*) FILTER (WHERE stands = 'pending'),
    count(*) FILTER (WHERE stands = 'withdrawn'), count(*) FILTER (WHERE stands = 'invalidated')
FROM looked_at GROUP BY petition_id"""
# Bit by bit, grouping() says by what is NOT grouped. Without a set for all signatures, which
# PostgreSQL could only sort for: those in all languages are all there are.
ONE_SCAN = f"""
SELECT petition_id,
    CASE grouping(day, withdrawn_on, source, language, district)
        WHEN 15 THEN 'day' WHEN 23 THEN 'withdrawn' WHEN 27 THEN 'source'
        WHEN 29 THEN 'language' ELSE 'district' END,
    coalesce(day::text, withdrawn_on::text, source, language, district, ''), {NUMBERS},
    GROUPING SETS ((day), (withdrawn_on), (source), (language), (district))
"""
SEVERAL_SCANS = " UNION ALL ".join(
    f"SELECT petition_id, '{dimension}', coalesce({column}, ''), {NUMBERS}, {column}"
    for dimension, column in {
        "day": "day",
        "withdrawn": "withdrawn_on",
        "source": "source",
        "language": "language",
        "district": "district",
    }.items()
)

# People who came without a link are always told apart, then the sources that brought most.
STATEMENT = """
WITH looked_at AS (LOOKED_AT),
counted (petition_id, dimension, value, signed, confirmed, pending, withdrawn, invalidated)
    AS (COUNTED),
ranked AS (
    SELECT *, dimension = 'source' AND row_number() OVER (
        PARTITION BY petition_id, dimension
        ORDER BY CASE value WHEN '' THEN 0 ELSE 1 END, confirmed DESC, signed DESC, value
    ) > MOST AS is_rest
    FROM counted
    WHERE NOT (dimension = 'withdrawn' AND value = '')
    UNION ALL
    SELECT petition_id, 'all', '', signed, confirmed, pending, withdrawn, invalidated, 1 = 0
    FROM counted WHERE dimension = 'language'
)
SELECT petition_id, dimension, CASE WHEN is_rest THEN '' ELSE value END AS told, is_rest,
    sum(signed), sum(confirmed), sum(pending), sum(withdrawn), sum(invalidated)
FROM ranked
GROUP BY petition_id, dimension, CASE WHEN is_rest THEN '' ELSE value END, is_rest
"""


class Counted(NamedTuple):
    petition_id: int
    dimension: str
    value: str
    is_rest: bool
    signed: int
    confirmed: int
    pending: int
    withdrawn: int
    invalidated: int


def count_by_everything(petition_ids: Collection[int]) -> list[Counted]:
    """Each petition's signatures by each dimension, as they stood at one moment.

    Reads every signature there is (docs/performance.md): for jobs only.
    """
    statement, params = _statement(sorted(petition_ids))
    with _reading() as cursor:
        cursor.execute(statement, params)
        return [
            Counted(petition, dimension, value, bool(is_rest), *map(int, numbers))
            for petition, dimension, value, is_rest, *numbers in cursor.fetchall()
        ]


@contextmanager
def _reading() -> Iterator[Any]:
    if connection.vendor != "postgresql":
        # Without a transaction, which would keep SQLite's writers waiting.
        with connection.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # PostgreSQL expects a group for each signature, where there are some hundred: it would
        # sort them all on the disk, and compile for longer than that saves.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL hash_mem_multiplier = 64")
        yield cursor


def _statement(petition_ids: list[int]) -> tuple[str, list[Any]]:
    signed_on, of_signed = _day("signed_at")
    withdrawn_on, of_withdrawn = _day("withdrawn_at")
    looked_at = (
        LOOKED_AT.replace("SIGNED_ON", signed_on)
        .replace("WITHDRAWN_ON", withdrawn_on)
        .replace("PETITIONS", ", ".join(["%s"] * len(petition_ids)))
    )
    statement = (
        STATEMENT.replace("LOOKED_AT", looked_at)
        .replace("COUNTED", ONE_SCAN if connection.vendor == "postgresql" else SEVERAL_SCANS)
        .replace("MOST", str(SOURCES_TOLD_APART))
    )
    return statement, [*of_signed, *of_withdrawn, *petition_ids]


def _day(column: str) -> tuple[str, tuple[Any, ...]]:
    """The day in Dortmund, as this database says it."""
    return connection.ops.datetime_cast_date_sql(column, (), settings.TIME_ZONE)
