"""The petition page for a visitor, against a bare "ok"."""

from collections.abc import Iterator

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import load


def measure(bench: Bench) -> Iterator[Figure]:
    with bench.both() as (ours, bare):
        yield alternating(
            "page_vs_hello",
            lambda: load("page", ours + PETITION, seconds=bench.seconds).rate,
            lambda: load("page", bare + "/hello/", seconds=bench.seconds).rate,
            goal=0.6,
            rounds=bench.rounds,
        )
