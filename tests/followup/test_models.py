"""Each invariant of results and actions, broken once; the database must refuse, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from factories import (
    ActionFactory,
    ActionLimitFactory,
    ActionNoteFactory,
    ActionPlanFactory,
    ActionPlanUnitFactory,
    AnswerCommentFactory,
    BoardReportFactory,
    ControlTestRunFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    FollowUpRulesFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessGoalFactory,
    ReviewFactory,
    StoredFileFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    UserFactory,
)
from rimlig.followup.models import Action

pytestmark = pytest.mark.django_db


def _period_twice() -> None:
    period = PeriodFactory()
    period.pk = None
    period.save(force_insert=True)


def _twice(factory: Any, **same: Any) -> None:
    for _ in range(2):
        factory(**same)


def _note_of_period_twice() -> None:
    _twice(ActionNoteFactory, action=None, action_plan=ActionPlanFactory(), period=PeriodFactory())


def _limit_twice() -> None:
    limit = ActionLimitFactory()
    ActionLimitFactory(action=limit.action, placement=limit.placement)


BROKEN = {
    "period_once_a_year": _period_twice,
    "period_ends_after_start": lambda: PeriodFactory(starts=date(2026, 12, 31), opens=date(2026, 12, 31)),
    "result_once_per_period_and_unit": lambda: _twice(FollowUpResultFactory, follow_up=PlannedFollowUpFactory()),
    "result_deviation_is_known": lambda: FollowUpResultFactory(deviation="awful"),
    "period_opens_before_it_is_due_and_closes": lambda: PeriodFactory(due=date(2026, 12, 30)),
    "period_code_is_known": lambda: PeriodFactory(code="T9", ends=date(2026, 12, 31)),
    "rules_action_from_is_known": lambda: FollowUpRulesFactory(action_from="awful"),
    "result_state_is_known": lambda: FollowUpResultFactory(state="lost"),
    "result_of_unit_is_filed_not_concluded": lambda: FollowUpResultFactory(unit=OrgUnitFactory(), state="concluded"),
    "result_waits_for_a_review_while_filed": lambda: FollowUpResultFactory(filed=True, step=0),
    "result_filed_is_complete": lambda: FollowUpResultFactory(filed=True, deviation=""),
    "result_not_done_has_its_reason": lambda: FollowUpResultFactory(filed=True, deviation="not_done", result=""),
    "result_sample_within_population": lambda: FollowUpResultFactory(population=5, sample_size=6),
    "result_errors_within_sample": lambda: FollowUpResultFactory(sample_size=5, errors_found=6),
    "review_verdict_is_known": lambda: ReviewFactory(verdict="perhaps"),
    "review_once_per_version": lambda: _twice(ReviewFactory, result=FollowUpResultFactory(filed=True)),
    "comment_field_is_known": lambda: AnswerCommentFactory(field="weather"),
    "comment_says_something": lambda: AnswerCommentFactory(text=""),
    "comment_quotes_a_field": lambda: AnswerCommentFactory(quote="två grupper"),
    "run_done_within_total": lambda: ControlTestRunFactory(done=2, total=1),
    "run_failed_says_why": lambda: ControlTestRunFactory(state="failed"),
    "run_done_has_its_outcome": lambda: ControlTestRunFactory(state="done", population=5, exceptions=1),
    "run_finds_no_more_than_it_examines": lambda: ControlTestRunFactory(
        state="done", outcome=StoredFileFactory(), population=5, exceptions=6
    ),
    "evidence_is_a_file_a_link_or_a_run": lambda: EvidenceFactory(link=""),
    "evidence_file_once": lambda: _twice(
        EvidenceFactory, result=FollowUpResultFactory(), link="", file=StoredFileFactory()
    ),
    "action_of_result_is_of_its_follow_up": lambda: ActionFactory(result=FollowUpResultFactory()),
    "action_effect_is_checked_when_closed": lambda: ActionFactory(
        effect="Inga fel.", effect_checked_by=UserFactory(), effect_checked_at="2026-10-01T08:00Z", status="ongoing"
    ),
    "action_reason_to_wait_while_on_hold": lambda: ActionFactory(hold_reason="Budget", status="ongoing"),
    "action_plan_effect_is_checked_when_closed": lambda: ActionPlanFactory(
        effect="", effect_checked_by=UserFactory(), effect_checked_at="2026-10-01T08:00Z", status="closed"
    ),
    "action_plan_reason_to_wait_while_on_hold": lambda: ActionPlanFactory(hold_reason="Budget", status="closed"),
    "action_plan_unit_once": lambda: _twice(
        ActionPlanUnitFactory, action_plan=ActionPlanFactory(), unit=OrgUnitFactory()
    ),
    "note_is_of_one_thing": lambda: ActionNoteFactory(action_plan=ActionPlanFactory()),
    "note_says_something": lambda: ActionNoteFactory(text=""),
    "note_status_is_known": lambda: ActionNoteFactory(status="maybe"),
    "note_of_period_is_of_an_action_plan": lambda: ActionNoteFactory(period=PeriodFactory()),
    "action_plan_followed_up_once_a_period": _note_of_period_twice,
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
    "texts_of_the_plan_stay_a_draft": lambda: BoardReportFactory(kind="plan", period=None, state="sent"),
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
