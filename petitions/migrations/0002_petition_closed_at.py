"""When a petition closed. For those that are closed already, the year begins now."""

from django.db import migrations, models
from django.utils import timezone


def begin_the_year(apps, schema_editor):
    closed = apps.get_model("petitions", "Petition").objects.filter(state="closed")
    closed.filter(closed_at=None).update(closed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="closed at"
            ),
        ),
        migrations.RunPython(begin_the_year, migrations.RunPython.noop, elidable=True),
    ]
