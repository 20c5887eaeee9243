"""The tree of units under a board on a day: what stands above a unit, and what below."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils import timezone

_VALID = "(p.starts IS NULL OR p.starts <= %(day)s) AND (p.ends IS NULL OR p.ends >= %(day)s)"  # a placement on the day
_ABOVE = f"""
    WITH RECURSIVE above(id) AS (
        SELECT unnest(%(units)s::bigint[])
        UNION
        SELECT p.parent_id FROM above JOIN organisation_placement p ON p.unit_id = above.id
        WHERE p.parent_id IS NOT NULL AND {_VALID}
    ) SELECT id FROM above
"""  # noqa: S608  (the SQL is ours, data goes in as parameters)
_BELOW = f"""
    WITH RECURSIVE below(id) AS (
        SELECT unnest(%(units)s::bigint[])
        UNION
        SELECT p.unit_id FROM below JOIN organisation_placement p ON p.parent_id = below.id WHERE {_VALID}
    ) SELECT id FROM below
"""  # noqa: S608
_BELOW_EACH = f"""
    WITH RECURSIVE below(top, id) AS (
        SELECT unit, unit FROM unnest(%(units)s::bigint[]) AS unit
        UNION
        SELECT below.top, p.unit_id FROM below JOIN organisation_placement p ON p.parent_id = below.id WHERE {_VALID}
    ) SELECT top, array_agg(id) FROM below GROUP BY top
"""  # noqa: S608


def above(units: Iterable[int], on: date | None = None) -> frozenset[int]:
    """Return the ids of the units and of all units that they stand under on the day (today when none is given)."""
    return _walk(_ABOVE, units, on)


def below(units: Iterable[int], on: date | None = None) -> frozenset[int]:
    """Return the ids of the units and of all units that stand under them on the day (today when none is given)."""
    return _walk(_BELOW, units, on)


def below_each(units: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each of the units its own id and those of all units that stand under it today. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW_EACH, {"units": list(units), "day": timezone.localdate()})
        return {top: frozenset(ids) for top, ids in cursor.fetchall()}


def _walk(sql: str, units: Iterable[int], on: date | None) -> frozenset[int]:
    start = list(units)
    if not start:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"units": start, "day": on or timezone.localdate()})
        return frozenset(row[0] for row in cursor.fetchall())
