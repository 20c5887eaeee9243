"""A tree with dated placements against a materialised path, and a table of ten thousand units: what they take.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/organisation_tree.py [--units N]

Works in one transaction on a board of its own, and undoes it at the end. The database must be migrated.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  # after setup
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.organisation.models import Board, Municipality, OrgUnit, Placement, User  # noqa: E402
from rimlig.organisation.structure.outline import outline_of  # noqa: E402
from rimlig.organisation.structure.restructuring import move_unit  # noqa: E402
from rimlig.organisation.structure.tables.operations import carry_out, take_in_units  # noqa: E402
from rimlig.organisation.structure.tables.workbooks import units_as_workbook  # noqa: E402
from rimlig.organisation.tree import below  # noqa: E402

BELOW_EACH = 10
RUNS = 7


def timed(what: str, work: Callable[[], object], runs: int = 1) -> object:
    """Print the median of the seconds that the work takes, and return what it gave last."""
    taken, given = [], None
    for _run in range(runs):
        start = time.perf_counter()
        given = work()
        taken.append(time.perf_counter() - start)
    print(f"{what}: {statistics.median(taken):.4f} s")
    return given


def table(units: int) -> bytes:
    """Return a CSV of so many units, ten below each."""
    lines = ["Kod;Namn;Typ;Överordnad;Från;Till"]
    lines += [
        f"{number};Enhet {number};enhet;{(number - 1) // BELOW_EACH if number else ''};;" for number in range(units)
    ]
    return "\n".join(lines).encode()


def path_table(board: Board) -> None:
    """Make a table of the same tree with materialised paths of four signs a level, indexed for searches by prefix."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE path_tree (id bigint PRIMARY KEY, path text) ON COMMIT DROP")
        cursor.execute(
            """
            INSERT INTO path_tree
            WITH RECURSIVE walk(id, path) AS (
                SELECT u.id, lpad(u.id::text, 8, '0') FROM organisation_orgunit u
                JOIN organisation_placement p ON p.unit_id = u.id WHERE u.board_id = %s AND p.parent_id IS NULL
                UNION ALL
                SELECT p.unit_id, walk.path || lpad(p.unit_id::text, 8, '0')
                FROM walk JOIN organisation_placement p ON p.parent_id = walk.id
            ) SELECT id, path FROM walk
            """,
            [board.pk],
        )
        cursor.execute("CREATE INDEX path_tree_path ON path_tree (path text_pattern_ops)")
        cursor.execute("CREATE TEMPORARY TABLE path_history (LIKE path_tree) ON COMMIT DROP")
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.keep() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO path_history VALUES (OLD.*); RETURN NULL; END $$
            """
        )
        cursor.execute("CREATE TRIGGER keep AFTER UPDATE ON path_tree FOR EACH ROW EXECUTE FUNCTION pg_temp.keep()")
        cursor.execute("ANALYZE path_tree; ANALYZE organisation_placement; ANALYZE organisation_orgunit")


def below_by_path(unit: OrgUnit) -> int:
    """Return how many nodes have a path that begins with the unit's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM path_tree WHERE id = %s", [unit.pk])
        (path,) = cursor.fetchone()
        cursor.execute("SELECT id FROM path_tree WHERE path LIKE %s", [f"{path}%"])
        return len(cursor.fetchall())


def move_by_path(unit: OrgUnit, under: OrgUnit) -> int:
    """Move the unit and all below it under another one, and return how many rows that rewrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM path_tree WHERE id = %s", [unit.pk])
        (old,) = cursor.fetchone()
        cursor.execute("SELECT path FROM path_tree WHERE id = %s", [under.pk])
        (new,) = cursor.fetchone()
        cursor.execute(
            "UPDATE path_tree SET path = %s || substr(path, %s) WHERE path LIKE %s", [new, len(old) - 7, f"{old}%"]
        )
        return int(cursor.rowcount)


def main() -> None:
    """Measure, print, undo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_000)
    options = parser.parse_args()
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    today: date = timezone.localdate()
    with transaction.atomic():
        municipality = Municipality.objects.create(code="matning", name="Mätning")
        board = Board.objects.create(municipality=municipality, code="matning", name="Mätning")
        by = User.objects.create_user("matning@rimlig.example", "Mätning")
        data = table(options.units)
        item = timed(
            f"{options.units} new units looked at",
            lambda: take_in_units(board, data, file_name="a.csv", takes_effect=today, by=by),
        )
        timed(f"{options.units} new units carried out", lambda: carry_out(item, version=1, by=by))  # type: ignore[arg-type]
        workbook = timed("written as Excel", lambda: units_as_workbook(board, today))
        again = timed(
            "taken in again, nothing to do",
            lambda: take_in_units(board, workbook, file_name="a.xlsx", takes_effect=today, by=by),  # type: ignore[arg-type]
        )
        assert {verdict for _number, verdict, _said in again.outcomes} == {"unchanged"}  # type: ignore[attr-defined]
        timed("the whole tree for a page", lambda: outline_of(board, today))
        path_table(board)
        root, department = OrgUnit.objects.get(code="0", board=board), OrgUnit.objects.get(code="1", board=board)
        found = timed("all below the root, placements", lambda: below([root.pk], today), RUNS)
        print(f"  {len(found)} units")  # type: ignore[arg-type]
        timed("all below the root, paths", lambda: below_by_path(root), RUNS)
        found = timed("a department, placements", lambda: below([department.pk], today), RUNS)
        print(f"  {len(found)} units")  # type: ignore[arg-type]
        timed("a department, paths", lambda: below_by_path(department), RUNS)
        under = OrgUnit.objects.get(code="2", board=board)
        rows = Placement.objects.count()
        on = today + timedelta(days=1)
        timed(
            "the department moved, placements, history kept",
            lambda: move_unit(department, under=under, on=on, version=1, by=by),
        )
        print(f"  {Placement.objects.count() - rows} row added, 1 changed")
        moved = timed("the department moved, paths, history kept", lambda: move_by_path(department, under))
        print(f"  {moved} rows changed")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
