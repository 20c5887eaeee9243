"""What has happened to a risk's assessment: who changed which value, when, from what to what, and at which workshop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.audit import versions_of
from rimlig.core.history import words_of_operation
from rimlig.organisation.models import User
from rimlig.planning.models import RiskCategory, UndesiredEvent, Workshop
from rimlig.planning.risks.operations import LABELS, TREATED

SHOWN: Final = 20
_LABELS: Final[dict[str, str | Promise]] = {"text": gettext_lazy("Undesired event"), **LABELS}


@dataclass(frozen=True)
class FieldChange:
    """A column that changed: its label, and what stood there before and after, in words."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of the risk. `workshop` is the name of the one that it was concluded at, if any."""

    when: datetime
    who: str
    what: str
    workshop: str
    fields: list[FieldChange]


def history_of(event: UndesiredEvent) -> list[Change]:
    """Return the latest changes of the risk, newest first. Five queries at most, however long its history is."""
    versions = list(versions_of(event).annotate(metadata=F("pgh_context__metadata")).order_by("-pgh_id")[: SHOWN + 1])
    words = _words(versions)
    pairs = list(zip(versions, [*versions[1:], None], strict=True))[:SHOWN]
    changes = [_change(version, before, words) for version, before in pairs]
    return [change for change in changes if change.fields]


@dataclass(frozen=True)
class Words:
    """Names of what columns refer to, by id."""

    people: dict[int, str]
    categories: dict[int, str]
    workshops: dict[int, str]


def words_for(event: UndesiredEvent, values: Mapping[str, Any]) -> Words:
    """Return the names of what the row and the values (by column) refer to, for `in_words`."""
    people = {event.accepted_by_id, values.get("accepted_by_id")}
    categories = {event.category_id, values.get("category_id")}
    return Words(_names(User, people, "name"), _names(RiskCategory, categories, "name"), {})


def _words(versions: list[Any]) -> Words:
    """Return the names of what the versions refer to."""
    told = [version.metadata or {} for version in versions]
    people = {one.get("user") for one in told} | {version.accepted_by_id for version in versions}
    return Words(
        _names(User, people, "name"),
        _names(RiskCategory, {version.category_id for version in versions}, "name"),
        _names(Workshop, {one.get("workshop") for one in told}, "name"),
    )


def _names(model: Any, ids: set[Any], column: str) -> dict[int, str]:
    wanted = ids - {None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", column)) if wanted else {}


def _change(version: Any, before: Any, words: Words) -> Change:
    told = version.metadata or {}
    operation = told.get("operation", "")
    return Change(
        version.pgh_created_at,
        words.people.get(told.get("user") or 0, "Rimlig"),
        words_of_operation(operation) if operation else _("Changed directly in the database"),
        words.workshops.get(told.get("workshop") or 0, ""),
        [
            FieldChange(
                label,
                in_words(name, getattr(before, name, None), words),
                in_words(name, getattr(version, name), words),
            )
            for name, label in _LABELS.items()
            if getattr(version, name) != (getattr(before, name) if before is not None else _EMPTY.get(name))
        ],
    )


_EMPTY: Final = dict.fromkeys(("text", "likelihood_reason", "consequence_reason", "treatment", "treatment_reason"), "")


def in_words(name: str, value: Any, words: Words) -> str:
    """Return a column's value as people read it; nothing for an empty one."""
    if value in (None, ""):
        return ""
    if name == "category_id":
        return words.categories.get(value, "")
    if name == "accepted_by_id":
        return words.people.get(value, "")
    if name == "treatment":
        return str(TREATED.get(value, value))
    return str(value)
