from dataclasses import replace

import pytest
from hypothesis import given, settings

from copies import documents_with_copies
from rimlig.documents.document import Document, Event, Goal, Kind, Process, Treatment, WorkingMethod
from rimlig.documents.merging import merge
from rimlig.documents.risk_list import RiskList, risk_list

SHARED, OWN = Event("Fel lön", 3, 4), Event("Vite")


def _plan(*goals: Goal) -> Document:
    return Document(Kind.PLAN, goals=goals)


def test_a_risk_under_two_goals_is_listed_once_and_pointed_to_from_both() -> None:
    copies = (WorkingMethod("Attest", "", (SHARED,)), WorkingMethod("Attest", "", (SHARED, OWN)))
    found = risk_list(
        _plan(*(Goal(f"1.{n}", "", (Process("Lön", (copy,)),)) for n, copy in enumerate(copies, start=1)))
    )
    assert [(risk.number, risk.event) for risk in found.risks] == [(1, SHARED), (2, OWN)]
    assert [found.numbers_at(goal, 0, 0) for goal in (0, 1)] == [(1,), (1, 2)]
    assert found.processes[0].goals == ("1.1", "1.2")


@pytest.mark.parametrize(
    "event",
    [Event("Fel lön", 3), Event("Fel lön", treatment=Treatment.WATCH), Event("Fel lön", category="Mutor")],
)
def test_an_analysis_is_made_once_anything_is_known_of_a_risk(event: Event) -> None:
    goal = Goal("1.1", "", (Process("Lön", (WorkingMethod("Attest", "", (event, OWN)),)),))
    assert [risk.event for risk in risk_list(_plan(goal)).risks] == [event, OWN]


def test_words_alone_are_no_analysis() -> None:
    goal = Goal("1.1", "", (Process("Lön", (WorkingMethod("Attest", "", (OWN,)),)),))
    assert risk_list(_plan(goal)) == RiskList()
    assert risk_list(_plan(goal)).numbers_at(0, 0, 0) == ()


def test_a_process_without_risks_is_there_for_its_reason() -> None:
    found = risk_list(_plan(Goal("1.1", "", (Process("Lön", (), "Alla får lön"), Process("Arkiv")))))
    assert [(process.name, process.reason) for process in found.processes] == [("Lön", "Alla får lön")]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(documents_with_copies())
def test_every_copy_points_to_its_own_events(document: Document) -> None:
    found = risk_list(document)
    events = {risk.number: risk.event for risk in found.risks}
    assert list(events) == list(range(1, len(events) + 1))
    if not found.processes:
        return
    assert len(events) == sum(len(m.events) for process in merge(document.goals) for m in process.working_methods)
    for g, goal in enumerate(document.goals):
        for p, process in enumerate(goal.processes):
            for m, method in enumerate(process.working_methods):
                numbers = found.numbers_at(g, p, m)
                assert [events[number] for number in numbers] == [replace(e, actions=()) for e in method.events]
