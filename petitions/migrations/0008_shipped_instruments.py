"""A fresh platform knows the legal forms: nobody could publish a petition without one."""

from django.db import migrations


def load(apps, schema_editor):
    from petitions.services.law import load_instruments

    load_instruments(
        apps.get_model("petitions", "Instrument"), apps.get_model("petitions", "InstrumentText")
    )


class Migration(migrations.Migration):
    dependencies = [("petitions", "0007_written_in_the_workspace")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
