"""What a run of a control test came to, as data: `rimlig-control-test/1`, described in docs/control-tests.md."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rimlig.controltests.definition import ControlTest, Kind
from rimlig.controltests.registry import all_tests

FORMAT: Final = "rimlig-control-test/1"


@dataclass(frozen=True)
class DataFile:
    """A file that was examined. `rows`: those with anything in the columns that the test reads, without the headings."""

    name: str
    file: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Found:
    """One exception: its row in the first input's file, the reason, and what the reason's sentence names."""

    row: int
    reason: str
    values: dict[str, Any]
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What came of a run. `exceptions` lists the first of them by row, `count` is how many there are."""

    test: str
    version: int
    name: str
    parameters: dict[str, Any]
    data: tuple[DataFile, ...]
    population: int
    counts: str
    count: int
    exceptions: tuple[Found, ...]
    engine: dict[str, str]


def to_json(outcome: Outcome) -> str:
    """Return the outcome as JSON; the same outcome is always the same text."""
    listed = [
        {"row": one.row, "reason": one.reason, "sentence": one.sentence, "values": one.values}
        for one in outcome.exceptions
    ]
    data = {
        "format": FORMAT,
        "test": {"code": outcome.test, "version": outcome.version, "name": outcome.name},
        "parameters": outcome.parameters,
        "data": [asdict(one) for one in outcome.data],
        "population": {"count": outcome.population, "of": outcome.counts},
        "exceptions": {"count": outcome.count, "listed": len(listed), "rows": listed},
        "engine": outcome.engine,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str | bytes) -> Outcome:
    """Return the outcome that `to_json` wrote."""
    data = json.loads(text)
    return Outcome(
        test=data["test"]["code"],
        version=data["test"]["version"],
        name=data["test"]["name"],
        parameters=data["parameters"],
        data=tuple(DataFile(**one) for one in data["data"]),
        population=data["population"]["count"],
        counts=data["population"]["of"],
        count=data["exceptions"]["count"],
        exceptions=tuple(
            Found(one["row"], one["reason"], one["values"], one["sentence"]) for one in data["exceptions"]["rows"]
        ),
        engine=data["engine"],
    )


def sentence_of(test: ControlTest, reason: str, values: Mapping[str, Any]) -> str:
    """Return the sentence about an exception in the reader's language. `values` are as JSON has them."""
    kinds = test.column_kinds()
    return str(test.reasons[reason]) % {name: in_words(value, kinds.get(name)) for name, value in values.items()}


def in_words(value: Any, kind: Kind | None) -> str:
    """Return a value as people read it."""
    if value is None:
        return _("(empty)")
    if kind is Kind.AMOUNT:
        return number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    return str(value)


def in_readers_language(outcome: Outcome, one: Found) -> str:
    """Return the sentence in the reader's language, while the test is the one that it was; else as it was written."""
    test = all_tests().get(outcome.test)
    if test is None or test.version != outcome.version:
        return one.sentence
    return sentence_of(test, one.reason, one.values)


def plain(value: Any) -> Any:
    """Return a value as it stands in JSON: a number or a text. The same value is always the same text."""
    if isinstance(value, Decimal):
        return format(value.normalize() if value != round(value, 2) else round(value, 2), "f")
    if isinstance(value, datetime):  # a day with an interval added is a moment to the engine
        value = value.date()
    return value.isoformat() if isinstance(value, date) else value
