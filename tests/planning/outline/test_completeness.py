"""What a draft still lacks: what hinders, what is only said, and where it is put right."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import (
    CommonRiskFactory,
    CouncilGoalFactory,
    GoalFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    RiskScaleFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.organisation.models import Board, User
from rimlig.planning.copying.rows import copy_plan_rows
from rimlig.planning.models import Answering, Plan, Process
from rimlig.planning.outline.completeness import hindrances, missing

WHOLE = {"schedule": "periods", "periods": ["T1"], "performer_role": "unit_manager", "reviewer_role": "controller"}


@pytest.fixture
def draft(board: Board) -> Plan:
    """The board's draft for a year to come, on a scale with the threshold 12, with one goal."""
    plan = PlanFactory(board=board, year=2099, scale=RiskScaleFactory(municipality=board.municipality))
    GoalFactory(plan=plan, number="1.1")
    return plan


def _process(plan: Plan) -> Process:
    """A process of the plan in which nothing is missing."""
    process = ProcessFactory(plan=plan)
    process.placements.create(goal=plan.goals.first(), position=process.pk)
    method = WorkingMethodFactory(process=process)
    OngoingControlFactory(working_method=method)
    UndesiredEventFactory(working_method=method, assessed=True, likelihood_reason="Har hänt", consequence_reason="Dyrt")
    PlannedFollowUpFactory(working_method=method, **WHOLE)
    return process


def _hinders(plan: Plan) -> dict[str, int]:
    return {one.code: one.number for one in hindrances(plan)}


def test_an_empty_plan_lacks_goals(board: Board) -> None:
    assert list(_hinders(PlanFactory(board=board, year=2099))) == ["no_goals"]


def test_nothing_hinders_a_plan_that_is_whole(draft: Plan) -> None:
    _process(draft)
    assert _hinders(draft) == {}


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("event", {"likelihood": None}, "risk_without_values"),
        ("event", {"consequence_reason": ""}, "risk_without_motivation"),
        ("event", {"treatment": ""}, "risk_without_treatment"),
        ("event", {"treatment": "accept"}, "acceptance_without_grounds"),
        ("follow-up", {"schedule": "", "periods": []}, "follow_up_without_schedule"),
        ("follow-up", {"periods": []}, "follow_up_without_schedule"),
        ("follow-up", {"schedule": "once", "periods": []}, "follow_up_without_schedule"),
        ("follow-up", {"performer_role": ""}, "follow_up_without_performer"),
        ("follow-up", {"reviewer_role": ""}, "follow_up_without_reviewer"),
        ("follow-up", {"answering": Answering.SOME_UNITS}, "follow_up_without_units"),
    ],
)
def test_what_a_row_lacks_hinders(draft: Plan, kind: str, values: dict[str, object], code: str) -> None:
    method = _process(draft).working_methods.get()
    rows = method.events if kind == "event" else method.follow_ups
    rows.update(**values)
    assert _hinders(draft) == {code: 1}


def test_a_risk_to_control_needs_a_follow_up_in_its_working_method(draft: Plan) -> None:
    _process(draft).working_methods.get().follow_ups.all().delete()
    assert _hinders(draft) == {"control_without_follow_up": 1}


def test_processes_and_methods_that_are_not_built_hinder(draft: Plan) -> None:
    WorkingMethodFactory(process=_process(draft))
    ProcessFactory.create_batch(2, plan=draft)
    assert _hinders(draft) == {
        "process_without_goal": 2,
        "process_without_method": 2,
        "method_without_control_and_event": 1,
    }


def test_what_earlier_years_lacked_is_said_and_does_not_hinder(draft: Plan, controller: User) -> None:
    last_year = PlanFactory(board=draft.board, year=2098)
    goal = GoalFactory(plan=last_year)
    process = ProcessFactory(plan=last_year)
    process.placements.create(goal=goal, position=0)
    UndesiredEventFactory(working_method__process=process)
    UndesiredEventFactory(working_method__process=process, likelihood=2, consequence=2)
    copy_plan_rows(last_year, draft, by=controller)
    assert _hinders(draft) == {}
    carried = {one.code: one.number for one in missing(draft) if one.code.startswith("carried")}
    assert carried == {"carried_risk_without_values": 1, "carried_risk_without_motivation": 1}


def test_a_year_that_is_over_is_only_a_record(board: Board) -> None:
    plan = PlanFactory(board=board, year=2018)
    GoalFactory(plan=plan)
    PlannedFollowUpFactory(working_method__process__plan=plan)
    assert _hinders(plan) == {}


def test_a_risk_that_all_must_take_up_hinders_until_it_is_taken_up(draft: Plan) -> None:
    method = _process(draft).working_methods.get()
    risk = CommonRiskFactory(
        municipality=draft.board.municipality, year=2099, required=True, sent_at="2098-09-01T12:00:00Z"
    )
    assert _hinders(draft) == {"required_risk_unanswered": 1}
    method.events.update(common_risk=risk)
    assert _hinders(draft) == {}


def test_a_goal_of_the_council_that_is_not_taken_up_is_only_said(draft: Plan) -> None:
    _process(draft)
    CouncilGoalFactory(municipality=draft.board.municipality, year=2099)
    found = next(one for one in missing(draft) if one.code == "council_goal_not_taken_up")
    assert (found.hinders, found.sentence) == (False, "ett av fullmäktiges mål är inte upptaget")


def test_each_is_said_with_its_number_and_leads_to_the_first(draft: Plan) -> None:
    first, second = (_process(draft).working_methods.get().follow_ups.get() for _ in range(2))
    type(first).objects.update(reviewer_role="")
    found = hindrances(draft)[0]
    assert (found.sentence, found.number) == ("2 uppföljningar saknar granskare", 2)
    assert [place.address for place in found.places] == [f"/planera/{row.pk}/" for row in (first, second)]
    assert found.address == found.places[0].address


@pytest.mark.parametrize("number", [1, 50])
def test_asking_costs_as_much_however_large_the_plan_is(
    draft: Plan, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        _process(draft)
    draft.refresh_from_db()
    with django_assert_num_queries(26):
        missing(draft)
