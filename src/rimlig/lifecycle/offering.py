"""Everything in a plan with what the year has shown, offered to be carried over to the next: nothing goes along unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.documents.document import ActionStatus, Deviation, Kind
from rimlig.followup.models import DEVIATIONS, STATUSES, Action, ActionPlan, BoardReport, FollowUpResult
from rimlig.followup.outlines import with_everything
from rimlig.lifecycle.models import ItemKind
from rimlig.planning.models import TREATMENTS, Plan, PlannedFollowUp, Process, UndesiredEvent


@dataclass
class Offered:
    """A thing of the plan, how it stands, and what stands under it.

    `standing` is said alone; `beside` is what it adds where the deviation
    stands as a symbol. `ends_here` says why it does not come along whatever is chosen (a closed
    action); `chosen` whether a person may choose it alone, or it comes along
    with what it stands under.
    """

    kind: ItemKind
    row: Any
    text: str
    place: str = ""
    standing: str = ""
    beside: str = ""
    chosen: bool = True
    ends_here: str = ""
    is_open: bool = False
    deviation: str = ""
    parts: "list[Offered]" = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.kind.value}-{self.row.pk}"

    def walk(self) -> "Iterator[Offered]":
        """Yield it and all that stands under it, from the top."""
        yield self
        for part in self.parts:
            yield from part.walk()


def offered(plan: Plan) -> list[Offered]:
    """Return the plan's goals, its processes with all that stands under them, and its action plans, in their order.

    The number of queries does not grow with the plan.
    """
    results = FollowUpResult.objects.given().order_by("-period__ends", "-pk")
    goals = [Offered(ItemKind.GOAL, goal, str(goal), chosen=False) for goal in plan.goals.all()]
    processes = [_process(process) for process in with_everything(plan.processes.all(), results)]
    action_plans = [_action_plan(row) for row in ActionPlan.objects.filter(plan=plan).select_related("responsible")]
    return goals + processes + action_plans + _texts(plan)


def _texts(plan: Plan) -> list[Offered]:
    """The introduction and how the work is done are starting texts. The heading and the analysis belong to their year."""
    found = BoardReport.objects.filter(plan=plan, kind=Kind.PLAN).exclude(introduction="", approach="")
    words = _("The plan's introduction and how the work is done, as starting texts")
    return [Offered(ItemKind.TEXT, row, words, chosen=False) for row in found]


def _process(process: Process) -> Offered:
    goals = [placement.goal for placement in process.placements.all()]
    parts: list[Offered] = []
    for method in process.working_methods.all():
        place = f"{process.name} › {method.name}"
        parts.append(Offered(ItemKind.METHOD, method, method.name, process.name, chosen=False))
        parts += [
            Offered(ItemKind.CONTROL, control, control.text, place, chosen=False) for control in method.controls.all()
        ]
        parts += [_event(event, place) for event in method.events.all()]
        parts += [_follow_up(follow_up, place) for follow_up in method.follow_ups.all()]
    place = ", ".join(goal.number or goal.title for goal in goals)
    return Offered(ItemKind.PROCESS, process, process.name, place, parts=parts)


def _event(event: UndesiredEvent, place: str) -> Offered:
    said = []
    if event.risk_value is not None:
        said.append(_("Risk value %(value)s") % {"value": event.risk_value})
    if event.treatment:
        said.append(str(dict(_treatments()).get(event.treatment, "")))
    return Offered(
        ItemKind.EVENT, event, event.text, place, " · ".join(said), parts=_actions(event.actions.all(), event.text)
    )


def _treatments() -> Iterator[tuple[str, Any]]:
    return ((treatment.value, word) for treatment, word in TREATMENTS.items())


def _follow_up(follow_up: PlannedFollowUp, place: str) -> Offered:
    results: list[FollowUpResult] = follow_up.shown_results  # type: ignore[attr-defined]
    own = next((result for result in results if result.unit_id is None), None)
    units = sum(
        result.unit_id is not None and result.deviation in (Deviation.MINOR, Deviation.MAJOR) for result in results
    )
    of_units = (
        ngettext("%(number)s answer of a unit deviates", "%(number)s answers of units deviate", units)
        % {"number": units}
        if units
        else ""
    )
    of_board, period = "", ""
    if own is not None and own.deviation:
        period = str(own.period)
        of_board = f"{DEVIATIONS[Deviation(own.deviation)]} ({period})"
    return Offered(
        ItemKind.FOLLOW_UP,
        follow_up,
        follow_up.text,
        place,
        " · ".join(filter(None, (of_board, of_units))),
        beside=" · ".join(filter(None, (period, of_units))),
        deviation=own.deviation if own else "",
        parts=_actions(follow_up.actions.all(), follow_up.text),
    )


def _actions(actions: Iterable[Action], above: str) -> list[Offered]:
    return [_open_or_closed(ItemKind.ACTION, action, action.text, above) for action in actions]


def _action_plan(row: ActionPlan) -> Offered:
    return _open_or_closed(ItemKind.ACTION_PLAN, row, row.heading, "")


def _open_or_closed(kind: ItemKind, row: Any, text: str, place: str) -> Offered:
    """An open one is offered. A closed one is done: it stays where it is, with its year."""
    standing = str(STATUSES[ActionStatus(row.status)]) if row.status else _("Status not stated")
    if row.status == ActionStatus.CLOSED:
        return Offered(
            kind, row, text, place, standing, chosen=False, ends_here=_("What is closed stays with its year.")
        )
    return Offered(kind, row, text, place, standing, is_open=True)
