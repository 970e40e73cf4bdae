"""How late the count is while many sign: from a confirmation's answer to the number it raises."""

import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure
from benchmarks.figures.confirm import count_exact
from benchmarks.instance import PROXIED
from benchmarks.load import load
from benchmarks.seeding import SLUG, seed_unconfirmed

CONFIRMATIONS = 40
PAUSE_SECONDS = 0.25


def measure(bench: Bench) -> Iterator[Figure]:
    secrets = seed_unconfirmed(bench, CONFIRMATIONS)
    seconds = int(CONFIRMATIONS * (PAUSE_SECONDS + 0.25)) + 5
    process, web = bench.instance.process, bench.instance.web
    with (
        process("manage.py", "worker"),
        process("manage.py", "beat"),
        web(**bench.web) as address,
        ThreadPoolExecutor(1) as pool,
    ):
        loading = pool.submit(load, "sign", f"{address}{PETITION}sign/", seconds=seconds)
        time.sleep(3)
        lags = [lag(bench, address, secret) for secret in secrets]
        signings = loading.result()
    p95 = statistics.quantiles(lags, n=20)[-1]
    yield Figure(
        "tally_lag_p95",
        round(p95, 2),
        goal=2,
        unit="seconds",
        less_is_better=True,
        rounds=len(lags),
        spread=(round(min(lags), 2), round(max(lags), 2)),
        detail=f"under {signings.rate:.0f} signings a second",
    )
    yield from count_exact(bench)


def lag(bench: Bench, address: str, secret: str) -> float:
    """Confirm once, and wait until the count has risen by one."""
    time.sleep(PAUSE_SECONDS)
    with bench.database() as database:

        def counted() -> int:
            (number,) = database.execute(
                "SELECT confirmed_count FROM petitions_petition WHERE slug = %s", [SLUG]
            ).fetchone() or (0,)
            return number

        before = counted()
        headers = PROXIED | {"Sec-Fetch-Site": "same-origin"}
        asked = urllib.request.Request(  # noqa: S310
            f"{address}{PETITION}confirm/{secret}/", data=b"", headers=headers
        )
        opener = urllib.request.build_opener(NoRedirect)
        opener.open(asked, timeout=20)
        began = time.monotonic()
        while counted() <= before:
            if time.monotonic() - began > 60:
                raise subprocess.TimeoutExpired("the count", 60)
            time.sleep(0.02)
        return time.monotonic() - began


class NoRedirect(urllib.request.HTTPErrorProcessor):
    """A redirect is the answer here."""

    def http_response(self, request, response):  # type: ignore[no-untyped-def]
        return response

    https_response = http_response
