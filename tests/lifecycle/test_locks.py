"""An adopted plan is a decision: nothing of it changes, not even by raw SQL, and everything that stands in a plan is in the list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from factories import OrgUnitFactory, PlanFactory, adopted
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.planning.models import (
    FollowUpUnit,
    Goal,
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    PlanState,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)

pytestmark = pytest.mark.django_db

# Each table of the plan, with a column that an UPDATE changes and the SQL of another value.
LOCKED: dict[str, tuple[type[models.Model], str, str]] = {
    "planning_goal": (Goal, "title", "'Annat'"),
    "planning_process": (Process, "name", "'Annat'"),
    "planning_processgoal": (ProcessGoal, "position", "position + 100"),
    "planning_workingmethod": (WorkingMethod, "name", "'Annat'"),
    "planning_ongoingcontrol": (OngoingControl, "text", "'Annat'"),
    "planning_undesiredevent": (UndesiredEvent, "text", "'Annat'"),
    "planning_plannedfollowup": (PlannedFollowUp, "text", "'Annat'"),
    "planning_followupunit": (FollowUpUnit, "unit_id", "(SELECT max(id) FROM organisation_orgunit)"),
    "planning_limit": (Limit, "placement_id", "placement_id + 1"),
    "followup_boardreport": (BoardReport, "introduction", "'Annat'"),
    "followup_summaryanalysis": (SummaryAnalysis, "text", "'Annat'"),
}
# What stands in a plan and is not the decision's: it runs, or prepares.
RUNNING = {
    "planning_workshop",
    "planning_assessment",
    "followup_followupresult",
    "followup_action",
    "followup_actionlimit",
    "followup_actionplan",
    "followup_actionplanunit",
    "followup_actionnote",
    "followup_answercomment",
    "followup_evidence",
    "followup_controltestrun",
    "followup_review",
    "imports_import",
    "reportwork_frozenreport",
    "reportwork_reportstep",
    "reportwork_sectionassignment",
    "reportwork_sectioncomment",
    "reportwork_takendraft",
    "lifecycle_rollover",
    "lifecycle_rolloveritem",
}


def _stands_in_a_plan(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Say whether the row would go if its plan did: it names a plan, or a row that does, and cannot be without it."""
    if model is Plan or model in seen:
        return model is Plan
    ways = [field for field in model._meta.fields if isinstance(field, models.ForeignKey) and field.name != "origin"]
    return any(_stands_in_a_plan(field.related_model, seen | {model}) for field in ways)


def test_every_table_that_stands_in_a_plan_is_locked_or_known_to_run() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("rimlig.")]
    standing = {
        model._meta.db_table
        for model in ours
        if model is not Plan and not model.__name__.endswith("History") and _stands_in_a_plan(model)
    }
    assert standing == set(LOCKED) | RUNNING


@pytest.mark.parametrize("state", [PlanState.PROPOSED, PlanState.ADOPTED, PlanState.CLOSED, PlanState.REPLACED])
@pytest.mark.parametrize("table", LOCKED)
def test_raw_sql_is_refused(written: Plan, table: str, state: PlanState) -> None:
    if state == PlanState.PROPOSED:
        Plan.objects.update(state=state)
    else:
        adopted(written)
        Plan.objects.update(state=state)
    OrgUnitFactory(board=written.board, name="Lindens förskola")
    model, column, value = LOCKED[table]
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    for statement in (
        f"UPDATE {table} SET {column} = {value} WHERE id = {row.pk}",
        f"DELETE FROM {table} WHERE id = {row.pk}",
        _copy_of(table, row.pk),
    ):
        with (
            pytest.raises(IntegrityError, match=f"the plan is {state}"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def _copy_of(table: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = %s AND column_name <> 'id'",
            [table],
        )
        columns = cursor.fetchone()[0]
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = {pk}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE planning_plan SET year = 2030",
        "UPDATE planning_plan SET scale_id = NULL, edition = 2",
        "UPDATE planning_plan SET state = 'draft', decision_id = NULL",
        "UPDATE planning_plan SET state = 'proposed', decision_id = NULL",
        "UPDATE planning_plan SET decision_id = NULL",
        "DELETE FROM planning_plan",
        "UPDATE records_decision SET paragraph = '1'",
        "DELETE FROM records_decision",
        "UPDATE records_storedfile SET sha256 = repeat('a', 64)",
        "DELETE FROM records_storedfile",
        "UPDATE planning_planhistory SET state = 'draft'",
        "DELETE FROM records_decisionhistory",
    ],
)
def test_the_plan_its_decision_and_their_history_stay_even_by_raw_sql(adopted_plan: Plan, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{sql}; SET CONSTRAINTS ALL IMMEDIATE")
    assert Plan.objects.get().state == PlanState.ADOPTED


WRITES: dict[str, Callable[[Plan], Any]] = {
    "a bulk update": lambda plan: plan.processes.update(name="Annat"),
    "a bulk create": lambda plan: Goal.objects.bulk_create([Goal(plan=plan, number="9", position=99)]),
    "a delete": lambda plan: OngoingControl.objects.filter(working_method__process__plan=plan).delete(),
    "a row moved in from another plan": lambda plan: Goal.objects.filter(
        pk=Goal.objects.create(plan=PlanFactory(), number="9", position=99).pk
    ).update(plan=plan),
    "a row moved out to a draft": lambda plan: (
        plan.goals.order_by("pk")[:1].get() and plan.goals.update(plan=PlanFactory())
    ),
}


@pytest.mark.parametrize("way", WRITES)
def test_the_refusal_is_a_sentence_for_people(adopted_plan: Plan, way: str) -> None:
    with (
        pytest.raises(RuleBroken, match="Planen föreslogs eller beslutades"),
        refusals_in_words(),
        transaction.atomic(),
    ):
        WRITES[way](adopted_plan)


def test_texts_of_reports_are_written_all_year(adopted_plan: Plan) -> None:
    report = BoardReport.objects.create(plan=adopted_plan, kind=Kind.ACTION_PLANS.value)
    SummaryAnalysis.objects.create(report=report, goal_number="1.1", position=0)
    BoardReport.objects.filter(pk=report.pk).update(summary="Läget i oktober")
    assert BoardReport.objects.get(pk=report.pk).summary == "Läget i oktober"


def test_a_report_cannot_become_a_text_of_the_plan(adopted_plan: Plan) -> None:
    report = BoardReport.objects.create(plan=adopted_plan, kind=Kind.ACTION_PLANS.value)
    with pytest.raises(IntegrityError, match="the plan is adopted"), transaction.atomic():
        BoardReport.objects.filter(pk=report.pk).update(kind=Kind.PLAN.value)


def test_what_a_row_was_copied_from_may_be_forgotten(adopted_plan: Plan) -> None:
    goal = adopted_plan.goals.first()
    assert goal is not None
    assert Goal.objects.filter(pk=goal.pk).update(origin=None) == 1
