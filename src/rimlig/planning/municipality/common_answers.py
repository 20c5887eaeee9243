"""What a board answers to a common risk: it takes it up in its draft plan, or refuses a recommended one for a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import (
    CommonRisk,
    CommonRiskRefusal,
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.municipality.deciding import last_position


@dataclass(frozen=True)
class NewMethod:
    """A working method to make: in a process that is there, or in a new one that serves the goals."""

    name: str
    process: Process | None = None
    process_name: str = ""
    goals: Sequence[Goal] = ()


def take_up(plan: Plan, risk: CommonRisk, into: WorkingMethod | NewMethod, *, by: User | None) -> UndesiredEvent:
    """Add the common risk to the draft, with its control and its follow-up where it has them; returns the event.

    Taken up twice it stands there once. A refusal that the board had given is
    taken back. RuleBroken when the plan is no draft, when the risk was
    withdrawn, and for a place in another plan.
    """
    with refusals_in_words(), transaction.atomic(), recorded("planning.take_up", by):
        plan, risk = locked_draft(plan), _asked(plan, risk)
        there = _events(plan).filter(common_risk=risk).first()
        if there is not None:
            return there
        method = _method(plan, into)
        event = UndesiredEvent.objects.create(
            working_method=method,
            text=risk.text,
            category=risk.category,
            common_risk=risk,
            position=last_position(method.events.all()),
        )
        if risk.control:
            OngoingControl.objects.create(
                working_method=method, text=risk.control, position=last_position(method.controls.all())
            )
        if risk.follow_up:
            PlannedFollowUp.objects.create(
                working_method=method, text=risk.follow_up, position=last_position(method.follow_ups.all())
            )
        _take_back_refusal(plan, risk)
        return event


def answer_with(plan: Plan, risk: CommonRisk, event: UndesiredEvent, *, by: User | None) -> UndesiredEvent:
    """Let a risk that the draft has already, in its own words, be the board's answer to the common risk."""
    with refusals_in_words(), transaction.atomic(), recorded("planning.answer_with", by):
        plan, risk = locked_draft(plan), _asked(plan, risk)
        now = _events(plan).filter(pk=event.pk).first()
        if now is None:
            raise RuleBroken(_("Somebody has removed that risk from the plan. Choose another one, or add it."))
        if now.common_risk_id != risk.pk:
            UndesiredEvent.objects.filter(pk=now.pk).update(common_risk=risk, version=F("version") + 1)
            now.refresh_from_db()
        _take_back_refusal(plan, risk)
        return now


def refuse(plan: Plan, risk: CommonRisk, *, reason: str, by: User | None) -> CommonRiskRefusal:
    """Store that the plan's board does not take up a recommended risk, and why. Refused again, the reason is the new one.

    It changes nothing in the plan, so the plan need not be a draft. RuleBroken
    for a required risk, and for one that the plan has taken up.
    """
    with refusals_in_words(), transaction.atomic(), recorded("planning.refuse", by):
        plan = Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("board").get(pk=plan.pk)
        risk = _asked(plan, risk)
        if risk.required:
            raise RuleBroken(
                _(
                    "The risk is required of all boards, so it cannot be refused. Take it up, and assess it as it is here."
                )
            )
        if _events(plan).filter(common_risk=risk).exists():
            raise RuleBroken(_("The plan has taken the risk up. Remove it from the plan first, then refuse it."))
        refusal, _made = CommonRiskRefusal.objects.update_or_create(
            common_risk=risk, board=plan.board, defaults={"reason": reason}
        )
        return refusal


def _asked(plan: Plan, risk: CommonRisk) -> CommonRisk:
    """Return the risk as it is now, when the plan's board is asked about it; RuleBroken otherwise."""
    now = CommonRisk.objects.select_related("category").select_for_update(of=("self",), no_key=True).filter(pk=risk.pk)
    found: CommonRisk | None = now.filter(
        municipality=plan.board.municipality_id, year=plan.year, sent_at__isnull=False
    ).first()
    if found is None:
        raise RuleBroken(_("The risk is not sent to this board for the plan's year. Nothing has been changed."))
    if found.withdrawn_at is not None:
        raise RuleBroken(_("The risk was withdrawn meanwhile, so it needs no answer. Nothing has been changed."))
    return found


def _events(plan: Plan) -> QuerySet[UndesiredEvent]:
    return UndesiredEvent.objects.filter(working_method__process__plan=plan)


def _take_back_refusal(plan: Plan, risk: CommonRisk) -> None:
    CommonRiskRefusal.objects.filter(common_risk=risk, board=plan.board_id).delete()


def _method(plan: Plan, into: WorkingMethod | NewMethod) -> WorkingMethod:
    """Return the working method of the plan; a new one is made last in its process."""
    if isinstance(into, WorkingMethod):
        found = WorkingMethod.objects.filter(pk=into.pk, process__plan=plan).first()
        if found is None:
            raise RuleBroken(_("Somebody has removed that working method from the plan. Choose another one."))
        return found
    process = _process(plan, into)
    position = last_position(process.working_methods.all())
    return WorkingMethod.objects.create(process=process, name=into.name, position=position)


def _process(plan: Plan, into: NewMethod) -> Process:
    if into.process is not None:
        found = plan.processes.filter(pk=into.process.pk).first()
        if found is None:
            raise RuleBroken(_("Somebody has removed that process from the plan. Choose another one."))
        return found
    process = Process.objects.create(plan=plan, name=into.process_name, position=last_position(plan.processes.all()))
    ProcessGoal.objects.bulk_create(
        ProcessGoal(process=process, goal=goal, position=last_position(goal.placements.all()))
        for goal in plan.goals.filter(pk__in=[goal.pk for goal in into.goals])
    )
    return process
