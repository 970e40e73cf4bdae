"""What Celery calls, and the queue's own nightly work."""

from celery import shared_task
from django.utils import timezone

from jobs import ages, services, uptime
from jobs.registry import every, nightly


@shared_task(name="jobs.run", ignore_result=True)
def run(job_id: str) -> None:
    services.run(job_id)


@nightly(hour=4, name="jobs.forget_finished")
def forget_finished() -> None:
    services.forget_finished()


@every(seconds=900, name="jobs.count_ages")
def count_ages() -> None:
    ages.count_ages()


@nightly(hour=4, name="jobs.forget_uptime")
def forget_uptime() -> None:
    uptime.forget_old(timezone.now())
