"""Only superusers enter the administration: roles no longer open it, so no flag of theirs stays."""

from django.db import migrations


def shut(apps, schema_editor):
    users = apps.get_model("accounts", "User")
    users._default_manager.filter(is_staff=True, is_superuser=False).update(is_staff=False)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_workspace")]

    operations = [migrations.RunPython(shut, migrations.RunPython.noop)]
