"""The glossary and the model say the same: every table is in it, and it speaks of nothing that is not there."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from rimlig.controlsystem.models import Component
from rimlig.documents import document, words
from rimlig.followup.models import AnswerState, PeriodCode, ReportState
from rimlig.imports.models import Import
from rimlig.organisation.models import Role
from rimlig.planning.models import PlanState
from rimlig.reportwork.models import Level

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^\| (?P<swedish>[^|]+) \| (?P<english>[^|]+) \| `(?P<code>[\w.]+)` \| [^|]*\|$", re.MULTILINE)
ENTRIES = [match.groupdict() for match in ENTRY.finditer(GLOSSARY)]
CODES = [entry["code"] for entry in ENTRIES]
ROOMS = (
    "organisation",
    "records",
    "appearance",
    "reminders",
    "planning",
    "followup",
    "drafting",
    "imports",
    "lifecycle",
    "controlsystem",
    "reportwork",
    "opendata",
    "search",
)
# What people choose among. The document's own values have their Swedish words in documents/words.py.
CHOICES: dict[str, type[Enum]] = {
    "Deviation": document.Deviation,
    "ActionStatus": document.ActionStatus,
    "Treatment": document.Treatment,
    "Kind": document.Kind,
    "Role": Role,
    "PeriodCode": PeriodCode,
    "AnswerState": AnswerState,
    "PlanState": PlanState,
    "Import.State": Import.State,
    "Component": Component,
    "ReportState": ReportState,
    "Level": Level,
}
SWEDISH = {
    "Deviation": words.DEVIATION,
    "ActionStatus": words.STATUS,
    "Treatment": words.TREATMENT,
}


def models() -> Iterator[type[Any]]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not model.__name__.endswith("History"):
                yield model


def test_the_page_is_read_whole() -> None:
    rows = re.findall(r"^\| (?!Swedish)", GLOSSARY, re.MULTILINE)
    assert len(ENTRIES) == len(rows)


def test_every_table_is_in_the_glossary_once() -> None:
    tables = [code for code in CODES if "." not in code]
    assert sorted(tables) == sorted(model.__name__ for model in models())


@pytest.mark.parametrize("name", CHOICES)
def test_every_value_that_people_choose_is_in_the_glossary_once(name: str) -> None:
    listed = [code.rpartition(".")[2] for code in CODES if code.rpartition(".")[0] == name]
    assert listed == [value.name for value in CHOICES[name]]


@pytest.mark.parametrize("code", [code for code in CODES if "." in code])
def test_every_name_in_the_glossary_is_in_the_code(code: str) -> None:
    known: dict[str, Any] = {model.__name__: model for model in models()}
    known |= {**CHOICES, "words": words, "documents": document}
    owner, _dot, name = code.rpartition(".")
    assert hasattr(known[owner], name)


@pytest.mark.parametrize("name", SWEDISH)
def test_the_swedish_of_a_value_is_the_word_that_documents_use(name: str) -> None:
    listed = {entry["code"].rpartition(".")[2]: entry["swedish"] for entry in ENTRIES if f"{name}." in entry["code"]}
    assert listed == {value.name: word.lower() for value, word in SWEDISH[name].items()}


def test_one_word_means_one_thing() -> None:
    def repeated(column: str) -> list[str]:
        said = [word for entry in ENTRIES for word in re.split(", |; ", entry[column])]
        return sorted({word for word in said if said.count(word) > 1})

    assert (repeated("swedish"), repeated("english"), repeated("code")) == ([], [], [])
