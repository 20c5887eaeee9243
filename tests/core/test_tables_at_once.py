"""A migration that makes its tables at once makes the same ones as Django does, line for line."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from rimlig.core.tables_at_once import TablesAtOnce

PARTS = 12


def _operations() -> list[migrations.operations.base.Operation]:
    key = ("id", models.BigAutoField(primary_key=True))
    return [
        migrations.CreateModel("Book", [key, ("pages", models.IntegerField())]),
        migrations.CreateModel("Shelf", [key, ("name", models.TextField(db_index=True))]),
        migrations.AddField("book", "shelf", models.ForeignKey("shelving.shelf", models.PROTECT, null=True)),
        migrations.AddConstraint("book", models.CheckConstraint(name="has_pages", condition=models.Q(pages__gt=0))),
        migrations.AddConstraint("book", models.UniqueConstraint(fields=["shelf", "pages"], name="once")),
        migrations.AddConstraint(
            "book",
            models.UniqueConstraint(fields=["pages"], name="loose_once", condition=models.Q(shelf__isnull=True)),
        ),
        migrations.AddIndex("book", models.Index(fields=["-pages"], name="by_pages")),
        migrations.RunSQL("INSERT INTO shelving_shelf (name) VALUES ('Å')"),
        migrations.AddField("shelf", "full", models.BooleanField(default=False)),
        migrations.AddConstraint("shelf", models.UniqueConstraint(fields=["name"], name="one_name")),
    ]


def _tables() -> dict[str, list[tuple[object, ...]]]:
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_name LIKE 'shelving%' ORDER BY 1, ordinal_position",
        "indexes": "SELECT regexp_replace(indexdef, '_[0-9a-f]{8}', '') FROM pg_indexes"
        " WHERE tablename LIKE 'shelving%' ORDER BY 1",
        "constraints": "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid::regclass::text LIKE 'shelving%' ORDER BY 1, 2",
        "rows": "SELECT name FROM shelving_shelf",
    }
    found = {}
    with connection.cursor() as cursor:
        for name, question in asked.items():
            cursor.execute(question)
            found[name] = cursor.fetchall()
    return found


def _apply(kind: type[migrations.Migration]) -> tuple[ProjectState, dict[str, list[tuple[object, ...]]]]:
    migration = kind("0001_initial", "shelving")
    migration.operations = _operations()
    with connection.schema_editor(atomic=False) as editor:
        state = migration.apply(ProjectState(), editor)
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE shelving_book, shelving_shelf")
    return state, tables


@pytest.mark.django_db(transaction=True)
def test_the_same_tables_come_of_it_as_by_djangos_own() -> None:
    state, tables = _apply(TablesAtOnce)
    expected_state, expected = _apply(migrations.Migration)
    assert (tables, state) == (expected, expected_state)
    assert [len(tables[name]) for name in ("columns", "rows")] == [6, 1]
    assert sum(name == "shelving_book" for name, _definition in tables["constraints"]) >= 4


def test_every_migration_that_makes_many_tables_makes_them_at_once() -> None:
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("rimlig.")}
    slow = []
    for (room, name), migration in MigrationLoader(None).disk_migrations.items():
        adds = [one for one in migration.operations if isinstance(one, migrations.CreateModel | AddTrigger)]
        if room in rooms and len(adds) > PARTS and not isinstance(migration, TablesAtOnce):
            slow.append(f"{room}.{name}")
    assert slow == [], "class Migration(TablesAtOnce), see core/tables_at_once.py"
