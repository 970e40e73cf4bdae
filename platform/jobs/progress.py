"""How far a handler is, kept in its job's row, where the admin shows it."""

import time
from collections.abc import Iterable, Iterator, Sized

from jobs import leases
from jobs.models import Job

WRITE_SECONDS = 1.0


def progress[T](items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """Hand the items on, and write into the running job's row how many are done.

    `total` is counted where `items` can tell it. At most one write a second, which renews no
    lease: that goes on by itself. Outside of a job nothing is written. Use it outside of
    transactions: inside one, nobody sees the numbers before it ends.
    """
    job = leases.running.get()
    if total is None and isinstance(items, Sized):
        total = len(items)
    done, written_at = 0, float("-inf")
    for item in items:
        now = time.monotonic()
        if job and now - written_at >= WRITE_SECONDS:
            _write(job, done, total)
            written_at = now
        yield item
        done += 1
    if job:
        _write(job, done, total)


def _write(job: Job, done: int, total: int | None) -> None:
    Job.objects.claimed_as(job).update(done=done, total=total)
