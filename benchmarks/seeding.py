"""Signatures by the million: rows as the product would have written them, by COPY.

`python -m benchmarks.seeding NUMBER` adds confirmed signatures of invented people to the
petition of the instance in the environment. Never run it where real people sign.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from cryptography.fernet import Fernet

if TYPE_CHECKING:
    from benchmarks.bench import Bench

SLUG = "kommunales-wahlrecht"
DISTRICTS = ("Innenstadt-Nord", "Innenstadt-West", "Hombruch", "Eving", "Hörde", "")
# Encrypting each name anew would take longer than storing it, and nobody reads it.
NAMES = 500

SIGNATURES = (
    "COPY petitions_signature (id, petition_id, text_id, person_key, state, given_name,"
    " family_name, email, postcode, district, show_name, language, source, signed_at,"
    " confirmed_at, is_demo) FROM STDIN"
)
LINKS = (
    "COPY privacy_secret (digest, purpose, person_key, subject_id, created_at, expires_at)"
    " FROM STDIN"
)

JOBS = (
    "COPY jobs_job (id, kind, payload, queue, state, key, attempts, created_at, wanted_at,"
    " due_at, last_error) FROM STDIN"
)


def seed_unconfirmed(bench: Bench, number: int) -> list[str]:
    """Add so many signatures that wait for their confirmation; the secrets that confirm them."""
    now = datetime.now(UTC)
    with bench.database() as database:
        people = list(islice(_people(database, bench.instance.environment), number))
        with database.cursor().copy(SIGNATURES) as copy:
            for row in people:
                copy.write_row([*row[:4], "pending", *row[4:], now, None, True])
        clear = [token_urlsafe(32) for _ in people]
        with database.cursor().copy(LINKS) as copy:
            for secret, row in zip(clear, people, strict=True):
                digest = hashlib.sha256(secret.encode()).hexdigest()
                week = now + timedelta(days=7)
                copy.write_row([digest, "petitions.confirm", row[3], str(row[0]), now, week])
    return clear


def seed_mails(bench: Bench, number: int) -> None:
    """Add so many unconfirmed signatures, each with the job that asks its person to confirm."""
    now = datetime.now(UTC)
    with bench.database() as database:
        people = list(islice(_people(database, bench.instance.environment), number))
        with database.cursor().copy(SIGNATURES) as copy:
            for row in people:
                copy.write_row([*row[:4], "pending", *row[4:], now, None, True])
        with database.cursor().copy(JOBS) as copy:
            for row in people:
                copy.write_row(_mail_job(row, now))


def _mail_job(person: tuple[Any, ...], now: datetime) -> list[Any]:
    """The job as petitions.services.signing writes it."""
    _, petition, _, key = person[:4]
    kind = "petitions.mail_signatory"
    about = json.dumps({"petition": petition, "person": key})
    unique = f"{kind}:{petition}:{key}:{now.timestamp()}"
    return [uuid4(), kind, about, "mail", "queued", unique, 0, now, now, now, ""]


def seed_confirmed(
    database: psycopg.Connection[Any], environment: dict[str, str], number: int
) -> None:
    """Add so many confirmed signatures to the petition, its count and its days."""
    now = datetime.now(UTC)
    minutes = 60 * 24 * 60
    with database.transaction():
        with database.cursor().copy(SIGNATURES) as copy:
            for n, row in enumerate(islice(_people(database, environment), number)):
                at = now - timedelta(minutes=n % minutes)
                copy.write_row([*row[:4], "confirmed", *row[4:], at, at, True])
                if n % 100_000 == 0:
                    _say(n, number)
        database.execute(
            "UPDATE petitions_petition SET confirmed_count = confirmed_count + %s WHERE slug = %s",
            [number, SLUG],
        )
    _say(number, number)


def _people(
    database: psycopg.Connection[Any], environment: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    """Endless people who sign: id, petition, text, key, four encrypted words and the rest."""
    petition, text = database.execute(
        "SELECT p.id, t.id FROM petitions_petition p JOIN petitions_petitiontext t"
        " ON t.petition_id = p.id AND t.version = p.published_version AND t.language = 'de'"
        " WHERE p.slug = %s",
        [SLUG],
    ).fetchone() or (None, None)
    fernet = Fernet(environment["ENCRYPTION_KEYS"].split(",")[0])
    version, _, secret = environment["PERSON_KEYS"].split(",")[0].partition(":")
    words = [
        tuple(fernet.encrypt(word.encode()).decode() for word in (f"Ada{n}", f"B{n}", "44137"))
        for n in range(NAMES)
    ]
    address = fernet.encrypt(b"x@example.org").decode()
    run = uuid4().hex
    base = uuid4().int
    for n, (given, family, postcode) in enumerate(cycle(words)):
        key = hmac.digest(secret.encode(), f"{run}.{n}@example.org".encode(), "sha256").hex()
        district = DISTRICTS[n % len(DISTRICTS)]
        yield (
            UUID(int=(base + n * 0x9E3779B97F4A7C15F39CC0605CEDC834) % 2**128),
            petition, text, f"{version}:{key}", given, family, address, postcode, district,
            n % 10 == 0, "de", "",
        )  # fmt: skip


def _say(done: int, number: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {number:,} signatures", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connected:
        seed_confirmed(connected, dict(os.environ), int(sys.argv[1].replace("_", "")))
