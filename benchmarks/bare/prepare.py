"""Make the bare app's one table."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

if __name__ == "__main__":
    import django

    django.setup()
    from django.db import connection

    from benchmarks.bare.models import Entry

    if Entry._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Entry)
    connection.close()
