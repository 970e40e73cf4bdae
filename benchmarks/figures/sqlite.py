"""Signing on the embedded default, one process on SQLite, against a bare view on the same."""

from collections.abc import Iterator

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure, alternating
from benchmarks.instance import Instance
from benchmarks.load import load

ONE = {"WEB_PROCESSES": "1"}


def measure(bench: Bench) -> Iterator[Figure]:
    folder = bench.folder / "sqlite"
    folder.mkdir()
    embedded = Instance(
        folder,
        {
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'mitstimme.sqlite3'}",
            "DEMO": "true",
            # The load comes from many networks, which only a proxy could tell.
            "TRUSTED_PROXIES": "1",
        },
    )
    embedded.prepare()
    with embedded.web(**ONE) as ours, embedded.bare(**ONE) as bare:
        yield alternating(
            "sqlite_sign_vs_bare",
            lambda: load("sign", f"{ours}{PETITION}sign/", seconds=bench.seconds).rate,
            lambda: load("enter", bare + "/enter/", seconds=bench.seconds).rate,
            goal=0.5,
            rounds=bench.rounds,
        )
