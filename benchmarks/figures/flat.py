"""Signing and the petition page with ten million signatures, against the same with none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from benchmarks.bench import PETITION, Bench, make_database
from benchmarks.figure import Figure, alternating
from benchmarks.instance import Instance
from benchmarks.load import load
from benchmarks.seeding import seed_confirmed

SIGNATURES = int(os.environ.get("BENCH_SIGNATURES", 10_000_000))


def measure(bench: Bench) -> Iterator[Figure]:
    with filled_copy(bench) as full:
        yield from compare(bench, full)


def compare(bench: Bench, full: Instance) -> Iterator[Figure]:
    """Both installations at once, in alternating rounds."""
    sign, page = f"{PETITION}sign/", PETITION
    with bench.instance.web(**bench.web) as none, full.web(**bench.web) as many:
        yield flat(bench, "sign_flat", "sign", many + sign, none + sign)
        yield flat(bench, "page_flat", "page", many + page, none + page)
    # A signing is one row at first; the tables that grow are written by the worker.
    yield alternating(
        "store_flat",
        lambda: stored_a_second(full),
        lambda: stored_a_second(bench.instance),
        goal=0.9,
        rounds=bench.rounds,
    )
    # What a page costs that no cache has: a view, its queries and its template.
    made = bench.web | {"PAGE_CACHE": "false"}
    with bench.instance.web(**made) as none, full.web(**made) as many:
        yield flat(bench, "page_made_flat", "page", many + page, none + page)


STORE = """
import time
from uuid import uuid4
from benchmarks.seeding import SLUG
from jobs.models import Job
from petitions import services
from petitions.consents import SIGNING
from petitions.services.storing import store
run = uuid4().hex
for n in range(500):
    address = f"{run}.{n}@example.org"
    consents = {SIGNING: "I agree."}
    services.sign(SLUG, services.Details("Ada", "B", address, "44137", "de", consents=consents))
taken = Job.objects.filter(kind="petitions.store_signature")
payloads = list(taken.order_by("-created_at").values_list("payload", flat=True)[:500])
began = time.perf_counter()
for payload in payloads:
    store(payload["petition"], payload["person"], payload["sealed"])
print(len(payloads) / (time.perf_counter() - began))
"""


def stored_a_second(instance: Instance) -> float:
    """Signatures that one thread stores a second, each with a consent and its mail's job."""
    told = instance.call("manage.py", "shell", "-v0", "-c", STORE, LOG_LEVEL="WARNING")
    return float(told.split()[-1])


def flat(bench: Bench, name: str, script: str, many: str, none: str) -> Figure:
    return alternating(
        name,
        lambda: load(script, many, seconds=bench.seconds).rate,
        lambda: load(script, none, seconds=bench.seconds).rate,
        goal=0.9,
        rounds=bench.rounds,
    )


@contextmanager
def filled_copy(bench: Bench) -> Iterator[Instance]:
    """A copy of the installation with its own database, full of signatures; gone afterwards."""
    empty = bench.instance.environment["DATABASE_URL"]
    url = f"{empty}_full"
    try:
        make_database(url, template=urlsplit(empty).path.removeprefix("/"))
        with psycopg.connect(url, autocommit=True) as database:
            seed_confirmed(database, bench.instance.environment, SIGNATURES)
        yield copy_on(bench, url)
    finally:
        make_database(url, only_drop=True)


def copy_on(bench: Bench, url: str) -> Instance:
    ours = bench.instance.environment
    # Another cache, because pages lie in it by their path: the other one's, the other way round.
    swapped = {"REDIS_URL": ours["BROKER_URL"], "BROKER_URL": ours["REDIS_URL"]}
    return Instance(bench.folder, ours | swapped | {"DATABASE_URL": url})
