"""The autumn's work on a board's plan, from what the boards said (autumn.py) to the decision."""

from collections.abc import Mapping
from datetime import date

from rimlig.demo.autumn import APPROACH, FOLLOW_UPS, RISKS
from rimlig.demo.content import BoardContent, Check, checks_of
from rimlig.demo.staff import Staff
from rimlig.documents.document import Kind, Treatment
from rimlig.followup.models import Action
from rimlig.lifecycle.operations import adopt, propose
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models import (
    Answering,
    CouncilGoal,
    FollowUpUnit,
    Goal,
    Plan,
    PlannedFollowUp,
    RiskCategory,
    Schedule,
    UndesiredEvent,
)

DECIDED = {"lindhaga": (10, "112"), "utbildning": (16, "87"), "teknik": (11, "134")}
"""Board → the day of its meeting in December and the paragraph of the minutes."""
LATE = {"Erbjudanden dokumenteras i akten": (10, 31)}
"""Planned actions that take longer than was thought: their month and day."""


def complete(plan: Plan, content: BoardContent) -> None:
    """Write into the draft what its document does not have: motivations, how each follow-up is done, who does each action."""
    _link_goals(plan)
    _weigh(plan)
    _plan_follow_ups(plan, {check.text: check for _key, check in checks_of(content)})
    _give_out_actions(plan)
    plan.reports.filter(kind=Kind.PLAN).update(approach=APPROACH)


def decide(plan: Plan) -> Plan:
    """Let the head of administration propose the plan and the controller record the board's decision."""
    day, paragraph = DECIDED[plan.board.code]
    plan = propose(plan, version=plan.version, by=holder(plan.board, Role.HEAD_OF_ADMINISTRATION))
    adopt(
        plan,
        meeting_date=date(plan.year - 1, 12, day),
        paragraph=paragraph,
        registry_number=f"{plan.board.code[:3].upper()} {plan.year - 1}/{paragraph}",
        version=plan.version,
        by=holder(plan.board, Role.CONTROLLER),
    )
    return Plan.objects.select_related("board__municipality").get(pk=plan.pk)


def holder(board: Board, role: Role) -> User:
    """Return the person who has the role on the board; the first of them, where several units have one each."""
    return User.objects.filter(assignments__board=board, assignments__role=role).order_by("assignments__pk")[0]


def _link_goals(plan: Plan) -> None:
    of_council = {
        goal.number: goal for goal in CouncilGoal.objects.filter(municipality=plan.board.municipality, year=plan.year)
    }
    for goal in Goal.objects.filter(plan=plan):
        goal.council_goal = of_council[goal.number]
        goal.save()


def _weigh(plan: Plan) -> None:
    categories = {one.name: one for one in RiskCategory.objects.filter(municipality=plan.board.municipality)}
    accepts = holder(plan.board, Role.HEAD_OF_ADMINISTRATION)
    for event in UndesiredEvent.objects.filter(working_method__process__plan=plan):
        said = RISKS[event.text]
        event.category = categories[said.category]
        event.likelihood_reason, event.consequence_reason = said.why_likely, said.why_serious
        event.likelihood_after, event.consequence_after = said.after
        event.treatment_reason = said.treatment_reason
        event.accepted_by = accepts if event.treatment == Treatment.ACCEPT else None
        event.save()


def _plan_follow_ups(plan: Plan, checks: Mapping[str, Check]) -> None:
    for row in PlannedFollowUp.objects.filter(working_method__process__plan=plan):
        said = FOLLOW_UPS[row.text]
        row.method, row.schedule = said.method, Schedule.PERIODS
        row.periods = [code.value for code in checks[row.text].answers]
        row.answering = said.answering
        # Units answer by those who have the role there; for the board as a whole the role is told too.
        row.performer_role, row.reviewer_role = said.performer, said.reviewer
        row.examination, row.examination_note = said.examination or "", said.examined
        row.criterion_none, row.criterion_minor, row.criterion_major = said.criteria
        row.save()
        if row.answering == Answering.SOME_UNITS:
            chosen = OrgUnit.objects.filter(board=plan.board, name__in=said.units)
            FollowUpUnit.objects.bulk_create(FollowUpUnit(follow_up=row, unit=unit) for unit in chosen)


def _give_out_actions(plan: Plan) -> None:
    """Let each planned action have somebody who is responsible and a day: the first of a risk's before the others."""
    staff = Staff(plan.board)
    rows = Action.objects.filter(event__working_method__process__plan=plan).order_by("event", "position")
    for row in rows.prefetch_related("event__working_method__follow_ups"):
        assert row.event is not None
        row.responsible = staff.responsible(row.event.working_method.follow_ups.all()[0])
        usual = date(plan.year, 12, 15) if row.position else date(plan.year + 1, 1, 31)
        row.due = date(plan.year, *LATE[row.text]) if row.text in LATE else usual
        row.save(update_fields=["responsible", "due"])
