"""Signing through everything, against a view that validates three fields and inserts a row."""

from collections.abc import Iterator

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import Answered, load


def measure(bench: Bench) -> Iterator[Figure]:
    answered: list[Answered] = []
    with bench.both() as (ours, bare):

        def sign() -> float:
            answered.append(load("sign", f"{ours}{PETITION}sign/", seconds=bench.seconds))
            return answered[-1].rate

        before = stored(bench)
        yield alternating(
            "sign_vs_bare",
            sign,
            lambda: load("enter", bare + "/enter/", seconds=bench.seconds).rate,
            goal=0.6,
            rounds=bench.rounds,
        )
    # What was on its way when the load ended may be stored as well; nothing answered is missing.
    lost = sum(one.count for one in answered) - (stored(bench) - before)
    yield Figure("signings_lost", max(lost, 0), goal=0, unit="signings", less_is_better=True)


def stored(bench: Bench) -> int:
    """Signings that wait to be stored, and signatures that have a consent and a mail's job; one
    without them is as good as lost."""
    with bench.database() as database:
        (number,) = database.execute(
            "SELECT (SELECT count(*) FROM jobs_job WHERE kind = 'petitions.store_signature')"
            " + (SELECT count(*) FROM petitions_signature s WHERE state <> 'pending' OR ("
            "EXISTS (SELECT FROM privacy_consent c WHERE c.subject_id = s.id::text)"
            " AND EXISTS (SELECT FROM jobs_job j WHERE j.payload->>'person' = s.person_key)))"
        ).fetchone()
    return number
