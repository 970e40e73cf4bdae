"""The page of a barrier report becomes encrypted: people typed links of their own there."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import privacy.fields
from web.logs import masked


def encrypt(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reports = apps.get_model("pages", "BarrierReport").objects
    for pk, page in reports.values_list("pk", "page"):
        token = privacy.fields.cipher().encrypt(masked(page).encode()).decode()
        reports.filter(pk=pk).update(page=token)


def decrypt(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reports = apps.get_model("pages", "BarrierReport").objects
    for pk, token in reports.values_list("pk", "page"):
        page = privacy.fields.cipher().decrypt(token.encode()).decode()
        reports.filter(pk=pk).update(page=page)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [
        # First room for the longer text, then the text, then how it is read.
        migrations.AlterField(
            model_name="barrierreport",
            name="page",
            field=models.TextField(blank=True, verbose_name="on which page"),
        ),
        migrations.RunPython(encrypt, decrypt),
        migrations.AlterField(
            model_name="barrierreport",
            name="page",
            field=privacy.fields.EncryptedTextField(blank=True, verbose_name="on which page"),
        ),
    ]
