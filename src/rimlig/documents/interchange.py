"""The interchange format rimlig-plan/1: a document as JSON, and back without loss."""

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rimlig.documents.document import (
    Action,
    ActionPlan,
    Band,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Process,
    Remark,
    Scale,
    Step,
    WorkingMethod,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT: Final = "rimlig-plan/1"
RECORDS: Final = (
    *(Action, ActionPlan, Band, Document, Event, FollowUp, Goal, GoalSummary, Process, Remark, Scale, Step),
    WorkingMethod,
)
OPTIONAL: Final = frozenset(
    [
        *("approach", "scale", "reason"),
        *("likelihood_after", "consequence_after", "likelihood_reason", "consequence_reason"),
        *("category", "treatment_reason", "accepted_by"),
        *("method", "schedule", "answering", "performer", "reviewer", "examination"),
        *("criterion_none", "criterion_minor", "criterion_major"),
    ]
)
"""Keys that are written only when they have content: files from before they existed stay as they were."""


class NotInterchange(ValueError):
    """The JSON is not a rimlig-plan/1 document. The message says where, in the words of the format."""


def to_data(document: Document, *, mark: str = "") -> dict[str, Any]:
    """Return the document as the plain data of the format, keys in the format's order.

    `mark` says of a file that nobody has decided or approved what is in it. It is no part of the document.
    """
    marked = {"mark": mark} if mark else {}
    return {"format": FORMAT, **marked, **asdict(document, dict_factory=_with_content)}


def _with_content(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key not in OPTIONAL or value not in ("", (), None)}


def to_json(document: Document, *, mark: str = "") -> str:
    """Return the document as readable JSON text ending in a line break; `mark` as in `to_data`."""
    return json.dumps(to_data(document, mark=mark), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> Document:
    """Return the document that JSON text of the format describes.

    Raises NotInterchange with the place and the reason when the text is not of
    the format: no JSON, another format name, an unknown key, a wrong type.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotInterchange(str(error)) from error
    if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
        raise NotInterchange(f'"format" is not "{FORMAT}"')
    if not isinstance(data.pop("mark", ""), str):
        raise NotInterchange('"mark" is not a text')
    # Pydantic takes a fifth of a second to import, and only this function needs it.
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return _adapter().validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise NotInterchange(f"{place}: {first['msg']}") from error


@cache
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter  # noqa: PLC0415  (see from_json)

    for record in RECORDS:
        # An unknown key would be lost without a word, so it is refused.
        setattr(record, "__pydantic_config__", {"extra": "forbid", "strict": True})  # noqa: B010  (no such attribute is declared)
    return TypeAdapter(Document)
