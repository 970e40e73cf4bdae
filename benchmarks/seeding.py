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
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from random import Random
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from cryptography.fernet import Fernet

from benchmarks.bare_tables import without_indexes
from jobs import terminal
from web.districts import POSTCODES

if TYPE_CHECKING:
    from benchmarks.bench import Bench

SLUG = "kommunales-wahlrecht"
# As people really come: from every district and elsewhere (some districts have more postcodes
# than others), in several languages and on several ways.
DISTRICTS = ("", *tomllib.loads(POSTCODES.read_text())["postcodes"].values())
LANGUAGES = ("de", "de", "de", "de", "de", "tr", "tr", "ar", "en")
SOURCES = ("", "", "", "stand-nordstadt", "newsletter-gewerkschaft", "", "bibliothek", "messenger")
# Encrypting each name anew would take longer than storing it, and nobody reads it.
NAMES = 500
DAYS_SIGNED = 60
LINES_AT_ONCE = 5000
# Kinds of people that take turns; a prime, so that they are others in each batch.
KINDS = 4999

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

WORDING = (
    "INSERT INTO privacy_consentwording (purpose, language, version, text, digest, created_at)"
    " VALUES (%s, 'de', 1, 'I agree.', 'digest', now()) RETURNING id"
)
CONSENTS = (
    "INSERT INTO privacy_consent"
    " (person_key, purpose, wording_id, subject_kind, subject_id, given_at)"
    " SELECT person_key, %(purpose)s, %(wording)s, %(kind)s, id::text, signed_at"
    " FROM petitions_signature s WHERE state = 'confirmed' AND NOT EXISTS"
    " (SELECT FROM privacy_consent c WHERE c.person_key = s.person_key)"
)
NEWS_CONSENTS = (
    "INSERT INTO privacy_consent"
    " (person_key, purpose, wording_id, subject_kind, subject_id, given_at)"
    " SELECT person_key, %(purpose)s, %(wording)s, %(kind)s, id::text, signed_at"
    " FROM petitions_signature WHERE person_key = ANY(%(people)s)"
)
COUNT = "UPDATE petitions_petition SET confirmed_count = confirmed_count + %s WHERE slug = %s"
DAYS = (
    "INSERT INTO petitions_petitionday (petition_id, day, confirmed)"
    " SELECT petition_id, (confirmed_at AT TIME ZONE 'Europe/Berlin')::date AS day, count(*)"
    " FROM petitions_signature WHERE petition_id = %s AND state = 'confirmed' GROUP BY 1, 2"
    " ON CONFLICT (petition_id, day) DO UPDATE SET confirmed = excluded.confirmed"
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
        # What other figures have left would be sent as well.
        database.execute("DELETE FROM jobs_job WHERE queue <> 'default'")
        people = list(islice(_people(database, bench.instance.environment), number))
        with database.cursor().copy(SIGNATURES) as copy:
            for row in people:
                copy.write_row([*row[:4], "pending", *row[4:], now, None, True])
        with database.cursor().copy(JOBS) as copy:
            for row in people:
                copy.write_row(_mail_job(row, now))


def seed_supporters(bench: Bench, number: int) -> list[str]:
    """Add so many confirmed signatures with a consent to news; the addresses to write to."""
    now = datetime.now(UTC)
    fernet = Fernet(bench.instance.environment["ENCRYPTION_KEYS"].split(",")[0])
    addresses = [f"supporter{n}@example.org" for n in range(number)]
    with bench.database() as database:
        # Nobody else's consent to news: who is written to is known then.
        database.execute("DELETE FROM privacy_consent WHERE purpose = 'petitions.news'")
        people = list(islice(_people(database, bench.instance.environment), number))
        with database.cursor().copy(SIGNATURES) as copy:
            for row, address in zip(people, addresses, strict=True):
                sealed = fernet.encrypt(address.encode()).decode()
                known = [*row[4:6], sealed, *row[7:]]
                copy.write_row([*row[:4], "confirmed", *known, now, now, True])
        words = _words(database, "petitions.news")
        database.execute(NEWS_CONSENTS, words | {"people": [row[3] for row in people]})
        database.execute(COUNT, [number, SLUG])
    return addresses


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
    """Add so many confirmed signatures to the petition, their consents, its count and its days.

    Several million a minute: the lines are joined of ready parts, random where real ones are.
    What mails leave behind (secrets for a month, jobs for a week) is left out.
    """
    petition, texts = _petition(database)
    with (
        terminal.bar("Signatures", write="{:,}".format) as show,
        without_indexes(database, "petitions_signature"),
        database.cursor().copy(SIGNATURES) as copy,
    ):
        for done, lines in _lines(environment, petition, texts, number):
            copy.write(lines)
            show(done, number)
    with without_indexes(database, "privacy_consent"):
        database.execute(CONSENTS, _signing_words(database))
    database.execute(COUNT, [number, SLUG])
    database.execute(DAYS, [petition])
    for table in ("petitions_signature", "privacy_consent", "petitions_petitionday"):
        database.execute(
            psycopg.sql.SQL("VACUUM ANALYZE {}").format(psycopg.sql.Identifier(table))
        )


def _lines(
    environment: dict[str, str], petition: int, texts: dict[str, int], number: int
) -> Iterator[tuple[int, str]]:
    """Lines for COPY, oldest first, some thousands at a time; how many there were so far."""
    kinds = cycle(_kinds(environment, petition, texts))
    began = datetime.now(UTC) - timedelta(days=DAYS_SIGNED)
    # Those of a batch sign at one moment: a few people must not all sign on one day.
    most = max(1, min(LINES_AT_ONCE, number // (DAYS_SIGNED * 8)))
    done = 0
    while done < number:
        size = min(most, number - done)
        at = began + timedelta(days=DAYS_SIGNED) * (done / number)
        moments = f"\t{at.isoformat()}\t{at.isoformat()}\tt\n"
        keys = os.urandom(size * 48).hex()
        yield (
            done + size,
            "".join(
                # 32 signs of a random UUID, 64 of a key.
                f"{keys[n : n + 12]}4{keys[n + 13 : n + 16]}8{keys[n + 17 : n + 32]}{head}"
                f"{keys[n + 32 : n + 96]}{tail}{moments}"
                for n, (head, tail) in zip(range(0, size * 96, 96), kinds, strict=False)
            ),
        )
        done += size


def _kinds(
    environment: dict[str, str], petition: int, texts: dict[str, int]
) -> list[tuple[str, str]]:
    """What stands between a line's number and its key, and between that and its moments."""
    random = Random("mitstimme seeding")  # noqa: S311 - the same figures in every run
    version = environment["PERSON_KEYS"].partition(":")[0]
    names = _names(environment)
    languages = [language for language in LANGUAGES if language in texts]
    kinds = []
    for n in range(KINDS):
        language = random.choice(languages)
        words = [
            "confirmed",
            *names[n % len(names)],
            random.choice(DISTRICTS),
            "tf"[random.random() > 0.1],
            language,
            random.choice(SOURCES),
        ]
        head = f"\t{petition}\t{texts[language]}\t{version}:"
        kinds.append((head, "\t" + "\t".join(words)))
    return kinds


def _petition(database: psycopg.Connection[Any]) -> tuple[int, dict[str, int]]:
    """The petition, and the text that people sign in each language."""
    found = database.execute(
        "SELECT p.id, t.language, t.id FROM petitions_petition p JOIN petitions_petitiontext t"
        " ON t.petition_id = p.id AND t.version = p.published_version WHERE p.slug = %s",
        [SLUG],
    ).fetchall()
    return found[0][0], {language: text for _, language, text in found}


def _signing_words(database: psycopg.Connection[Any]) -> dict[str, Any]:
    """The wording that the consents are bound to; made if nobody has signed yet."""
    return _words(database, "petitions.signing")


def _words(database: psycopg.Connection[Any], purpose: str) -> dict[str, Any]:
    words = {"purpose": purpose, "kind": "petitions.Signature"}
    wording = "SELECT id FROM privacy_consentwording WHERE purpose = %s"
    found = database.execute(wording, [words["purpose"]]).fetchone()
    found = found or database.execute(WORDING, [words["purpose"]]).fetchone()
    return words | {"wording": (found or (None,))[0]}


def _people(
    database: psycopg.Connection[Any], environment: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    """Endless people who sign: id, petition, text, key, four encrypted words and the rest."""
    petition, texts = _petition(database)
    text = texts["de"]
    version, _, secret = environment["PERSON_KEYS"].split(",")[0].partition(":")
    run = uuid4().hex
    base = uuid4().int
    for n, (given, family, address, postcode) in enumerate(cycle(_names(environment))):
        key = hmac.digest(secret.encode(), f"{run}.{n}@example.org".encode(), "sha256").hex()
        district = DISTRICTS[n % len(DISTRICTS)]
        yield (
            UUID(int=(base + n * 0x9E3779B97F4A7C15F39CC0605CEDC834) % 2**128),
            petition, text, f"{version}:{key}", given, family, address, postcode, district,
            n % 10 == 0, "de", "",
        )  # fmt: skip


def _names(environment: dict[str, str]) -> list[tuple[str, ...]]:
    """Given and family name, address and postcode, encrypted as the product does it."""
    fernet = Fernet(environment["ENCRYPTION_KEYS"].split(",")[0])
    return [
        tuple(
            fernet.encrypt(word.encode()).decode()
            for word in (f"Ada{n}", f"B{n}", "x@example.org", "44137")
        )
        for n in range(NAMES)
    ]


if __name__ == "__main__":
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connected:
        seed_confirmed(connected, dict(os.environ), int(sys.argv[1].replace("_", "")))
