from django.db import DatabaseError, migrations, models, transaction

FTS_TABLE = "web_searchentry_fts"
TRIGRAM_INDEX = "web_searchentry_trigrams"


def add_trigrams(apps, schema_editor):
    """Without FTS5 or pg_trgm the search works all the same, only slower: by LIKE."""
    connection = schema_editor.connection
    statements = {
        "sqlite": [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS_TABLE} "
            "USING fts5(normalised, tokenize='trigram', detail='full')",
        ],
        "postgresql": [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"CREATE INDEX IF NOT EXISTS {TRIGRAM_INDEX} "
            "ON web_searchentry USING gin (normalised gin_trgm_ops)",
        ],
    }.get(connection.vendor, [])
    try:
        # A savepoint: what fails here must not take the table back with it.
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError:
        pass


def remove_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {FTS_TABLE}")


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                ("url_name", models.CharField(max_length=100)),
                ("url_args", models.JSONField(blank=True, default=dict)),
                ("normalised_title", models.CharField(editable=False, max_length=600)),
                ("normalised", models.TextField(editable=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "language"),
                        name="web_searchentry_one_per_language",
                    )
                ],
            },
        ),
        migrations.RunPython(add_trigrams, remove_trigrams),
    ]
