"""A migration that the running code would not bear is found, by each of the rules."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Lower

from scripts import migration_safety
from scripts.migration_safety import problems, unsafe_migrations
from web.operations import AddIndexWhileRunning, AddUniqueWhileRunning

INDEX = models.Index(fields=["name"], name="by_name")
UNIQUE = models.UniqueConstraint(fields=["name"], name="one_name")


def state() -> ProjectState:
    """A quiet table and, since the app is called jobs, a busy one."""
    made = ProjectState()
    for name in ("Quiet", "Job"):
        fields = [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=50)),
            ("note", models.TextField(null=True)),
            ("rank", models.IntegerField(db_default=1)),
            ("friend", models.ForeignKey("self", models.CASCADE, null=True)),
        ]
        made.add_model(ModelState("jobs", name, fields))
    return made


def found(*operations) -> list[str]:
    return problems("jobs", SimpleNamespace(operations=operations), state())


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("quiet", "name"),
        migrations.RenameField("quiet", "name", "title"),
        migrations.DeleteModel("Quiet"),
        migrations.RenameModel("Quiet", "Silent"),
        migrations.AlterModelTable("Quiet", "silent"),
        migrations.AddField("quiet", "more", models.IntegerField()),
        migrations.AddField("quiet", "more", models.IntegerField(default=0)),
        migrations.AddField("quiet", "more", models.ForeignKey("Job", models.CASCADE, default=1)),
        migrations.AddField(
            "quiet",
            "more",
            models.GeneratedField(
                expression=Lower("name"), output_field=models.TextField(), db_persist=True
            ),
        ),
        migrations.AddField("job", "more", models.IntegerField(null=True, db_index=True)),
        migrations.AddField("job", "more", models.ForeignKey("Quiet", models.CASCADE, null=True)),
        migrations.AlterField("quiet", "name", models.IntegerField()),
        migrations.AlterField("quiet", "name", models.CharField(max_length=20)),
        migrations.AlterField("quiet", "rank", models.BigIntegerField(db_default=1)),
        migrations.AlterField("quiet", "rank", models.IntegerField()),
        migrations.AlterField("quiet", "note", models.TextField(default="")),
        migrations.AlterField("quiet", "name", models.CharField(max_length=50, db_column="n")),
        migrations.AlterField("quiet", "friend", models.IntegerField(null=True)),
        migrations.AlterField("job", "name", models.CharField(max_length=50, db_index=True)),
        migrations.AlterField("job", "name", models.CharField(max_length=50, unique=True)),
        migrations.AddIndex("job", INDEX),
        migrations.AddConstraint("job", UNIQUE),
        migrations.AlterUniqueTogether("Job", {("name", "rank")}),
        migrations.RunSQL("DROP TABLE jobs_job"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RemoveField("quiet", "name")]
        ),
    ],
    ids=lambda operation: operation.describe(),
)
def test_harm_is_found(operation):
    assert found(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("quiet", "more", models.IntegerField(null=True)),
        migrations.AddField("quiet", "more", models.IntegerField(db_default=0)),
        migrations.AddField("job", "more", models.IntegerField(null=True)),
        migrations.AddField("job", "more", models.ManyToManyField("Quiet")),
        migrations.AlterField("quiet", "name", models.CharField(max_length=50, default="x")),
        migrations.AlterField("quiet", "name", models.CharField(max_length=90)),
        migrations.AlterField("quiet", "name", models.TextField()),
        migrations.AlterField("quiet", "name", models.CharField(max_length=50, null=True)),
        migrations.AlterField(
            "quiet", "friend", models.ForeignKey("self", models.PROTECT, null=True)
        ),
        migrations.AddIndex("quiet", INDEX),
        AddIndexConcurrently("job", INDEX),
        AddIndexWhileRunning("job", INDEX),
        AddUniqueWhileRunning("job", UNIQUE),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("quiet", "name")]
        ),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_does_no_harm_passes(operation):
    assert found(operation) == []


def test_a_table_made_in_the_same_migration_is_nobodys_yet(monkeypatch):
    monkeypatch.setattr(migration_safety, "BUSY", {("jobs", "new")})
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]
    index = migrations.AddIndex("new", models.Index(fields=["name"], name="new_by_name"))
    assert found(migrations.CreateModel("New", fields), index) == []
    assert found(migrations.AddIndex("job", INDEX)) == []


def test_our_migrations_keep_the_rules():
    assert list(unsafe_migrations()) == []


@pytest.mark.parametrize(
    ("reason", "is_told"), [(None, True), ("", True), ("Nobody has run this yet.", False)]
)
def test_only_a_reason_lets_harm_pass(monkeypatch, reason, is_told):
    module = ModuleType("a_migration")
    if reason is not None:
        module.SAFE_BECAUSE = reason
    monkeypatch.setitem(sys.modules, "a_migration", module)
    harmful = type(
        "Migration",
        (migrations.Migration,),
        {
            "__module__": "a_migration",
            "dependencies": [("jobs", "0003_failed_index")],
            "operations": [migrations.RemoveField("job", "done")],
        },
    )
    load = MigrationLoader.load_disk

    def load_one_more(loader):
        load(loader)
        loader.disk_migrations["jobs", "0099_harm"] = harmful("0099_harm", "jobs")

    monkeypatch.setattr(MigrationLoader, "load_disk", load_one_more)
    told = list(unsafe_migrations())
    assert bool(told) == is_told
    assert all(each.startswith("jobs 0099_harm: ") for each in told)
