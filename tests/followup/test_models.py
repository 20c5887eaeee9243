"""Each invariant of results and actions, broken once; the database must refuse, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from factories import (
    ActionFactory,
    ActionLimitFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessGoalFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
)
from rimlig.followup.models import Action, Period

pytestmark = pytest.mark.django_db


def _period_twice() -> None:
    period = PeriodFactory()
    Period.objects.create(
        municipality=period.municipality, year=period.year, code=period.code, starts=period.starts, ends=period.ends
    )


def _twice(factory: Any, **same: Any) -> None:
    for _ in range(2):
        factory(**same)


def _limit_twice() -> None:
    limit = ActionLimitFactory()
    ActionLimitFactory(action=limit.action, placement=limit.placement)


BROKEN = {
    "period_once_a_year": _period_twice,
    "period_ends_after_start": lambda: PeriodFactory(starts="2026-12-31", ends="2026-12-31"),
    "result_once_per_period_and_unit": lambda: _twice(FollowUpResultFactory, follow_up=PlannedFollowUpFactory()),
    "result_deviation_is_known": lambda: FollowUpResultFactory(deviation="awful"),
    "action_answers_one_thing": lambda: ActionFactory(follow_up=PlannedFollowUpFactory()),
    "action_status_is_known": lambda: ActionFactory(status="maybe"),
    "event_action_position_once": lambda: _twice(ActionFactory, event=UndesiredEventFactory(), position=1),
    "follow_up_action_position_once": lambda: _twice(
        ActionFactory, event=None, follow_up=PlannedFollowUpFactory(), position=1
    ),
    "action_limit_once": _limit_twice,
    "report_once_per_kind_and_period": lambda: _twice(BoardReportFactory, plan=PlanFactory(), kind="plan", period=None),
    "report_kind_is_known": lambda: BoardReportFactory(kind="novel"),
    "report_of_follow_up_has_period": lambda: BoardReportFactory(period=None),
    "analysis_position_once": lambda: _twice(SummaryAnalysisFactory, report=BoardReportFactory(), position=1),
    "action_plan_position_once": lambda: _twice(ActionPlanFactory, plan=PlanFactory(), position=1),
    "action_plan_status_is_known": lambda: ActionPlanFactory(status="maybe"),
    "action_plan_units_within_total": lambda: ActionPlanFactory(units_at_risk=9, units_total=8),
}


@contextmanager
def at_once() -> Iterator[None]:
    """Check at the end of the block what is otherwise checked when the transaction ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), at_once():
        BROKEN[constraint]()


def test_every_constraint_of_the_room_is_broken_above() -> None:
    models = [model for model in apps.get_app_config("followup").get_models() if not model.__name__.endswith("History")]
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("corrective", [True, False])
def test_an_action_cannot_be_limited_to_a_goal_that_its_process_does_not_serve(*, corrective: bool) -> None:
    action, elsewhere = ActionFactory(corrective=corrective), ProcessGoalFactory()
    with pytest.raises(IntegrityError, match="only be limited to a goal that its process serves"):
        ActionLimitFactory(action=action, placement=elsewhere)


def test_a_corrective_action_can_be_limited_to_a_goal_of_its_process() -> None:
    action = ActionFactory(corrective=True)
    placement = ProcessGoalFactory(process=action.follow_up.working_method.process)
    assert ActionLimitFactory(action=action, placement=placement).placement == placement


@pytest.mark.parametrize("corrective", [True, False])
def test_an_action_knows_its_plan_whichever_way_leads_there(*, corrective: bool) -> None:
    action = Action.objects.with_plan().get(pk=ActionFactory(corrective=corrective).pk)
    above = action.follow_up if corrective else action.event
    assert action.in_plan == above.working_method.process.plan
