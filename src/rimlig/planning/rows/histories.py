"""What the database remembers of a row: who changed it, when, by which operation, from what to what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, cast

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rimlig.core.audit import versions_of
from rimlig.core.history import words_of_operation
from rimlig.organisation.models import User
from rimlig.planning.models import PartOfPlan, Process
from rimlig.planning.rows.editables import BY_KIND, Editable, Field

PAGE = 20


@dataclass(frozen=True)
class Word:
    """A piece of text in a comparison: kept ("="), new ("+") or gone ("-")."""

    sign: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """A field that changed, word by word."""

    label: str | Promise
    words: list[Word]


@dataclass(frozen=True)
class Change:
    """One version of a row beside the one before."""

    when: datetime
    who: str
    operation: str
    is_first: bool
    fields: list[FieldChange]
    editable: Editable | None = None
    row_id: int = 0
    name: str = ""


def compare(before: str, after: str) -> list[Word]:
    """Return the words of both texts: those kept, those gone, those new.

    >>> [(word.sign, word.text) for word in compare("Två av åtta", "Tre av åtta")]
    [('-', 'Två'), ('+', 'Tre'), ('=', ' av åtta')]
    """
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    words: list[Word] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            words.append(Word("=", "".join(old[first:last])))
            continue
        words += [Word("-", gone)] if (gone := "".join(old[first:last])) else []
        words += [Word("+", added)] if (added := "".join(new[start:end])) else []
    return words


def page_of_history(row: PartOfPlan, editable: Editable, page: int) -> tuple[list[Change], bool]:
    """Return the row's changes of the page (the first is 1), latest first, and whether there are older ones."""
    start = (page - 1) * PAGE
    # One more than shown, for the last one's before; two, to know whether there is another page.
    versions = list(_versions(versions_of(row)).select_related(*_related(editable))[start : start + PAGE + 1])
    people = _names(versions)
    pairs = zip(versions, [*versions[1:], None], strict=True)
    changes = [_change(version, before, editable, people) for version, before in pairs]
    return changes[:PAGE], len(versions) > PAGE


def changes_of(kind: str, rows: Iterable[int]) -> list[Change]:
    """Return all that has happened to rows of a kind, by their keys, the oldest first. Two queries, however many there are."""
    editable = BY_KIND[kind]
    found = _versions(_history_of(editable).filter(pgh_obj_id__in=list(rows))).select_related(*_related(editable))
    versions = list(found.order_by("pgh_id"))
    people = _names(versions)
    before: dict[int, Any] = {}
    changes = []
    for version in versions:
        changes.append(_change(version, before.get(version.pgh_obj_id), editable, people))
        before[version.pgh_obj_id] = version
    return changes


def last_change(row: PartOfPlan) -> Change | None:
    """Return who changed the row last, and when."""
    versions = list(_versions(versions_of(row))[:1])
    return _change(versions[0], None, None, _names(versions)) if versions else None


def latest_in_process(process: Process, number: int = 10) -> list[Change]:
    """Return the latest changes of the process and all that stands under it, latest first.

    What one transaction did has one time, and numbers of different kinds say
    nothing about each other: of those, what stands deepest in the outline is first.
    """
    versions = [
        (version, depth, editable)
        for depth, editable in enumerate(BY_KIND.values())
        for way in editable.ways_to_process
        for version in _versions(_history_of(editable).filter(**{way: process.pk}))[:number]
    ]
    versions.sort(key=lambda found: (found[0].pgh_created_at, found[1], found[0].pgh_id), reverse=True)
    people = _names(version for version, _depth, _editable in versions[:number])
    return [_change(version, None, editable, people) for version, _depth, editable in versions[:number]]


def _history_of(editable: Editable) -> Any:
    return cast("Any", editable.model)._meta.get_field("history").related_model._default_manager  # noqa: SLF001


def _related(editable: Editable) -> list[str]:
    """Return the columns of the kind that name another row: one query fetches what they are called."""
    columns = {field.name: field for field in cast("Any", editable.model)._meta.fields}  # noqa: SLF001
    return [field.name for field in (*editable.fields, *editable.beside) if columns[field.name].is_relation]


def _versions(history: Any) -> Any:
    """Return versions, latest first, each with the metadata of what wrote it."""
    return history.annotate(metadata=F("pgh_context__metadata")).order_by("-pgh_id")


def _names(versions: Iterable[Any]) -> dict[int, str]:
    """Return the names of the people who made the versions, in one query."""
    ids: set[Any] = {(version.metadata or {}).get("user") for version in versions} - {None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _change(version: Any, before: Any, editable: Editable | None, people: dict[int, str]) -> Change:
    metadata = version.metadata or {}
    operation = metadata.get("operation", "")
    by_hand = people.get(metadata.get("user", 0))
    room = operation.partition(".")[0]
    shown = () if editable is None else (*editable.fields, *editable.beside)
    fields = [_field_change(field, version, before) for field in shown]
    return Change(
        when=version.pgh_created_at,
        who=by_hand or (f"Rimlig ({_ROOMS[room]})" if room in _ROOMS else "Rimlig"),
        operation=words_of_operation(operation) if operation else _("Changed directly in the database"),
        is_first=version.pgh_label == "insert",
        fields=[change for change in fields if any(word.sign != "=" for word in change.words)],
        editable=editable,
        row_id=version.pgh_obj_id,
        name="" if editable is None else _in_words(editable.fields[0], getattr(version, editable.fields[0].name)),
    )


_ROOMS = {"imports": "import", "followup": "webb", "planning": "webb"}


def _field_change(field: Field, version: Any, before: Any) -> FieldChange:
    old = "" if before is None else _in_words(field, getattr(before, field.name))
    return FieldChange(field.label, compare(old, _in_words(field, getattr(version, field.name))))


def _in_words(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.choices).get(value, value)) if field.choices else str(value)
