"""Telling the broker that a job waits. Only its id travels, and a message may be lost:
the row is the record, and the sweeper tells again."""

import logging
import os
import threading
import time
from contextlib import suppress
from queue import Full, Queue
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)

# Telling takes as long as a tenth of a signing. Past this many a second in one process the
# rest is left to beat, which tells of it within a second or two.
TOLD_A_SECOND = 20
# After a failure the broker is left alone for this long: each try can take seconds.
PAUSE_SECONDS = 5.0

_paused_until = 0.0
_outbox: Queue[tuple[UUID, str]] = Queue(maxsize=TOLD_A_SECOND)
_teller: threading.Thread | None = None
_teller_of = 0


def tell(job_id: UUID, queue: str) -> None:
    """Have the id published soon. Returns at once, whatever the broker does, and never raises.

    A second thread does the talking: a broker that hangs would hold a request for seconds.
    What the thread can't get rid of is dropped, and left to the sweeper; so is what comes
    faster than it should be told in a wave.
    """
    global _teller, _teller_of
    if _teller is None or _teller_of != os.getpid():
        # Also after a fork, which copies no thread.
        _teller_of = os.getpid()
        _teller = threading.Thread(target=_tell_all, name="job-teller", daemon=True)
        _teller.start()
    with suppress(Full):
        _outbox.put_nowait((job_id, queue))


def publish(job_id: UUID, queue: str) -> bool:
    """Hand the id to Celery now. Never raises; False when the broker could not take it."""
    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        current_app.send_task(
            "jobs.run", args=[str(job_id)], queue=queue, retry=False, confirm_timeout=2
        )
    # Whatever a broker's library throws, the job is committed and stays queued.
    except Exception as error:  # noqa: BLE001
        _paused_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The broker did not take a job: %s. It stays queued.", type(error).__name__)
        return False
    return True


def messages_waiting(queues: list[str]) -> dict[str, int]:
    """How many messages the broker holds of each queue. Raises what the broker raises."""
    waiting = {}
    with current_app.connection_for_write() as connection:
        for queue in queues:
            declared = current_app.amqp.queues[queue].bind(connection.default_channel)
            waiting[queue] = declared.queue_declare().message_count
    return waiting


def _tell_all() -> None:
    while True:
        job_id, queue = _outbox.get()
        publish(job_id, queue)
        _outbox.task_done()
        time.sleep(1 / TOLD_A_SECOND)
