from dataclasses import replace

import pytest

from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    Remark,
    WorkingMethod,
)
from rimlig.documents.review import review

ACTION = Action("Stickprov varje månad", ActionStatus.CLOSED)
EVENT = Event("Fel lön betalas ut", actions=(ACTION,))
FOLLOW_UP = FollowUp("Lönelistor granskas", Deviation.NONE, "Inget att anmärka.")
METHOD = WorkingMethod("Attest", "Listan stäms av", (EVENT,), (FOLLOW_UP,))
WHERE = "3.5 › Lön › Attest"


def _document(method: WorkingMethod = METHOD, **changes: object) -> Document:
    goals = (Goal("3.5", "Ekonomin", (Process("Lön", (method,)),)),)
    return replace(Document(Kind.FOLLOW_UP, 2026, goals=goals), **changes)


def test_a_document_without_faults_has_no_remarks() -> None:
    assert review(_document(summary_by_goal=(GoalSummary("3.5", "Ekonomin.", "Inga avvikelser."),))) == ()


@pytest.mark.parametrize(
    ("method", "codes"),
    [
        (replace(METHOD, events=(replace(EVENT, actions=()),)), ["event-without-action"]),
        (replace(METHOD, events=(replace(EVENT, actions=(replace(ACTION, text="a"),)),)), ["looks-like-slip"]),
        (replace(METHOD, events=(replace(EVENT, actions=(replace(ACTION, status=None),)),)), ["action-without-status"]),
        (replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=None),)), ["follow-up-without-level"]),
        (replace(METHOD, follow_ups=(replace(FOLLOW_UP, result=""),)), ["follow-up-without-result"]),
        (replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MINOR),)), ["deviation-without-measures"]),
        (
            replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MAJOR, measures="Inga åtgärder än."),)),
            ["deviation-without-measures"],
        ),
        (replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MAJOR, measures="Nytt schema."),)), []),
        (WorkingMethod("Attest"), ["empty-method"]),
    ],
)
def test_gaps_and_slips_are_named_with_their_place(method: WorkingMethod, codes: list[str]) -> None:
    remarks = review(_document(method))
    assert [remark.code for remark in remarks] == codes
    assert {remark.where for remark in remarks} <= {WHERE}


def test_a_plan_is_not_asked_for_results() -> None:
    plan = _document(replace(METHOD, follow_ups=(FollowUp("Lönelistor granskas"),)), kind=Kind.PLAN)
    assert review(plan) == ()


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("Inga avvikelser har förekommit.", True),
        ("Förvaltningen har inte noterat någon avvikelse.", True),
        ("Granskningen är gjord utan anmärkning.", True),
        ("En mindre avvikelse har rapporterats.", False),
        ("Av fyra uppföljningar visar tre ingen avvikelse och en mindre avvikelse.", False),
        ("Av 42 uppföljningar visar 41 ingen avvikelse. Den andra är mindre.", False),
        ("De flesta uppföljningarna visar ingen avvikelse.", False),
        ("Sju ingen avvikelse, en mindre.", False),
        ("Av fyra enheter har tre svarat. Inga avvikelser finns.", True),
        ("Samtliga fyra uppföljningar visar ingen avvikelse.", True),
        ("", False),
    ],
)
def test_a_summary_that_denies_a_deviation_is_a_contradiction(text: str, contradicts: bool) -> None:
    method = replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MINOR, measures="Nytt schema."),))
    remarks = review(_document(method, summary_by_goal=(GoalSummary("3.5", "Ekonomin", text),)))
    assert [(remark.code, remark.where) for remark in remarks] == [("summary-contradicts", "3.5")] * contradicts


def test_the_whole_summary_may_deny_larger_deviations_when_all_are_minor() -> None:
    minor = replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MINOR, measures="Nytt schema."),))
    major = replace(METHOD, follow_ups=(replace(FOLLOW_UP, deviation=Deviation.MAJOR, measures="Nytt schema."),))
    summary = "Inga större avvikelser har rapporterats."
    assert review(_document(minor, summary=summary)) == ()
    assert [remark.code for remark in review(_document(major, summary=summary))] == ["summary-contradicts"]


def test_a_goal_worded_differently_in_the_summary_is_named() -> None:
    remarks = review(
        _document(summary_by_goal=(GoalSummary("3.5", "Ekonomin håller", "Bra."), GoalSummary("9.9", "", "")))
    )
    assert [remark.code for remark in remarks] == ["goal-title-differs", "summary-without-goal"]


def test_what_differs_between_copies_is_said_exactly() -> None:
    own = Event("Vite döms ut", actions=(ACTION,))
    late = replace(METHOD, events=(replace(EVENT, actions=(replace(ACTION, status=ActionStatus.ONGOING),)), own))
    goals = (
        Goal("1.2", "", (Process("Lön", (METHOD,)),)),
        Goal("3.5", "", (Process("Lön", (late,)),)),
        Goal("4.6", "", (Process("Lön", (METHOD,)),)),
    )
    # Only the rows that differ are named: everything else in the process is the same.
    assert review(Document(Kind.FOLLOW_UP, goals=goals)) == tuple(
        Remark("copies-differ", message, "Lön")
        for message in (
            "Den oönskade händelsen ”Vite döms ut” står under 3.5 men inte under 1.2, 4.6.",
            "Åtgärden ”Stickprov varje månad (avslutad)” står under 1.2, 4.6 men inte under 3.5.",
            "Åtgärden ”Stickprov varje månad (pågående)” står under 3.5 men inte under 1.2, 4.6.",
        )
    )


def test_copies_with_the_same_fault_are_remarked_on_once() -> None:
    faulty = replace(METHOD, events=(replace(EVENT, actions=()),))
    goals = tuple(Goal(number, "", (Process("Lön", (faulty,)),)) for number in ("1.2", "3.5"))
    assert [(r.code, r.where) for r in review(Document(Kind.FOLLOW_UP, goals=goals))] == [
        ("event-without-action", "1.2 › Lön › Attest")
    ]
