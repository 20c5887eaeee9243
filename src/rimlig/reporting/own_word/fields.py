"""The fields that a template may name, told by example: the very values that the examples are filled in with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from docxtpl import RichText

from rimlig.documents.document import Kind
from rimlig.reporting.own_word.sources import example_of
from rimlig.reporting.word import context_of


@dataclass(slots=True)
class Field:
    """A field: its parts when it has parts, what one of it is when it is a list, and an example of its value."""

    parts: dict[str, "Field"] = field(default_factory=dict)
    one: "Field | None" = None
    example: str = ""
    is_sign: bool = False  # symbol and word in a colour: written with {{r …}}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page that tells the fields: how one writes it, an example, and how deep it stands."""

    name: str
    example: str
    depth: int
    is_list: bool
    is_sign: bool


_SIGNS: Final = {"deviation": "△ Mindre avvikelse", "status": "◐ Pågående"}


@cache
def fields() -> Field:
    """Return everything that a template may name, of all kinds together."""
    root = Field()
    for kind in (Kind.PLAN, Kind.FOLLOW_UP, Kind.ACTION_PLANS):
        _learn(root, context_of(example_of(kind)) | {"logo": ""})
    return root


def lines() -> list[Line]:
    """Return the fields for people, in their order; the constant words of documents are left out."""
    root = fields()
    return [line for name, one in root.parts.items() if name != "words" for line in _lines(name, one, 0)]


def _learn(known: Field, value: Any, last: str = "") -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _learn(known.parts.setdefault(str(name), Field()), part, str(name))
    elif isinstance(value, list | tuple):
        if known.one is None:
            known.one = Field()
        for each in value:
            _learn(known.one, each)
    elif isinstance(value, RichText):
        known.is_sign = True
        known.example = known.example or _SIGNS.get(last, "")
    elif value not in (None, "") and not known.example:
        known.example = str(value)


def _lines(name: str, known: Field, depth: int) -> Iterator[Line]:
    is_list = known.one is not None
    yield Line(name, known.example, depth, is_list, known.is_sign)
    if known.one is not None:
        singular = SINGULAR.get(name.rpartition(".")[2], "paragraph")
        if known.one.parts:
            for part, below in known.one.parts.items():
                yield from _lines(f"{singular}.{part}", below, depth + 1)
        else:
            yield Line(singular, known.one.example, depth + 1, is_list=False, is_sign=known.one.is_sign)
    for part, below in known.parts.items():
        yield from _lines(f"{name}.{part}", below, depth + 1)


SINGULAR: Final = {
    "goals": "goal",
    "processes": "process",
    "working_methods": "method",
    "rows": "row",
    "summaries": "summary",
    "action_plans": "plan",
    "matrices": "matrix",
    "scale_tables": "scale",
    "risk_processes": "process",
    "cells": "cell",
    "columns": "column",
    "follow_up_facts": "part",
    "follow_up_analysis": "part",
}
"""What one of a list is called in our examples; a template may call it what it likes."""
