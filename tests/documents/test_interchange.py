import json
from typing import Any

import pytest
from hypothesis import given, settings

from rimlig.documents.document import Document, Event, FollowUp, Goal, Kind, Process, WorkingMethod
from rimlig.documents.interchange import NotInterchange, from_json, to_data, to_json
from strategies import documents


@settings(derandomize=True, max_examples=60, deadline=None)
@given(documents())
def test_a_document_written_and_read_is_the_same(document: Document) -> None:
    assert from_json(to_json(document)) == document


def test_the_keys_stand_in_the_order_of_the_format() -> None:
    data = to_data(Document("follow-up"))
    assert list(data) == [
        *("format", "kind", "year", "title", "board", "introduction", "summary"),
        *("summary_by_goal", "goals", "action_plans", "warnings"),
    ]


def test_what_has_no_content_of_the_newer_fields_is_written_as_before() -> None:
    method = WorkingMethod("Attest", "", (Event("Fel lön"),), (FollowUp("Stickprov"),))
    data = to_data(Document(Kind.PLAN, goals=(Goal("1", "", (Process("Lön", (method,)),)),)))
    (process,) = data["goals"][0]["processes"]
    (row,) = process["working_methods"]
    assert "scale" not in data
    assert list(process) == ["name", "working_methods"]
    assert list(row["events"][0]) == ["text", "likelihood", "consequence", "treatment", "actions"]
    assert list(row["follow_ups"][0]) == ["text", "deviation", "result", "measures", "actions"]


def test_a_file_that_says_it_is_a_draft_holds_the_same_document() -> None:
    document = Document(Kind.FOLLOW_UP, 2027, summary="Det gick bra.")
    marked = to_json(document, mark="Utkast")
    assert list(json.loads(marked))[:2] == ["format", "mark"]
    assert json.loads(marked)["mark"] == "Utkast"
    assert from_json(marked) == document
    assert "mark" not in json.loads(to_json(document))


VALID: dict[str, Any] = {"format": "rimlig-plan/1", "kind": "plan"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "rimlig-plan/2"}, '"format" is not "rimlig-plan/1"'),
        ({"kind": "budget"}, "kind: Input should be 'plan', 'follow-up' or 'action-plans'"),
        ({"year": "2018"}, "year: Input should be a valid integer"),
        ({"mark": 1}, '"mark" is not a text'),
        ({"colour": "red"}, "colour: Unexpected keyword argument"),
        ({"goals": [{"number": 1.1}]}, "goals.0.number: Input should be a valid string"),
        ({"goals": [{"number": "1", "owner": "x"}]}, "goals.0.owner: Unexpected keyword argument"),
    ],
)
def test_what_is_not_of_the_format_is_refused_with_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(NotInterchange) as refused:
        from_json(json.dumps(VALID | change))
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["", "[]", '{"format": "rimlig-plan/1"', "[" * 100_000])
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(NotInterchange):
        from_json(text)
