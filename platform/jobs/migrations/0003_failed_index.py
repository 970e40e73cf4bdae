"""Failed jobs are counted at each scrape of /metrics, among millions that are done."""

from django.db import migrations, models

from web.operations import AddIndexWhileRunning


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("jobs", "0002_progress")]

    operations = [
        AddIndexWhileRunning(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "failed")), fields=["queue"], name="jobs_failed"
            ),
        ),
    ]
