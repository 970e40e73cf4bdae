"""No job is stuck: none has failed for good, and none waits that could have been done."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from chaos.ledger import Books, Checked

JOBS = "SELECT kind, state, attempts, last_error, wanted_at FROM jobs_job"
# What runs by the clock is asked for every second, so something always waits.
PATIENCE = timedelta(seconds=10)


def check(books: Books) -> Iterator[Checked]:
    jobs = books.rows(JOBS)
    failed = [said(job) for job in jobs if job[1] == "failed"]
    yield Checked("jobs did not fail", len(jobs), failed)
    yield Checked("jobs came to their end", len(jobs), [said(job) for job in stuck(jobs)])


def stuck(jobs: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    latest = datetime.now(UTC) - PATIENCE
    return [job for job in jobs if job[1] in ("queued", "running") and moment(job[4]) < latest]


def moment(stored: Any) -> datetime:
    """SQLite has no moments: Django writes them as text, in UTC."""
    read = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def said(job: tuple[Any, ...]) -> str:
    kind, state, attempts, error, _ = job
    return f"{kind} is {state} after {attempts} tries: {error or 'no error'}"
