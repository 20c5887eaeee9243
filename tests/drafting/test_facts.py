"""What is known about a plan in a period, as read from the database."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import (
    ActionFactory,
    ActionPlanFactory,
    FollowUpResultFactory,
    GoalFactory,
    LimitFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RiskScaleFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.facts import Facts, SourceKind
from rimlig.drafting.reading import facts_of, shortened
from rimlig.followup.models import Period
from rimlig.organisation.models import Board
from rimlig.planning.models import Plan, PlannedFollowUp, Process, WorkingMethod

TODAY = date(2026, 9, 15)


@pytest.fixture
def period(board: Board) -> Period:
    return PeriodFactory(municipality=board.municipality, code="T2")


@pytest.fixture
def method(process: Process) -> WorkingMethod:
    return WorkingMethodFactory(process=process)


def _facts(plan: Plan, period: Period) -> Facts:
    return facts_of(Plan.objects.select_related("board", "scale").get(pk=plan.pk), period, today=TODAY)


def test_the_boards_own_settled_result_is_the_level(plan: Plan, period: Period, method: WorkingMethod) -> None:
    follow_up = PlannedFollowUpFactory(working_method=method, text="Andel  förskollärare\nper grupp")
    result = FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor")
    fact = _facts(plan, period).follow_ups[0]
    assert (fact.level, fact.asked, fact.units) == (Deviation.MINOR, 0, ())
    assert (fact.source.kind, fact.source.pk, fact.source.label) == (
        SourceKind.FOLLOW_UP,
        follow_up.pk,
        "Andel förskollärare per grupp",
    )
    assert fact.source.address == f"/process/{method.process_id}/#follow-up-{follow_up.pk}"
    assert fact.result is not None
    assert (fact.result.kind, fact.result.pk) == (SourceKind.RESULT, result.pk)


def test_what_is_not_reviewed_yet_is_no_fact(plan: Plan, period: Period, method: WorkingMethod, board: Board) -> None:
    same = {"follow_up": PlannedFollowUpFactory(working_method=method), "period": period}
    FollowUpResultFactory(**same, filed=True, deviation="major")
    FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Granen"), filed=True, deviation="major")
    FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Sjövik"), deviation="minor")
    FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Lyktan"), to_answer=True)
    fact = _facts(plan, period).follow_ups[0]
    assert fact.level is None
    assert [(unit.unit, unit.level) for unit in fact.units] == [("Sjövik", Deviation.MINOR)]
    assert (fact.answered, fact.asked) == (1, 3)


def test_a_follow_up_of_another_period_is_left_out_until_it_has_a_result(
    plan: Plan, period: Period, method: WorkingMethod
) -> None:
    early = PlannedFollowUpFactory(working_method=method, schedule="periods", periods=["T1"])
    assert _facts(plan, period).follow_ups == ()
    FollowUpResultFactory(follow_up=early, period=period)
    assert [fact.source.pk for fact in _facts(plan, period).follow_ups] == [early.pk]


def test_a_row_concerns_the_goals_to_which_it_is_limited(
    plan: Plan, process: Process, period: Period, method: WorkingMethod
) -> None:
    first = plan.goals.get()
    second = GoalFactory(plan=plan, number="2.1")
    placement = ProcessGoalFactory(process=process, goal=second)
    both = PlannedFollowUpFactory(working_method=method)
    one = PlannedFollowUpFactory(working_method=method)
    LimitFactory(event=None, follow_up=one, placement=placement)
    action = ActionFactory(event=None, follow_up=one)
    facts = _facts(plan, period)
    assert {fact.source.pk: fact.goals for fact in facts.follow_ups} == {
        both.pk: {first.pk, second.pk},
        one.pk: {second.pk},
    }
    assert [fact.source.pk for fact in facts.of_goal(first.pk).follow_ups] == [both.pk]
    assert facts.of_goal(first.pk).actions == ()
    assert [fact.source.pk for fact in facts.of_goal(second.pk).actions] == [action.pk]
    assert [goal.number for goal in facts.of_goal(second.pk).goals] == ["2.1"]


def test_the_level_of_the_period_before_and_of_last_year(plan: Plan, period: Period, method: WorkingMethod) -> None:
    last_method = WorkingMethodFactory(process__plan=PlanFactory(board=plan.board, year=2025))
    last = PlannedFollowUpFactory(working_method=last_method)
    FollowUpResultFactory(follow_up=last, period__year=2025, period__code="T2", deviation="none")
    FollowUpResultFactory(follow_up=last, period__year=2025, period__code="VB", deviation="major")
    follow_up = PlannedFollowUpFactory(working_method=method, origin=last)
    before = FollowUpResultFactory(follow_up=follow_up, period__code="T1", deviation="none")
    FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor")
    FollowUpResultFactory(follow_up=follow_up, period__code="VB", deviation="major")
    facts = _facts(plan, period)
    fact = facts.follow_ups[0]
    assert fact.before is not None
    assert (fact.before.level, fact.before.when, fact.before.source.pk) == (Deviation.NONE, "tertial 1", before.pk)
    assert fact.last_year is not None
    assert (fact.last_year.level, fact.last_year.when) == (Deviation.MAJOR, "2025")
    assert facts.worse == (fact,)
    assert facts.deviated_last_year == (fact,)


def test_last_years_result_is_found_under_a_later_edition(
    plan: Plan, period: Period, method: WorkingMethod, board: Board
) -> None:
    """The plan was rolled over from its first edition, which was then replaced: the results went on under the second."""
    first = PlanFactory(board=board, year=2025)
    old = PlannedFollowUpFactory(working_method__process__plan=first)
    adopted(first)
    second = PlanFactory(board=board, year=2025, edition=2, revises=first, revision_reason="Ny lag.")
    new = PlannedFollowUpFactory(working_method__process__plan=second, origin=old)
    Plan.objects.filter(pk=first.pk).update(state="replaced")
    adopted(second)
    FollowUpResultFactory(follow_up=new, period__year=2025, deviation="minor")
    PlannedFollowUpFactory(working_method=method, origin=old)
    fact = _facts(plan, period).follow_ups[0]
    assert fact.last_year is not None
    assert fact.last_year.level == Deviation.MINOR


def test_actions_are_late_when_open_and_past_their_day(plan: Plan, period: Period, method: WorkingMethod) -> None:
    event = UndesiredEventFactory(working_method=method)
    unit = OrgUnitFactory(board=plan.board, name="Granen")
    ActionFactory(event=event, text="Sen", due=date(2026, 9, 1), unit=unit)
    ActionFactory(event=event, text="Klar", due=date(2026, 9, 1), status="closed")
    ActionFactory(event=event, text="I tid", due=TODAY)
    ActionFactory(event=event, text="Utan läge", due=date(2026, 9, 1), status="")
    facts = _facts(plan, period)
    assert {fact.source.label: (fact.status, fact.days_late) for fact in facts.actions} == {
        "Sen": (ActionStatus.ONGOING, 14),
        "Klar": (ActionStatus.CLOSED, 0),
        "I tid": (ActionStatus.ONGOING, 0),
        "Utan läge": (None, 0),
    }
    assert [(fact.source.label, fact.place) for fact in facts.late] == [("Sen", "Granen")]


def test_what_goes_on_in_next_years_plan_is_late_there(plan: Plan, period: Period, method: WorkingMethod) -> None:
    old = ActionFactory(event=UndesiredEventFactory(working_method=method), due=date(2026, 9, 1))
    next_plan = PlanFactory(board=plan.board, year=2027)
    next_event = UndesiredEventFactory(working_method__process__plan=next_plan)
    ActionFactory(event=next_event, origin=old, due=date(2026, 9, 1))
    assert [fact.source.pk for fact in _facts(plan, period).late] == [old.pk]  # next year's is still a draft
    adopted(next_plan)
    assert _facts(plan, period).late == ()


def test_actions_and_plans_know_what_they_were_carried_over_from(
    plan: Plan, period: Period, method: WorkingMethod
) -> None:
    last = PlanFactory(board=plan.board, year=2025)
    old = ActionFactory(event__working_method__process__plan=last, text="Förra årets")
    ActionFactory(event=UndesiredEventFactory(working_method=method), origin=old)
    copied = ActionFactory(event=UndesiredEventFactory(working_method=method))
    ActionFactory(event=UndesiredEventFactory(working_method=method), origin=copied)
    ActionPlanFactory(plan=plan, origin=ActionPlanFactory(plan=last, heading="Förra bristen"))
    adopted(plan)
    facts = _facts(plan, period)
    assert [one.came_from.label for one in facts.carried if one.came_from] == ["Förra årets"]
    assert [one.came_from.label for one in facts.action_plans if one.came_from] == ["Förra bristen"]


def test_risks_reach_the_threshold_before_and_after_controls(plan: Plan, period: Period, method: WorkingMethod) -> None:
    Plan.objects.filter(pk=plan.pk).update(scale=RiskScaleFactory(municipality=plan.board.municipality, threshold=9))
    values = {"working_method": method, "likelihood": 3, "consequence": 3}
    UndesiredEventFactory(**values, likelihood_after=2, consequence_after=2)
    UndesiredEventFactory(**values)
    UndesiredEventFactory(**{**values, "likelihood": 2})
    UndesiredEventFactory(working_method=method)
    facts = _facts(plan, period)
    assert [(risk.value, risk.value_after, risk.reaches, risk.reaches_after) for risk in facts.risks] == [
        (9, 4, True, False),
        (9, None, True, True),
        (6, None, False, False),
    ]
    assert facts.threshold == 9


def _one_more(plan: Plan, period: Period) -> None:
    last = PlannedFollowUpFactory(working_method__process__plan=_year_before(plan))
    FollowUpResultFactory(follow_up=last, period__year=plan.year - 1)
    process = ProcessFactory(plan=plan)
    placement = ProcessGoalFactory(process=process, goal=GoalFactory(plan=plan))
    method = WorkingMethodFactory(process=process)
    follow_up = PlannedFollowUpFactory(working_method=method, origin=last)
    LimitFactory(event=None, follow_up=follow_up, placement=placement)
    FollowUpResultFactory(follow_up=follow_up, period=period)
    FollowUpResultFactory(follow_up=follow_up, period__code="T1")
    FollowUpResultFactory(follow_up=follow_up, period=period, unit=OrgUnitFactory(board=plan.board), deviation="minor")
    old = ActionFactory(event=None, follow_up=last)
    ActionFactory(event=None, follow_up=follow_up, unit=OrgUnitFactory(board=plan.board), origin=old)
    ActionFactory(event=UndesiredEventFactory(working_method=method, likelihood=3, consequence=3))
    ActionPlanFactory(plan=plan, follow_up=follow_up, origin=ActionPlanFactory(plan=_year_before(plan)))


def _year_before(plan: Plan) -> Plan:
    found = Plan.objects.filter(board=plan.board, year=plan.year - 1).first()
    return found or PlanFactory(board=plan.board, year=plan.year - 1)


def test_the_number_of_queries_does_not_grow(plan: Plan, period: Period) -> None:
    asked = []
    for _row in range(3):
        _one_more(plan, period)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            facts = _facts(plan, period)
        asked.append(len(queries))
    assert len(facts.follow_ups) == 3
    assert len(facts.carried) == 3
    assert asked[0] == asked[2]
    assert asked[0] <= 32


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("Kort text.", 20, "Kort text."),
        ("Två  rader\nblir en", 20, "Två rader blir en"),
        ("En längre text, med komma", 17, "En längre text…"),
        ("Ettmycketlångtordutanmellanrum", 10, "Ettmycket…"),
    ],
)
def test_a_long_text_is_cut_after_a_whole_word(text: str, most: int, said: str) -> None:
    assert shortened(text, most) == said


def test_a_follow_up_copied_twice_goes_on_from_its_own(plan: Plan, period: Period, board: Board) -> None:
    last = PlanFactory(board=board, year=2025)
    rows: list[Any] = []
    for deviation in ("minor", "none"):
        row: PlannedFollowUp = PlannedFollowUpFactory(working_method__process__plan=last)
        FollowUpResultFactory(follow_up=row, period__year=2025, deviation=deviation)
        rows.append(row)
    for row in reversed(rows):
        PlannedFollowUpFactory(working_method__process__plan=plan, origin=row)
    levels = [fact.last_year.level for fact in _facts(plan, period).follow_ups if fact.last_year]
    assert levels == [Deviation.NONE, Deviation.MINOR]
