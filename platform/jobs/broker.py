"""Telling the broker that a job waits. Only its id travels, and a message may be lost:
the row is the record, and the sweeper tells again."""

import logging
import time
from uuid import UUID

from celery import current_app

logger = logging.getLogger(__name__)

# After a failure the broker is left alone for this long, so that requests
# don't each wait for a connection that won't come.
PAUSE_SECONDS = 5.0

_paused_until = 0.0


def publish(job_id: UUID, queue: str) -> bool:
    """Hand the id to Celery. Never raises; False when the broker could not take it."""
    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        current_app.send_task(
            "jobs.run", args=[str(job_id)], queue=queue, retry=False, confirm_timeout=2
        )
    # Whatever a broker's library throws, the request that wanted the job has
    # committed it and must succeed.
    except Exception as error:  # noqa: BLE001
        _paused_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The broker did not take a job: %s. It stays queued.", type(error).__name__)
        return False
    return True


def messages_waiting(queues: list[str]) -> int:
    """How many messages the broker holds. Raises what the broker raises."""
    waiting = 0
    with current_app.connection_for_write() as connection:
        for queue in queues:
            declared = current_app.amqp.queues[queue].bind(connection.default_channel)
            waiting += declared.queue_declare().message_count
    return waiting
