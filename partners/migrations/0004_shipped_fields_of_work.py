"""A fresh platform has fields of work, so that organisations can be found by them."""

from django.db import migrations


def load(apps, schema_editor):
    from partners.services.fields import load_fields

    load_fields(
        apps.get_model("partners", "FieldOfWork"), apps.get_model("partners", "FieldOfWorkText")
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_organisations_directory")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
