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
    # What a page costs that no cache has: a view, its queries and its template.
    made = bench.web | {"PAGE_CACHE": "false"}
    with bench.instance.web(**made) as none, full.web(**made) as many:
        yield flat(bench, "page_made_flat", "page", many + page, none + page)


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
