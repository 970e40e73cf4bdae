"""A running job's lease: short, so that a killed worker's jobs come back soon, and renewed
for as long as the handler runs."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from jobs.models import Heartbeat, Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
RENEW_SECONDS = 4.0

# The job whose handler runs in this thread.
running: ContextVar[Job | None] = ContextVar("running", default=None)
_held: dict[UUID, int] = {}
_lock = threading.Lock()


@contextmanager
def held(job: Job) -> Iterator[None]:
    """Name the job as this process's, and as this thread's, while its handler runs."""
    with _lock:
        _held[job.pk] = job.attempts
    before = running.set(job)
    try:
        yield
    finally:
        running.reset(before)
        with _lock:
            if _held.get(job.pk) == job.attempts:
                del _held[job.pk]


def renew() -> None:
    """Lengthen the leases of the jobs that run in this process."""
    with _lock:
        mine = dict(_held)
    until = timezone.now() + LEASE
    for job_id, attempts in mine.items():
        Job.objects.filter(pk=job_id, state=Job.State.RUNNING, attempts=attempts).update(
            lease_until=until
        )


def beat(name: str) -> None:
    """Say that a process of this name is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def keep_alive(name: str, stopped: threading.Event) -> None:
    """Beat and renew until stopped; the body of a worker's second thread."""
    while not stopped.is_set():
        close_old_connections()
        try:
            beat(name)
            renew()
        except DatabaseError as error:
            logger.warning("No heartbeat written: %s.", type(error).__name__)
        stopped.wait(RENEW_SECONDS)
