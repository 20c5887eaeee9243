"""Which row of last year's plan a row of this year's was copied from, through every edition between them."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from rimlig.planning.models import PlanRow

LONGEST_CHAIN: Final = 50


def same_rows_last_year(model: type[PlanRow], this_year: Iterable[int], last_year: Iterable[int]) -> dict[int, int]:
    """Return the row of last year that each row of this year goes on from, by their ids. One query.

    Two rows are the same through the years when one was copied from the other,
    or both from the same row: a plan that was rolled over and then revised has
    its results under rows that next year's were not copied from themselves.
    """
    these, those = sorted(set(this_year)), sorted(set(last_year))
    if not these or not those:
        return {}
    ancestors = _ancestors(model, [*these, *those])
    by_ancestor: dict[int, int] = {}
    for row in those:
        for ancestor in ancestors[row]:
            by_ancestor.setdefault(ancestor, row)
    found = {}
    for row in these:
        # The nearest ancestor first, so that a row copied twice in a year goes on from the one it was copied from.
        same = next((by_ancestor[ancestor] for ancestor in ancestors[row] if ancestor in by_ancestor), None)
        if same is not None:
            found[row] = same
    return found


def _ancestors(model: type[PlanRow], rows: list[int]) -> dict[int, list[int]]:
    """Return each row itself and what it was copied from, the nearest first."""
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE chain(id, ancestor, depth) AS ("  # noqa: S608  # the table is ours
            f" SELECT id, id, 0 FROM {table} WHERE id = ANY(%s)"
            f" UNION ALL SELECT c.id, t.origin_id, c.depth + 1 FROM {table} t JOIN chain c ON t.id = c.ancestor"
            f" WHERE t.origin_id IS NOT NULL AND c.depth < {LONGEST_CHAIN})"
            f" SELECT id, ancestor FROM chain ORDER BY id, depth",
            [rows],
        )
        found: dict[int, list[int]] = {row: [] for row in rows}
        for row, ancestor in cursor.fetchall():
            found[row].append(ancestor)
    return found
