"""Enqueue, run, sweep. The database is the queue of record; see docs/adr/0003."""

import json
import logging
import random
import traceback
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from jobs import broker, leases
from jobs.models import Job
from jobs.progress import progress
from jobs.registry import HANDLERS, GiveUp, Handler, Payload
from web.keys import ordered_uuid
from web.together import preparing_cursor

logger = logging.getLogger(__name__)

# `progress` is offered here to the handlers of all apps.
__all__ = [
    "QUEUES",
    "claim",
    "delay",
    "enqueue",
    "forget_finished",
    "forget_mentioning",
    "progress",
    "run",
    "run_again",
    "run_due",
    "sweep",
]

# `intake` is what thousands send in a minute and waits to be stored; the count, which is folded
# by `default`, must not stand in line behind it. `news` is mail to thousands at once, which must
# not stand before the mail that somebody waits for. `webhooks` waits for other people's machines.
QUEUES = ["default", "intake", "mail", "news", "webhooks"]
# Past this many messages the broker has lost nothing that matters yet: telling it
# the same again would only pile up.
ENOUGH_MESSAGES = 500
OFFER_AGAIN_AFTER = timedelta(seconds=10)
FIRST_OFFER_AFTER = timedelta(seconds=1)
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)

# Signing is this one statement. What every new job begins with stands in it, and columns that
# begin empty are left out: bound as values they took longer than the signature's own.
ENQUEUE = """
INSERT INTO jobs_job
       (id, kind, payload, queue, key, created_at, wanted_at, due_at, state, attempts, last_error)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'queued', 0, '')
    ON CONFLICT DO NOTHING
"""
# Each job is claimed and finished once: made by the ORM, these took a quarter of a mail's time.
# The first is `Job.objects.claimable` as a statement that returns the row as well. What an
# earlier try had done says nothing about the new one.
CLAIM = """
UPDATE jobs_job
   SET state = 'running', attempts = attempts + 1, lease_until = %s, done = NULL, total = NULL
 WHERE id = %s
   AND ((state = 'queued' AND due_at <= %s) OR (state = 'running' AND lease_until < %s))
RETURNING *
"""
# And this is `Job.objects.claimed_as`. What the job was for is nobody's business any more: the
# row only tells that it went well.
FINISH = """
UPDATE jobs_job
   SET state = 'done', payload = '{}', key = '', finished_at = %s, lease_until = NULL,
       last_error = ''
 WHERE id = %s AND state = 'running' AND attempts = %s
"""


def enqueue(
    kind: str,
    payload: Payload | None = None,
    *,
    due_at: datetime | None = None,
    key: str = "",
    queue: str = "default",
) -> None:
    """Write the job into the running transaction; it starts after the commit, or at `due_at`.

    While a job with the same key is unfinished this does nothing, however many ask at once.
    Payload and key must hold no personal data but a person's key, or what is encrypted.
    """
    job_id, now = ordered_uuid(), timezone.now()
    due_at = due_at or now
    created, due = map(connection.ops.adapt_datetimefield_value, (now, due_at))
    values = [_stored(job_id), kind, json.dumps(payload or {}), queue, key, created, due, due]
    with preparing_cursor() as cursor:
        cursor.execute(ENQUEUE, values)
        # A key that is taken is no error, and breaks no transaction.
        is_new = cursor.rowcount == 1
    if is_new:
        _announce(job_id, queue, due_at)


def new_job(
    kind: str,
    payload: Payload | None = None,
    *,
    due_at: datetime | None = None,
    key: str = "",
    queue: str = "default",
) -> Job:
    """The job as `enqueue` writes it, for whoever writes it together with other rows
    (web.together).

    Then `announce` it.
    """
    now = timezone.now()
    return Job(
        kind=kind,
        payload=payload or {},
        queue=queue,
        key=key,
        created_at=now,
        wanted_at=due_at or now,
        due_at=due_at or now,
    )


def announce(job: Job) -> None:
    """Tell the broker after the commit, if the job is due now."""
    _announce(job.id, job.queue, job.due_at)


def _announce(job_id: UUID, queue: str, due_at: datetime) -> None:
    if due_at <= timezone.now():
        transaction.on_commit(partial(broker.tell, job_id, queue), robust=True)


def run(job_id: UUID | str) -> bool:
    """Do the job if it is due and nobody else has it. True when its handler came to its end."""
    job = claim(job_id)
    if job is None:
        return False
    handler = HANDLERS.get(job.kind)
    try:
        with leases.held(job):
            if handler is None:
                raise LookupError(job.kind)
            if job.attempts > handler.max_attempts:
                # Its worker died each time, before anything could be written down.
                raise GiveUp
            handler(job.payload)
    except Exception as error:  # noqa: BLE001
        _put_off(job, handler, error)
        return False
    _finish(job, handler)
    return True


def running_job() -> Job | None:
    """The job whose handler runs in this thread."""
    return leases.running.get()


def claim(job_id: UUID | str) -> Job | None:
    """Take a claimable job for one lease: a conditional UPDATE that only one caller wins."""
    now = timezone.now()
    until, at = map(connection.ops.adapt_datetimefield_value, (now + leases.LEASE, now))
    # A list: SQLite commits once the last row is read.
    claimed = list(Job.objects.raw(CLAIM, [until, _stored(job_id), at, at]))
    return claimed[0] if claimed else None


def sweep() -> int:
    """Tell the broker again what is due, or whose lease ran out. Returns how many were told.

    Each queue has room of its own: a hundred thousand mails keep nothing else waiting.
    """
    now = timezone.now()
    late = Job.objects.claimable(now - FIRST_OFFER_AFTER).filter(
        models.Q(offered_at=None) | models.Q(offered_at__lt=now - OFFER_AGAIN_AFTER)
    )
    if not late.exists():
        return 0
    try:
        waiting = broker.messages_waiting(QUEUES)
    except Exception as error:  # noqa: BLE001
        logger.warning("The broker can't be asked: %s.", type(error).__name__)
        return 0
    offered = []
    for queue in QUEUES:
        room = max(ENOUGH_MESSAGES - waiting[queue], 0)
        mine = late.filter(queue=queue).order_by("due_at").values_list("pk", flat=True)
        for job_id in mine[:room]:
            if not broker.publish(job_id, queue):
                break
            offered.append(job_id)
    Job.objects.filter(pk__in=offered).update(offered_at=now)
    return len(offered)


def run_due() -> int:
    """Run here, one after the other, all that is due now; for tests and for emergencies."""
    ran = 0
    while due := list(
        Job.objects.claimable(timezone.now()).order_by("due_at", "created_at")[:100]
    ):
        ran += sum(run(job.pk) for job in due)
    return ran


def run_again(jobs: models.QuerySet[Job]) -> int:
    """Queue failed jobs afresh. One whose key is taken by a newer job stays as it is."""
    now = timezone.now()
    taken = Job.objects.unfinished().exclude(key="").values("key")
    failed = jobs.filter(state=Job.State.FAILED).exclude(key__in=taken)
    newest = {key or pk: pk for pk, key in failed.order_by("created_at").values_list("pk", "key")}
    return Job.objects.filter(pk__in=newest.values(), state=Job.State.FAILED).update(
        state=Job.State.QUEUED,
        attempts=0,
        due_at=now,
        wanted_at=now,
        offered_at=None,
        finished_at=None,
    )


def forget_finished(*, after: timedelta = timedelta(days=7)) -> int:
    """Delete what was done long ago. Failed jobs stay until somebody looked at them."""
    old = Job.objects.filter(state=Job.State.DONE, finished_at__lt=timezone.now() - after)
    return old.delete()[0]


def forget_mentioning(text: str) -> int:
    """Delete the jobs that are not done and whose key or payload contains the text.

    Done ones hold neither. One that runs just now runs to its end.
    """
    open_or_failed = Job.objects.exclude(state=Job.State.DONE).annotate(
        payload_text=Cast("payload", models.TextField())
    )
    mentioning = models.Q(key__contains=text) | models.Q(payload_text__contains=text)
    return open_or_failed.filter(mentioning).delete()[0]


def delay(attempts: int) -> timedelta:
    """How long to wait after so many tries: doubling, with jitter so that retries spread."""
    doubled = min(FIRST_DELAY * 2 ** min(attempts, 20), LONGEST_DELAY)
    return doubled * random.uniform(0.75, 1.25)  # noqa: S311


def _finish(job: Job, handler: Handler | None) -> None:
    if handler and not handler.is_kept:
        Job.objects.claimed_as(job).delete()
        return
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with preparing_cursor() as cursor:
        cursor.execute(FINISH, [now, _stored(job.pk), job.attempts])


def _stored(job_id: UUID | str) -> Any:
    """The id as this database keeps it."""
    return Job._meta.pk.get_db_prep_value(job_id, connection)


def _put_off(job: Job, handler: Handler | None, error: Exception) -> None:
    # Never the message of an exception: it may quote an address.
    name = type(error).__name__
    where = traceback.extract_tb(error.__traceback__)[-1]
    what = (job.kind, job.pk, job.attempts, name, where.filename, where.lineno)
    now = timezone.now()
    if isinstance(error, GiveUp) or job.attempts >= (handler.max_attempts if handler else 12):
        cause = type(error.__cause__).__name__ if error.__cause__ else name
        Job.objects.claimed_as(job).update(
            state=Job.State.FAILED, finished_at=now, lease_until=None, last_error=cause[:100]
        )
        logger.error("Job %s %s failed for good, try %s: %s at %s:%s", *what)
        return
    Job.objects.claimed_as(job).update(
        state=Job.State.QUEUED,
        due_at=now + delay(job.attempts - 1),
        offered_at=None,
        lease_until=None,
        last_error=name[:100],
    )
    logger.warning("Job %s %s put off, try %s: %s at %s:%s", *what)
