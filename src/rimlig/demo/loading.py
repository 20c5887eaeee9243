"""Loading the demo: through the same operation that stores an imported document, then the answers of each period."""

from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from rimlig.core.audit import recorded
from rimlig.demo.content import Answer, BoardContent, Essential, checks_of
from rimlig.demo.district.board import BOARD as DISTRICT
from rimlig.demo.look import give_look
from rimlig.demo.municipality import make_board, make_goals, make_person
from rimlig.demo.next_year import begin_next_year
from rimlig.demo.other_boards import EDUCATION, TECHNICAL
from rimlig.demo.people import PEOPLE
from rimlig.demo.reported import assess_year, assess_year_before, report_periods
from rimlig.demo.under_way import let_tertial_run
from rimlig.demo.weighing import complete, decide
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Document,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.followup.models import AnswerState, BoardReport, FollowUpResult, Period, PeriodCode, SummaryAnalysis
from rimlig.followup.periods.dates import period_of
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, User
from rimlig.planning.models import Plan, PlannedFollowUp

CODE, NAME, YEAR = "lindhaga", "Lindhaga kommun", 2026
BOARDS = (DISTRICT, EDUCATION, TECHNICAL)
OPERATION = "demo.load"


class Stage(StrEnum):
    """How far the year has come: a plan only, in the middle of the second tertial, or reported as a whole."""

    PLANNED = "planned"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"


PERIODS = {
    Stage.PLANNED: (),
    Stage.FOLLOWED_UP: (PeriodCode.T1, PeriodCode.T2),
    Stage.CLOSED: (PeriodCode.T1, PeriodCode.T2, PeriodCode.VB),
}


def is_loaded() -> bool:
    """Say whether the demo municipality is there, at whatever stage."""
    return Municipality.objects.filter(code=CODE).exists()


@transaction.atomic
def load(stage: Stage, *, password: str) -> None:
    """Make the demo municipality with its boards, people, plans and results: all of it or nothing.

    What its people decide is recorded under their names, so it stands outside what the loading does itself.
    """
    with recorded(OPERATION, None):
        municipality = Municipality.objects.create(code=CODE, name=NAME)
        give_look(municipality)
        make_goals(BOARDS, municipality, YEAR)
        boards = {content.code: make_board(content, municipality) for content in BOARDS}
        for person in PEOPLE:
            make_person(person, municipality, password)
    for content in BOARDS:
        with recorded(OPERATION, None):
            plan = _load_plan(content, boards[content.code], stage)
        plan = decide(plan)
        with recorded(OPERATION, None):
            _load_year(content, plan, stage)
        if content is DISTRICT and stage == Stage.FOLLOWED_UP:
            let_tertial_run(content, plan)
        _report(content, plan, stage)
    if stage != Stage.PLANNED:
        begin_next_year(municipality, YEAR)


def _report(content: BoardContent, plan: Plan, stage: Stage) -> None:
    """Let what the year has come to be reported: the periods that are over, and at its end the board's own assessment."""
    if content is DISTRICT and stage != Stage.PLANNED:
        assess_year_before(plan.board, plan.year)
    if stage == Stage.CLOSED:
        codes = tuple(PeriodCode) if content is DISTRICT else (PeriodCode.VB,)
        report_periods(plan, codes)
        assess_year(plan)
    elif stage == Stage.FOLLOWED_UP and content is DISTRICT:
        report_periods(plan, (PeriodCode.T1,))


def _load_plan(content: BoardContent, board: Board, stage: Stage) -> Plan:
    if content.earlier_action_plans:
        before = Document(Kind.ACTION_PLANS, YEAR - 1, action_plans=content.earlier_action_plans)
        store_document(before, board, year=YEAR - 1, by=None)
    plan = store_document(plan_document(content, stage), board, year=YEAR, by=None).plan
    complete(plan)
    return plan


def _load_year(content: BoardContent, plan: Plan, stage: Stage) -> None:
    board = plan.board
    units = {unit.name: unit for unit in board.units.all()}
    for code in PERIODS[stage]:
        period = period_of(plan, code)
        if not (content is DISTRICT and _is_under_way(code, stage)):
            _load_results(content, plan, period, units)
        _load_texts(content, plan, period, stage)
    if stage == Stage.CLOSED and content.action_plans:
        store_document(Document(Kind.ACTION_PLANS, YEAR, action_plans=content.action_plans), board, year=YEAR, by=None)


def plan_document(content: BoardContent, stage: Stage) -> Document:
    """Return the board's plan as a document, each process under every goal that it serves."""
    goals = tuple(
        Goal(
            number,
            title,
            tuple(_copy(process, number, stage) for process in content.processes if number in process.goals),
        )
        for number, title in content.goals.items()
    )
    return Document(Kind.PLAN, YEAR, introduction=content.introduction, goals=goals)


def _copy(process: Essential, goal: str, stage: Stage) -> Process:
    methods = tuple(
        WorkingMethod(
            method.name,
            method.control,
            tuple(
                replace(event, actions=_actions(event.actions, stage, method.lacking.get(goal, "")))
                for event in (*method.events, *([method.only[goal]] if goal in method.only else []))
            ),
            tuple(FollowUp(check.text, actions=_actions(check.actions, stage)) for check in method.checks),
        )
        for method in process.methods
    )
    return Process(process.name, methods)


def _actions(actions: tuple[Action, ...], stage: Stage, lacking: str = "") -> tuple[Action, ...]:
    """When the plan is new, nothing has been done yet; what has become of the actions is analysed when the year ends."""
    there = (action for action in actions if action.text != lacking)
    if stage == Stage.PLANNED:
        return tuple(Action(action.text, ActionStatus.NOT_STARTED) for action in there)
    if stage == Stage.FOLLOWED_UP:
        return tuple(Action(action.text, action.status) for action in there)
    return tuple(there)


def _is_under_way(code: PeriodCode, stage: Stage) -> bool:
    return stage == Stage.FOLLOWED_UP and code == PeriodCode.T2


def _load_results(content: BoardContent, plan: Plan, period: Period, units: dict[str, OrgUnit]) -> None:
    code = PeriodCode(period.code)
    rows = PlannedFollowUp.objects.filter(working_method__process__plan=plan).select_related("working_method__process")
    stored = {(row.working_method.process.name, row.working_method.name, row.text): row for row in rows}
    results = []
    for key, check in checks_of(content):
        given: list[tuple[OrgUnit | None, Answer]] = [
            (units[name], answer) for name, answer in check.units.get(code, {}).items()
        ]
        if code in check.answers:
            given.append((None, check.answers[code]))
        results += [
            FollowUpResult(
                follow_up=stored[key],
                period=period,
                unit=unit,
                deviation=answer.deviation,
                result=answer.result,
                measures=answer.measures,
                **_filed(unit, answer, period),
            )
            for unit, answer in given
        ]
    FollowUpResult.objects.bulk_create(results)


def _filed(unit: OrgUnit | None, answer: Answer, period: Period) -> dict[str, Any]:
    """Return who filed a unit's answer and when; nothing for the board's own conclusion."""
    if unit is None:
        return {}
    filed_by = User.objects.get(assignments__unit=unit, assignments__role=Role.UNIT_MANAGER)
    deviates = answer.deviation in (Deviation.MINOR, Deviation.MAJOR)
    return {
        "state": AnswerState.APPROVED,
        "filed_by": filed_by,
        "filed_at": datetime.combine(period.due, time(9), tzinfo=timezone.get_current_timezone()),
        "no_action_reason": answer.measures if deviates else "",
    }


def _load_texts(content: BoardContent, plan: Plan, period: Period, stage: Stage) -> None:
    code = PeriodCode(period.code)
    report = BoardReport.objects.create(
        plan=plan,
        kind=Kind.FOLLOW_UP,
        period=period,
        introduction=content.introduction,
        # Nobody sums up what has not been answered yet.
        summary="" if _is_under_way(code, stage) else content.summaries[code],
    )
    if code == PeriodCode.VB:
        said = [GoalSummary(number, content.goals[number], text) for number, text in content.goal_summaries.items()]
        SummaryAnalysis.objects.bulk_create(
            SummaryAnalysis(report=report, goal_number=row.goal, goal_title=row.title, text=row.text, position=position)
            for position, row in enumerate(said)
        )
