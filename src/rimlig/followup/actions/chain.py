"""The same action or action plan through the years: what it was carried over from, and what it has become."""

from typing import Any, TypeVar

from django.db import connection

from rimlig.followup.models import Action, ActionNote, ActionPlan

_Row = TypeVar("_Row", Action, ActionPlan)
LONGEST_CHAIN = 50


def earlier(row: _Row) -> list[_Row]:
    """Return what the row was carried over from, the latest year first. Two queries, however many years."""
    if row.origin_id is None:
        return []
    table = type(row)._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE chain(id, origin_id, depth) AS ("  # noqa: S608  # the table is ours
            f" SELECT id, origin_id, 1 FROM {table} WHERE id = %s"
            f" UNION ALL SELECT t.id, t.origin_id, depth + 1 FROM {table} t JOIN chain c ON t.id = c.origin_id"
            f" WHERE depth < {LONGEST_CHAIN}) SELECT id FROM chain ORDER BY depth",
            [row.origin_id],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    model: Any = type(row)
    found = {one.pk: one for one in model.objects.with_plan().filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def later(row: _Row) -> _Row | None:
    """Return what the row was carried over to, if it was."""
    model: Any = type(row)
    found: _Row | None = model.objects.with_plan().filter(origin=row.pk).order_by("-pk").first()
    return found


def log_of(rows: list[_Row]) -> list[ActionNote]:
    """Return the notes of the rows of a chain as one log, latest first, each with its person and period."""
    notes = ActionNote.objects.select_related("by", "period").order_by("-at", "-pk")
    if not rows:
        return []
    way = "action" if isinstance(rows[0], Action) else "action_plan"
    return list(notes.filter(**{f"{way}__in": [row.pk for row in rows]}))
