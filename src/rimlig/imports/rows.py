"""The tables of a document as rows of the database: copies merged, all rows of a kind in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rimlig.documents import merging
from rimlig.documents.document import Document, Remark
from rimlig.documents.merging import Goals, MergedAction, MergedEvent, MergedFollowUp, MergedProcess
from rimlig.followup.models import Action, ActionLimit, FollowUpResult, Period
from rimlig.imports.matching import Known
from rimlig.planning.models import (
    FollowUpUnit,
    Goal,
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    UndesiredEvent,
    WorkingMethod,
)


def store_table_part(document: Document, plan: Plan, period: Period) -> tuple[Remark, ...]:
    """Store goals, processes and all under them, and the results as the board's own of the period.

    Returns a remark on each name in the document that the system does not know.
    """
    rows = _Rows(plan, period, Known.of(plan, document))
    rows.goals = [
        Goal(plan=plan, number=goal.number, title=goal.title, position=position)
        for position, goal in enumerate(document.goals)
    ]
    for position, process in enumerate(merging.merge(document.goals)):
        rows.add_process(process, position)
    rows.store()
    return tuple(rows.known.remarks)


@dataclass(slots=True)
class _Rows:
    """All rows to be stored, gathered kind by kind so that each kind takes one statement."""

    plan: Plan
    period: Period
    known: Known
    goals: list[Goal] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    placements: list[ProcessGoal] = field(default_factory=list)
    methods: list[WorkingMethod] = field(default_factory=list)
    controls: list[OngoingControl] = field(default_factory=list)
    events: list[UndesiredEvent] = field(default_factory=list)
    follow_ups: list[PlannedFollowUp] = field(default_factory=list)
    chosen_units: list[FollowUpUnit] = field(default_factory=list)
    results: list[FollowUpResult] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    action_limits: list[ActionLimit] = field(default_factory=list)

    def add_process(self, merged: MergedProcess, position: int) -> None:
        """Gather the rows of one process."""
        process = Process(plan=self.plan, name=merged.name, reason=merged.reason, position=position)
        placed = {
            goal: ProcessGoal(process=process, goal=self.goals[goal], position=place)
            for goal, place in merged.places.items()
        }
        self.processes.append(process)
        self.placements += placed.values()
        for place, method in enumerate(merged.working_methods):
            row = WorkingMethod(process=process, name=method.name, position=place)
            self.methods.append(row)
            self.limits += [
                Limit(placement=at, working_method=row) for at in _limits(method.goals, merged.goals, placed)
            ]
            self._add_contents(row, method, placed, f"{merged.name} › {method.name}")

    def _add_contents(
        self, row: WorkingMethod, method: merging.MergedMethod, placed: dict[int, ProcessGoal], where: str
    ) -> None:
        for place, text in enumerate(method.controls):
            control = OngoingControl(working_method=row, text=text.text, position=place)
            self.controls.append(control)
            self.limits += [Limit(placement=at, control=control) for at in _limits(text.goals, method.goals, placed)]
        for place, merged in enumerate(method.events):
            event = self._event(row, merged, place, where)
            self.limits += [Limit(placement=at, event=event) for at in _limits(merged.goals, method.goals, placed)]
            self._add_actions(merged.actions, merged.goals, placed, event=event)
        for place, found in enumerate(method.follow_ups):
            follow_up = self._follow_up(row, found, place, where)
            self.limits += [
                Limit(placement=at, follow_up=follow_up) for at in _limits(found.goals, method.goals, placed)
            ]
            self._add_result(follow_up, found)
            self._add_actions(found.actions, found.goals, placed, follow_up=follow_up)

    def _event(self, row: WorkingMethod, merged: MergedEvent, place: int, where: str) -> UndesiredEvent:
        said = merged.event
        event = UndesiredEvent(
            working_method=row,
            text=said.text,
            likelihood=said.likelihood,
            likelihood_reason=said.likelihood_reason,
            consequence=said.consequence,
            consequence_reason=said.consequence_reason,
            likelihood_after=said.likelihood_after,
            consequence_after=said.consequence_after,
            treatment=said.treatment or "",
            position=place,
            **self.known.of_event(said, where),
        )
        self.events.append(event)
        return event

    def _follow_up(self, row: WorkingMethod, merged: MergedFollowUp, place: int, where: str) -> PlannedFollowUp:
        columns, units = self.known.of_follow_up(merged.follow_up, where)
        follow_up = PlannedFollowUp(working_method=row, text=merged.follow_up.text, position=place, **columns)
        self.follow_ups.append(follow_up)
        self.chosen_units += [FollowUpUnit(follow_up=follow_up, unit=unit) for unit in units]
        return follow_up

    def _add_result(self, follow_up: PlannedFollowUp, merged: MergedFollowUp) -> None:
        said = merged.follow_up
        if said.deviation or said.result or said.measures:
            self.results.append(
                FollowUpResult(
                    follow_up=follow_up,
                    period=self.period,
                    deviation=said.deviation or "",
                    result=said.result,
                    measures=said.measures,
                )
            )

    def _add_actions(
        self,
        actions: Sequence[MergedAction],
        above: Goals,
        placed: dict[int, ProcessGoal],
        *,
        event: UndesiredEvent | None = None,
        follow_up: PlannedFollowUp | None = None,
    ) -> None:
        for place, merged in enumerate(actions):
            said = merged.action
            action = Action(
                event=event,
                follow_up=follow_up,
                text=said.text,
                status=said.status or "",
                analysis=said.analysis,
                position=place,
            )
            self.actions.append(action)
            self.action_limits += [
                ActionLimit(placement=at, action=action) for at in _limits(merged.goals, above, placed)
            ]

    def store(self) -> None:
        """Store what was gathered, each kind after those that it refers to."""
        Goal.objects.bulk_create(self.goals)
        Process.objects.bulk_create(self.processes)
        ProcessGoal.objects.bulk_create(self.placements)
        WorkingMethod.objects.bulk_create(self.methods)
        OngoingControl.objects.bulk_create(self.controls)
        UndesiredEvent.objects.bulk_create(self.events)
        PlannedFollowUp.objects.bulk_create(self.follow_ups)
        FollowUpUnit.objects.bulk_create(self.chosen_units)
        FollowUpResult.objects.bulk_create(self.results)
        Action.objects.bulk_create(self.actions)
        Limit.objects.bulk_create(self.limits)
        ActionLimit.objects.bulk_create(self.action_limits)


def _limits(goals: Goals, above: Goals, placed: dict[int, ProcessGoal]) -> Iterable[ProcessGoal]:
    """Return where a row is limited to: nowhere when it concerns all that it stands under."""
    return [] if goals == above else [placed[goal] for goal in sorted(goals)]
