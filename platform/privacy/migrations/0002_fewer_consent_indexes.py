"""Consents by the million: what finds withdrawn ones need not hold the standing ones."""

import django.db.models.deletion
from django.db import migrations, models

from web.operations import AddIndexWhileRunning, RemoveIndexWhileRunning


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("privacy", "0001_initial")]

    operations = [
        AddIndexWhileRunning(
            model_name="consent",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["person_key"],
                name="consent_ended_by_person",
            ),
        ),
        RemoveIndexWhileRunning(model_name="consent", name="consent_by_person"),
        migrations.AlterField(
            model_name="consent",
            name="wording",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="privacy.consentwording",
                verbose_name="wording",
            ),
        ),
    ]
