"""What a revision changes: the rows of two editions beside each other, in the order in which they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.lifecycle.edition_rows import Key, Row, rows_of
from rimlig.planning.models import Plan
from rimlig.planning.rows.histories import Word, compare


class Change(Enum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


CHANGES: Final[dict[Change, str | Promise]] = {
    Change.ADDED: _("added"),
    Change.REMOVED: _("removed"),
    Change.CHANGED: _("changed"),
    Change.MOVED: _("moved"),
}


@dataclass(frozen=True)
class FieldDifference:
    """A column that is not the same, word by word: what each side says, with the words that differ marked."""

    label: str
    before: list[Word]
    after: list[Word]


@dataclass(frozen=True)
class RowDifference:
    """A row that was added, removed, changed or moved (a changed one may be moved too)."""

    change: Change
    kind: str
    place: str
    text: str
    moved_from: str = ""
    fields: Sequence[FieldDifference] = ()


def differences(old: Plan, new: Plan) -> list[RowDifference]:
    """Return what the new edition changes of the old one; nothing when they say the same."""
    before = {row.key: row for row in rows_of(old, originals=None)}
    after = {row.key: row for row in rows_of(new, originals=set(before))}
    found = [_difference(before.get(row.key), row) for row in after.values()]
    found += [_removed(row) for row in before.values() if row.key not in after]
    moved = _reordered(before, after)
    found += [
        RowDifference(Change.MOVED, after[key].kind, after[key].place, after[key].text)
        for key in after
        if key in moved and not _difference(before[key], after[key])
    ]
    return [one for one in found if one is not None]


def _difference(old: Row | None, new: Row) -> RowDifference | None:
    if old is None:
        return RowDifference(Change.ADDED, new.kind, new.place, new.text, fields=_fields({}, new.values))
    fields = _fields(old.values, new.values)
    moved_from = old.place if old.parent != new.parent else ""
    if fields:
        return RowDifference(Change.CHANGED, new.kind, new.place, new.text, moved_from, fields)
    if moved_from:
        return RowDifference(Change.MOVED, new.kind, new.place, new.text, moved_from)
    return None


def _removed(row: Row) -> RowDifference:
    return RowDifference(Change.REMOVED, row.kind, row.place, row.text, fields=_fields(row.values, {}))


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> list[FieldDifference]:
    found = []
    for label in [*new, *(label for label in old if label not in new)]:
        before, after = old.get(label, ""), new.get(label, "")
        if before != after:
            words = compare(before, after)
            left = [word for word in words if word.sign != "+"]
            right = [word for word in words if word.sign != "-"]
            found.append(FieldDifference(label, left, right))
    return found


def _reordered(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> set[Key]:
    """Return the rows that stand in another order among those that they shared a place with before, as few as possible."""
    groups: dict[tuple[str, Key | None], list[Key]] = {}
    for key, row in after.items():
        if key in before and before[key].parent == row.parent:
            groups.setdefault((key[0], row.parent), []).append(key)
    places = {key: place for place, key in enumerate(before)}
    moved: set[Key] = set()
    for keys in groups.values():
        stay = _longest_rising([places[key] for key in keys])
        moved |= {key for index, key in enumerate(keys) if index not in stay}
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the indexes of a longest rising subsequence: those are in the same order as before.

    >>> sorted(_longest_rising([5, 1, 2, 3]))
    [1, 2, 3]
    """
    best: list[list[int]] = []
    for index, number in enumerate(numbers):
        before = max((one for one in best if numbers[one[-1]] < number), key=len, default=[])
        best.append([*before, index])
    longest: list[int] = []
    for one in best:
        longest = one if len(one) > len(longest) else longest
    return set(longest)
