from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="job", name="done", field=models.IntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="job", name="total", field=models.IntegerField(blank=True, null=True)
        ),
    ]
