from django.db import migrations, models
from django.db.models import Q

from web.operations import AddIndexWhileRunning, RemoveIndexWhileRunning


class Migration(migrations.Migration):
    """The sweeper asks queue by queue; a job that isn't finished needs no place by its end."""

    atomic = False
    dependencies = [("jobs", "0003_failed_index")]

    operations = [
        AddIndexWhileRunning(
            model_name="job",
            index=models.Index(
                fields=["queue", "due_at"], condition=Q(state="queued"), name="jobs_due_by_queue"
            ),
        ),
        AddIndexWhileRunning(
            model_name="job",
            index=models.Index(
                fields=["finished_at"],
                condition=Q(finished_at__isnull=False),
                name="jobs_finished_at",
            ),
        ),
        RemoveIndexWhileRunning(model_name="job", name="jobs_due"),
        RemoveIndexWhileRunning(model_name="job", name="jobs_finished"),
    ]
