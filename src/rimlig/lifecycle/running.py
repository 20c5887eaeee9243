"""What is running under an edition of a plan, and how it goes on under the edition that takes its place.

Running are results, actions, action plans and the texts of reports: what the
year produces, beside what the board decided. When a revision is adopted they
move to the rows that were copied from those they stood under. What stood
under a row that the new edition does not have stays at the old edition, where
it can be read for ever; people are told of it before they adopt. An answer
that nobody has begun, to a follow-up that the new edition does not have, is
asked for no longer: it is withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.documents.document import Kind
from rimlig.followup.models import Action, ActionLimit, ActionPlan, BoardReport, FollowUpResult
from rimlig.followup.reminding.noticing import tell_left_behind
from rimlig.planning.models import Goal, Plan, PlannedFollowUp, ProcessGoal, UndesiredEvent


@dataclass(frozen=True)
class Stays:
    """Something that stays at the old edition: what, its words, and why."""

    what: str
    text: str
    why: str


@dataclass
class Running:
    """What is running under an edition, told apart by what will become of it.

    `events` and `follow_ups` say which row of the new edition each row of the
    old one has become, by their ids.
    """

    events: dict[int, int]
    follow_ups: dict[int, int]
    results: list[FollowUpResult] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    action_plans: list[ActionPlan] = field(default_factory=list)
    reports: list[BoardReport] = field(default_factory=list)
    withdrawn: list[FollowUpResult] = field(default_factory=list)
    stays: list[Stays] = field(default_factory=list)
    left_behind: list[FollowUpResult] = field(default_factory=list)
    """Of what stays, the answers that somebody has begun and that nobody will ask for any longer."""

    @property
    def moves(self) -> int:
        """How many things go on under the new edition."""
        return len(self.results) + len(self.actions) + len(self.action_plans) + len(self.reports)


def running(old: Plan, new: Plan) -> Running:
    """Return what is running under the old edition, and what will become of it when the new one is adopted."""
    found = Running(_successors(UndesiredEvent, old, new), _successors(PlannedFollowUp, old, new))
    _sort_results(old, new, found)
    _sort_actions(old, found)
    found.action_plans = list(ActionPlan.objects.filter(plan=old))
    _sort_reports(old, new, found)
    return found


def let_run_in(old: Plan, new: Plan) -> Running:
    """Move what is running to the new edition, and return what moved and what stays. Both plans' rows must be locked."""
    found = running(old, new)
    tell_left_behind(found.left_behind, new)
    FollowUpResult.objects.filter(pk__in=[result.pk for result in found.withdrawn]).delete()
    for result in found.results:
        result.follow_up_id = found.follow_ups[result.follow_up_id]
    _store(FollowUpResult, found.results, "follow_up")
    _move_actions(old, new, found)
    _behind(new.action_plans.all(), found.action_plans)
    for plan in found.action_plans:
        plan.plan = new
        plan.follow_up_id = found.follow_ups.get(plan.follow_up_id) if plan.follow_up_id is not None else None
    _store(ActionPlan, found.action_plans, "plan", "follow_up")
    for report in found.reports:
        report.plan = new
    _store(BoardReport, found.reports, "plan")
    return found


def _successors(model: Any, old: Plan, new: Plan) -> dict[int, int]:
    way = "working_method__process__plan"
    rows = model.objects.filter(**{way: new, f"origin__{way}": old}).order_by("-pk")
    return dict(rows.values_list("origin_id", "pk"))


def _sort_results(old: Plan, new: Plan, found: Running) -> None:
    """Tell results that move from those that stay. The rows of both plans are locked, but answers may be written meanwhile."""
    way = "follow_up__working_method__process__plan"
    taken = set(FollowUpResult.objects.filter(**{way: new}).values_list("follow_up_id", "period_id", "unit_id"))
    untouched = set(FollowUpResult.objects.filter(**{way: old}).untouched().values_list("pk", flat=True))
    for result in FollowUpResult.objects.filter(**{way: old}).select_related(
        *("follow_up", "period", "unit", "saved_by"),
    ):
        place = (found.follow_ups.get(result.follow_up_id), result.period_id, result.unit_id)
        if place[0] is None and result.pk in untouched:
            found.withdrawn.append(result)
        elif place[0] is None:
            if result.is_writable and result.is_begun:
                found.left_behind.append(result)
            found.stays.append(
                Stays(_result_in_words(result), result.follow_up.text, _("the follow-up is not in the new edition"))
            )
        elif place in taken:
            found.stays.append(
                Stays(_result_in_words(result), result.follow_up.text, _("the new edition has a result there already"))
            )
        else:
            found.results.append(result)


def _result_in_words(result: FollowUpResult) -> str:
    whose = result.unit or _("the board's own")
    return _("Result %(period)s, %(whose)s") % {"period": result.period, "whose": whose}


def _sort_actions(old: Plan, found: Running) -> None:
    way = "working_method__process__plan"
    of_events = Action.objects.filter(**{f"event__{way}": old}).select_related("event")
    of_follow_ups = Action.objects.filter(**{f"follow_up__{way}": old}).select_related("follow_up")
    for action in of_events:
        if action.event_id in found.events:
            found.actions.append(action)
        else:
            found.stays.append(Stays(_("Action"), action.text, _("the undesired event is not in the new edition")))
    for action in of_follow_ups:
        if action.follow_up_id in found.follow_ups:
            found.actions.append(action)
        else:
            found.stays.append(Stays(_("Action"), action.text, _("the follow-up is not in the new edition")))


def _sort_reports(old: Plan, new: Plan, found: Running) -> None:
    taken = set(BoardReport.objects.filter(plan=new).values_list("kind", "period_id"))
    reports = BoardReport.objects.filter(plan=old).exclude(kind=Kind.PLAN).select_related("period")
    for report in reports:
        if (report.kind, report.period_id) in taken:
            what = f"{report.get_kind_display()} {report.period or ''}".strip()
            found.stays.append(Stays(_("Texts of a report"), what, _("the new edition has such texts already")))
        else:
            found.reports.append(report)


def _move_actions(old: Plan, new: Plan, found: Running) -> None:
    answers = _answers_after(found)
    _behind(Action.objects.filter(event__in=found.events.values()), found.actions)
    _behind(Action.objects.filter(follow_up__in=found.follow_ups.values()), found.actions)
    for action in found.actions:
        if action.event_id is not None:
            action.event_id = found.events[action.event_id]
        elif action.follow_up_id is not None:
            action.follow_up_id = found.follow_ups[action.follow_up_id]
            action.result_id = answers.get(action.result_id) if action.result_id is not None else None
    _store(Action, found.actions, "event", "follow_up", "result")
    _move_limits(old, new, found.actions)


def _answers_after(found: Running) -> dict[int, int]:
    """Say which answer each action is for from now on: the one that moved, or where it stayed the new edition's own."""
    after = {result.pk: result.pk for result in found.results}
    other = [pk for action in found.actions if (pk := action.result_id) is not None and pk not in after]
    place = ("follow_up_id", "period_id", "unit_id")
    there = FollowUpResult.objects.filter(follow_up__in=found.follow_ups.values()).exclude(pk__in=after)
    taken = {(follow_up, period, unit): pk for pk, follow_up, period, unit in there.values_list("pk", *place)}
    for pk, follow_up, period, unit in FollowUpResult.objects.filter(pk__in=other).values_list("pk", *place):
        if (own := taken.get((found.follow_ups.get(follow_up, 0), period, unit))) is not None:
            after[pk] = own
    return after


def _move_limits(old: Plan, new: Plan, actions: Iterable[Action]) -> None:
    """Limit the moved actions to the same goals as before; to a goal that their process no longer serves, no more."""
    goals = dict(Goal.objects.filter(plan=new, origin__plan=old).order_by("-pk").values_list("origin_id", "pk"))
    places = {
        (process, goal): pk
        for pk, process, goal in ProcessGoal.objects.filter(process__plan=new).values_list("pk", "process", "goal")
    }
    limits = ActionLimit.objects.filter(action__in=list(actions), placement__process__plan=old)
    limits = limits.select_related("placement", "action__event__working_method", "action__follow_up__working_method")
    kept, gone = [], []
    for limit in limits:
        place = places.get((_process_of(limit.action), goals.get(limit.placement.goal_id, 0)))
        if place is None:
            gone.append(limit.pk)
        else:
            limit.placement_id = place
            kept.append(limit)
    ActionLimit.objects.filter(pk__in=gone).delete()
    ActionLimit.objects.bulk_update(kept, ["placement"])


def _process_of(action: Action) -> int:
    above = action.event or action.follow_up
    if above is None:
        raise LookupError(f"{action!r} stands under nothing")
    return above.working_method.process_id


def _behind(there: Any, coming: Iterable[Any]) -> None:
    """Let what stands in the new edition already stand after what comes: no two have one position."""
    highest = max((row.position for row in coming), default=-1)
    if highest >= 0:
        there.update(position=F("position") + highest + 1)


def _store(model: Any, rows: list[Any], *fields: str) -> None:
    for row in rows:
        row.version = F("version") + 1
    model.objects.bulk_update(rows, [*fields, "version"])
