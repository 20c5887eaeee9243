"""Loading the demo: through the same operation that stores an imported document, then the answers of each period."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import override

from rimlig.core.audit import recorded
from rimlig.demo.clock import on
from rimlig.demo.content import BoardContent, Essential
from rimlig.demo.district.board import BOARD as DISTRICT
from rimlig.demo.look import give_look
from rimlig.demo.municipality import make_board, make_goals, make_person
from rimlig.demo.next_year import begin_next_year
from rimlig.demo.other_boards import EDUCATION, TECHNICAL
from rimlig.demo.people import PEOPLE
from rimlig.demo.reported import (
    approve_report,
    assess_year,
    assess_year_before,
    begin_report,
    decide_words,
    let_others_write,
    write_report,
)
from rimlig.demo.under_way import let_tertial_run
from rimlig.demo.weighing import complete, decide
from rimlig.demo.year import let_notices_be_read, let_period_pass
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Document,
    FollowUp,
    Goal,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.followup.models import PeriodCode
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models import Plan

CODE, NAME, YEAR = "lindhaga", "Lindhaga kommun", 2026
BOARDS = (DISTRICT, EDUCATION, TECHNICAL)
OPERATION = "demo.load"


class Stage(StrEnum):
    """How far the year has come: a plan only, in the middle of the second tertial, or reported as a whole."""

    PLANNED = "planned"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"


def is_loaded() -> bool:
    """Say whether the demo municipality is there, at whatever stage."""
    return Municipality.objects.filter(code=CODE).exists()


@override("sv")  # what is stored in its words is Swedish, whoever loads it
@transaction.atomic
def load(stage: Stage, *, password: str) -> None:
    """Make the demo municipality with its boards, people, plans and results: all of it or nothing.

    What its people do is recorded under their names, so it stands outside what the loading does itself.
    """
    hashed = make_password(password)
    with recorded(OPERATION, None):
        municipality = Municipality.objects.create(code=CODE, name=NAME)
        give_look(municipality)
        make_goals(BOARDS, municipality, YEAR)
        boards = {content.code: make_board(content, municipality) for content in BOARDS}
        for person in PEOPLE:
            make_person(person, municipality, hashed)
    decide_words(municipality)
    for content in BOARDS:
        with on(date(YEAR - 1, 12, 18)):
            with recorded(OPERATION, None):
                plan = _load_plan(content, boards[content.code])
            plan = decide(plan)
        if stage != Stage.PLANNED:
            _let_year_run(content, plan, stage)
    if stage != Stage.PLANNED:
        begin_next_year(municipality, YEAR)


def _let_year_run(content: BoardContent, plan: Plan, stage: Stage) -> None:
    """Let the board come as far as the stage says: the district board to the middle of the second tertial, the others past it."""
    if content is DISTRICT:
        assess_year_before(plan.board, plan.year)
    for code in PeriodCode:
        if stage == Stage.FOLLOWED_UP and code == PeriodCode.VB:
            return
        if stage == Stage.FOLLOWED_UP and content is DISTRICT and code == PeriodCode.T2:
            let_tertial_run(content, plan)
            begin_report(content, plan, code)
            return
        let_period_pass(content, plan, code)
        report = write_report(content, plan, code)
        if content is DISTRICT and code == PeriodCode.VB:
            let_others_write(report)
        if content is DISTRICT or code == PeriodCode.VB:
            approve_report(report)
        if code != PeriodCode.VB:
            let_notices_be_read(plan, code)
    assess_year(plan)


def _load_plan(content: BoardContent, board: Board) -> Plan:
    if content.earlier_action_plans:
        before = Document(Kind.ACTION_PLANS, YEAR - 1, action_plans=content.earlier_action_plans)
        store_document(before, board, year=YEAR - 1, by=None)
    plan = store_document(plan_document(content), board, year=YEAR, by=None).plan
    complete(plan, content)
    return plan


def plan_document(content: BoardContent) -> Document:
    """Return the board's plan as a document, each process under every goal that it serves. Nothing has been done yet."""
    goals = tuple(
        Goal(number, title, tuple(_copy(process, number) for process in content.processes if number in process.goals))
        for number, title in content.goals.items()
    )
    return Document(Kind.PLAN, YEAR, introduction=content.introduction, goals=goals)


def _copy(process: Essential, goal: str) -> Process:
    methods = tuple(
        WorkingMethod(
            method.name,
            method.control,
            tuple(
                replace(event, actions=_not_begun(event.actions, method.lacking.get(goal, "")))
                for event in (*method.events, *([method.only[goal]] if goal in method.only else []))
            ),
            tuple(FollowUp(check.text) for check in method.checks),
        )
        for method in process.methods
    )
    return Process(process.name, methods)


def _not_begun(actions: tuple[Action, ...], lacking: str) -> tuple[Action, ...]:
    return tuple(Action(action.text, ActionStatus.NOT_STARTED) for action in actions if action.text != lacking)
