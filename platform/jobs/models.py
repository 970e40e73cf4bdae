"""The queue of record: what is to be done is a row, committed with the reason for it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.keys import ordered_uuid


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=Job.UNFINISHED)

    def claimable(self, now: datetime) -> "JobQuerySet":
        """Due and nobody's, or abandoned: its worker stopped renewing the lease."""
        return self.filter(
            Q(state=Job.State.QUEUED, due_at__lte=now)
            | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )

    def claimed_as(self, job: "Job") -> "JobQuerySet":
        """The job's row while this claim holds it.

        The count of attempts names the claim: after a lease ran out and another worker
        took over, the first one must write nothing any more.
        """
        return self.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


class Job(models.Model):
    """One piece of work, delivered at least once.

    `payload` and `key` hold ids, a person's key at most, and are emptied when it is done.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNFINISHED = (State.QUEUED, State.RUNNING)

    # Made by us, not by the database: an INSERT … ON CONFLICT DO NOTHING returns no id.
    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    kind = models.CharField(max_length=100)
    payload = models.JSONField(default=dict, blank=True)
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    key = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    # When it was first to run. due_at moves on with every retry, wanted_at stays.
    wanted_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    # When the sweeper last told the broker about it.
    offered_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=100, blank=True)
    # How far its handler is, in whatever it counts; null where it doesn't say. Plain
    # integers: PostgreSQL would scan the table for the check of positive ones.
    done = models.IntegerField(null=True, blank=True)
    total = models.IntegerField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="jobs_key_unique_while_unfinished",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "due_at"], condition=Q(state="queued"), name="jobs_due_by_queue"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="jobs_leased"),
            models.Index(
                fields=["queue", "wanted_at"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_oldest_unfinished",
            ),
            models.Index(
                fields=["finished_at"],
                condition=Q(finished_at__isnull=False),
                name="jobs_finished_at",
            ),
            models.Index(fields=["queue"], condition=Q(state="failed"), name="jobs_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class Slot(models.Model):
    """The latest slot of a periodic work that was turned into a job, so that each is run once."""

    name = models.CharField(max_length=100, primary_key=True)
    starts_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a kind of process last said that it is alive; read by /readyz in another process."""

    name = models.CharField(max_length=20, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class JobAge(models.Model):
    """How many jobs of a kind were done on a day in at most so many seconds, and in more than
    the length before (jobs.ages)."""

    kind = models.CharField(max_length=100)
    day = models.DateField()
    at_most = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day", "at_most"], name="one_job_age")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.number} within {self.at_most} s"


class PartHour(models.Model):
    """In how many minutes of an hour a part of the works was there, and in how many it was not;
    the rest was not looked at (jobs.uptime)."""

    part = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    up = models.PositiveSmallIntegerField(default=0)
    down = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "starts_at"], name="one_row_a_part_and_hour")
        ]
        indexes = [models.Index(fields=["starts_at"], name="part_hour_newest")]

    def __str__(self) -> str:
        return f"{self.part} {self.starts_at:%Y-%m-%d %H}: {self.up}/{self.up + self.down}"
