"""What Celery calls, and the queue's own nightly work."""

from celery import shared_task

from jobs import services
from jobs.registry import nightly


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: str) -> None:
    services.run(job_id)


@nightly(hour=4, name="jobs.forget_finished")
def forget_finished() -> None:
    services.forget_finished()
