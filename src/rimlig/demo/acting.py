"""What is done about risks and deviations during the demo's year, and how it goes: actions and action plans."""

from datetime import date
from typing import Final

from rimlig.demo.content import BoardContent, Corrective, Shortcoming, checks_of
from rimlig.demo.staff import Staff
from rimlig.documents.document import Action as Planned
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.operations import move_action
from rimlig.followup.actions.plans import Shortcoming as Found
from rimlig.followup.actions.plans import add_action_plan, follow_up_action_plan, move_action_plan
from rimlig.followup.models import Action, ActionPlan, PeriodCode
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.planning.rows.changing import change

READY_LATER: Final = frozenset(
    {
        "Gungställningar byts på tre lekplatser",
        "Två utredare till under sommaren",
        "Utbildning i samtal med barn",
        "Fadder till alla nya",
    }
)
"""Planned actions that are not ready until the second tertial."""


def let_actions_go_on(content: BoardContent, plan: Plan, code: PeriodCode, staff: Staff) -> None:
    """Let the actions come as far as they have when the period is reported, each moved by who is responsible for it."""
    planned, corrective = _planned(content), _corrective(content)
    for row in Action.objects.with_plan().filter(pk__in=_of(plan)).select_related("responsible").order_by("pk"):
        by = row.responsible or staff.controller
        story = corrective.get(row.text) or planned[row.text]
        now = _step(row, story, code, by) if isinstance(story, Corrective) else _go_on(row, story, code, by)
        if code == PeriodCode.VB and story.analysis:
            change(now, {"analysis": story.analysis}, version=now.version, by=staff.controller)


def follow_up_shortcomings(content: BoardContent, plan: Plan, code: PeriodCode, staff: Staff) -> None:
    """Make action plans of what the period showed, and follow up those that there are."""
    for story in content.shortcomings:
        if story.found == code:
            _begin(story, plan, staff)
        elif code in story.since:
            row = ActionPlan.objects.with_plan().get(plan=plan, heading=story.heading)
            by = row.responsible or staff.controller
            follow_up_action_plan(row, code, story.since[code], by=by)
            if story.effect and code == list(story.since)[-1]:
                move_action_plan(row, ActionStatus.CLOSED, effect=story.effect, version=row.version, by=by)


def _of(plan: Plan) -> list[int]:
    under = ("event__working_method__process__plan", "follow_up__working_method__process__plan")
    return [pk for way in under for pk in Action.objects.filter(**{way: plan}).values_list("pk", flat=True)]


def _planned(content: BoardContent) -> dict[str, Planned]:
    methods = [method for process in content.processes for method in process.methods]
    events = [event for method in methods for event in (*method.events, *method.only.values())]
    return {action.text: action for event in events for action in event.actions}


def _corrective(content: BoardContent) -> dict[str, Corrective]:
    checks = [check for _key, check in checks_of(content)]
    answers = [answer for check in checks for answer in check.answers.values()]
    answers += [answer for check in checks for units in check.units.values() for answer in units.values()]
    return {answer.action.text: answer.action for answer in answers if answer.action is not None}


def _step(row: Action, story: Corrective, code: PeriodCode, by: User) -> Action:
    step = story.steps.get(code)
    if step is None:
        return row
    said = {"effect": step.said} if step.status == ActionStatus.CLOSED else {"note": step.said}
    return move_action(row, step.status, **said, version=row.version, by=by)


def _go_on(row: Action, story: Planned, code: PeriodCode, by: User) -> Action:
    """Let a planned action begin in spring, or be ready then where it is ready at the end of the year."""
    if story.status is None or row.status == story.status:
        return row
    if story.status == ActionStatus.CLOSED and row.text in READY_LATER and code == PeriodCode.T1:
        return move_action(row, ActionStatus.ONGOING, version=row.version, by=by)
    said = {ActionStatus.CLOSED: {"effect": story.analysis}, ActionStatus.ON_HOLD: {"note": story.analysis}}
    return move_action(row, story.status, **said.get(story.status, {}), version=row.version, by=by)


def _begin(story: Shortcoming, plan: Plan, staff: Staff) -> None:
    follow_up = PlannedFollowUp.objects.get(working_method__process__plan=plan, text=story.check)
    responsible = staff.responsible(follow_up)
    units = list(OrgUnit.objects.filter(board=plan.board, name__in=story.units).order_by("name"))
    row = add_action_plan(
        plan,
        Found(story.heading, story.finding, units, story.units_total, story.measures),
        responsible=responsible,
        due=date(plan.year + 1, 3, 31),
        follow_up=follow_up,
        by=staff.controller,
    )
    move_action_plan(row, ActionStatus.ONGOING, version=row.version, by=responsible)
