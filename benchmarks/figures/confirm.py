"""Confirming, against the bare view that inserts a row; and whether the count is exact."""

from collections.abc import Iterator
from itertools import count

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import load
from benchmarks.seeding import seed_unconfirmed

# More than can be confirmed in one round.
A_SECOND = 3000


def measure(bench: Bench) -> Iterator[Figure]:
    numbers = count()
    with bench.both() as (ours, bare):

        def confirm() -> float:
            paths = bench.folder / f"confirm-{next(numbers)}.txt"
            secrets = seed_unconfirmed(bench, A_SECOND * bench.seconds)
            paths.write_text("".join(f"{PETITION}confirm/{one}/\n" for one in secrets))
            return load("confirm", ours, seconds=bench.seconds, file=paths).rate

        yield alternating(
            "confirm_vs_bare",
            confirm,
            lambda: load("enter", bare + "/enter/", seconds=bench.seconds).rate,
            goal=0.6,
            rounds=bench.rounds,
        )
    yield from count_exact(bench)


def count_exact(bench: Bench) -> Iterator[Figure]:
    """Fold what has gathered and compare the count with the rows."""
    fold = "from petitions.services import fold\nwhile fold(): pass"
    bench.instance.call("manage.py", "shell", "-v0", "-c", fold)
    with bench.database() as database:
        (wrong,) = database.execute(
            "SELECT sum(abs(confirmed_count - (SELECT count(*) FROM petitions_signature s"
            " WHERE s.petition_id = p.id AND s.state = 'confirmed'))) FROM petitions_petition p"
            " WHERE state = 'open'"
        ).fetchone()
    yield Figure("count_exact", float(wrong), goal=0, unit="signatures off", less_is_better=True)
