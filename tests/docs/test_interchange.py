"""The page about the interchange format says all that the format has, and nothing that it has not."""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import rimlig
from rimlig.documents.document import Document
from rimlig.documents.interchange import FORMAT, OPTIONAL, RECORDS, from_json, to_data
from rimlig.documents.places import HEADINGS

SOURCE = Path(rimlig.__file__).parent
PAGE = (Path(__file__).parents[2] / "docs" / "interchange.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
SECTIONS = {
    name: re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|", text, re.MULTILINE)
    for name, text in re.findall(r"^### (\w+).*?\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
}
# A code stands first in a Remark, or first in what a generator of (code, message) yields.
USED = re.compile(r'(?:\bRemark\(|\byield(?: \(| ))\s*"([a-z]+(?:-[a-z]+)+)"')


def values(annotation: Any) -> str:
    """What the page says of a field of this type, where the type decides it."""
    if get_origin(annotation) is UnionType:
        (whole, _none) = get_args(annotation)
        return values(whole) + (", `null`" if issubclass(whole, StrEnum) else " or `null`")
    if get_origin(annotation) is tuple:
        return "list of "
    if is_dataclass(annotation):
        return f"a {annotation.__name__.lower()}"
    if issubclass(annotation, StrEnum):
        return ", ".join(f"`{value}`" for value in annotation)
    return {str: "text", int: "whole number"}[annotation]


def default(field: "Field[Any]") -> str:
    if field.default is MISSING:
        return "*required*"
    return "`[]`" if field.default == () else f"`{json.dumps(field.default)}`"


def codes_in_use() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        yield from USED.findall(path.read_text(encoding="utf-8"))


def test_the_example_is_a_document_with_every_field() -> None:
    assert len(EXAMPLE) == 1
    assert to_data(from_json(EXAMPLE[0])).keys() == json.loads(EXAMPLE[0]).keys()
    assert json.loads(json.dumps(to_data(from_json(EXAMPLE[0])))) == json.loads(EXAMPLE[0])
    assert json.loads(EXAMPLE[0])["format"] == FORMAT


def test_every_record_has_a_section() -> None:
    assert sorted(SECTIONS) == sorted(record.__name__ for record in RECORDS)


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_described_in_order_with_its_default(record: type[Document]) -> None:
    described = [(name, without) for name, _values, without in SECTIONS[record.__name__]]
    assert described == [(field.name, default(field)) for field in fields(record)]


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_described_with_its_values(record: type[Document]) -> None:
    hints = get_type_hints(record)
    described = {name: said for name, said, _default in SECTIONS[record.__name__] if name != "code"}
    expected = {name: values(hints[name]) for name in described}
    shown = {name: "list of " if said.startswith("list of ") else said for name, said in described.items()}
    assert shown == expected


def test_every_optional_field_is_said_to_be_one() -> None:
    said = re.findall(r"^\| `(\w+)` \|.*\*Optional\.\*.* \|$", PAGE, re.MULTILINE)
    assert sorted(said) == sorted(OPTIONAL)


def test_every_code_in_use_is_described_and_no_other() -> None:
    described = re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \|", PAGE, re.MULTILINE)
    assert described == sorted(set(codes_in_use()))


def test_every_code_in_use_has_a_heading_on_the_pages() -> None:
    assert sorted(HEADINGS) == sorted(set(codes_in_use()))
