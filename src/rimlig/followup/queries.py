"""Reads of a plan with its results that pages, reports and imports share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, Q

from rimlig.documents import document as on_paper
from rimlig.documents.document import ActionStatus, Deviation, Document, Kind, Look, Treatment
from rimlig.documents.merging import (
    Goals,
    MergedAction,
    MergedEvent,
    MergedFollowUp,
    MergedMethod,
    MergedProcess,
    MergedText,
    take_apart,
)
from rimlig.documents.review import review
from rimlig.followup.models import Action, ActionLimit, ActionNote, BoardReport, FollowUpResult, Period
from rimlig.followup.periods.dates import belongs_elsewhere
from rimlig.followup.periods.gathering import as_one, gathered_in
from rimlig.followup.planned import answering_in_words, examination_in_words, person_in_words, schedule_in_words
from rimlig.planning.models import (
    FollowUpUnit,
    Limit,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    RiskScale,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.municipality.queries_scales import scales_of


def processes_with_everything(plan: Plan, period: Period | None) -> "list[Process]":
    """Return the plan's processes with all that stands under them fetched, in a number of queries that never grows.

    Each follow-up has the board's own result of the period, if any, as the only member of `conclusions`: for one of
    every month or quarter what those showed together.
    """
    limits = Prefetch("limits", Limit.objects.select_related("placement"))
    actions = Prefetch(
        "actions",
        Action.objects.select_related("unit").prefetch_related(
            Prefetch("limits", ActionLimit.objects.select_related("placement"))
        ),
    )
    gathered = gathered_in(period) if period else Q(pk__in=[])
    results = FollowUpResult.objects.settled().filter(gathered, unit=None).select_related("saved_by", "period")
    methods = WorkingMethod.objects.prefetch_related(
        limits,
        Prefetch("controls", OngoingControl.objects.prefetch_related(limits)),
        Prefetch(
            "events",
            UndesiredEvent.objects.select_related("category", "accepted_by").prefetch_related(limits, actions),
        ),
        Prefetch(
            "follow_ups",
            PlannedFollowUp.objects.select_related("performer", "reviewer").prefetch_related(
                limits,
                actions,
                Prefetch("chosen_units", FollowUpUnit.objects.select_related("unit")),
                Prefetch("results", results, to_attr="conclusions"),
            ),
        ),
    )
    placements = Prefetch("placements", ProcessGoal.objects.select_related("goal"))
    processes = list(plan.processes.prefetch_related(placements, Prefetch("working_methods", methods)))
    for process in processes:
        for method in process.working_methods.all():
            follow_up: Any
            for follow_up in method.follow_ups.all():
                one = as_one(follow_up.conclusions)
                follow_up.conclusions = [] if one is None else [one]
    return processes


Placed = Mapping[tuple[int, int, int], tuple[PlannedFollowUp, ...]]
"""Which planned follow-ups stand in a document: by the place of their working method (goal, process, method, from 0)."""


def document_of(plan: Plan, kind: Kind, period: Period | None = None) -> Document:
    """Return the report of `placed_document_of` alone."""
    return placed_document_of(plan, kind, period)[0]


def placed_document_of(
    plan: Plan, kind: Kind, period: Period | None = None, *, reader: Any = None
) -> tuple[Document, Placed]:
    """Return the board's plan, follow-up of a period or action plans as a document, and where its follow-ups stand.

    The document has its remarks. Each follow-up has the board's own result of the period in `conclusions`.

    The copies of each process stand again under each goal that it serves. A
    plan has no results, but says how its risks were valued and how what it
    plans is done. Action plans stand in the document of their own kind only,
    except where a follow-up's report has them as a part. For a `reader` it has
    the texts that people write around it only where that person may read them.
    """
    texts = BoardReport.objects.all() if reader is None else BoardReport.objects.visible_to(reader)
    report = (
        texts.filter(plan=plan, kind=kind, period=period if kind == Kind.FOLLOW_UP else None)
        .prefetch_related("analyses")
        .first()
    )
    goals: tuple[on_paper.Goal, ...] = ()
    placed: Placed = {}
    if kind != Kind.ACTION_PLANS:
        goals, placed = _goals(plan, period if kind == Kind.FOLLOW_UP else None, in_full=kind == Kind.PLAN)
    document = Document(
        kind=kind,
        year=plan.year,
        title=report.title if report else "",
        board=plan.board.name,
        introduction=report.introduction if report else "",
        summary=report.summary if report else "",
        summary_by_goal=tuple(
            on_paper.GoalSummary(analysis.goal_number, analysis.goal_title, analysis.text)
            for analysis in (report.analyses.all() if report else ())
        ),
        goals=goals,
        action_plans=_action_plans(plan, period) if kind != Kind.PLAN else (),
        approach=report.approach if report else "",
        scale=scale_on_paper(plan.scale) if kind == Kind.PLAN and plan.scale else None,
    )
    return replace(document, warnings=review(document)), placed


def scale_on_paper(scale: RiskScale) -> on_paper.Scale:
    """Return an edition of the scales as documents have it. Two queries, none when `steps` and `bands` are prefetched."""
    said = scales_of(scale)
    return on_paper.Scale(
        tuple(on_paper.Step(step.name, step.criterion) for step in said.likelihoods),
        tuple(on_paper.Step(step.name, step.criterion) for step in said.consequences),
        tuple(on_paper.Band(band.from_value, band.name, Look(band.look)) for band in said.bands),
        said.threshold,
    )


def _action_plans(plan: Plan, period: Period | None) -> tuple[on_paper.ActionPlan, ...]:
    """Return the action plans, each with what was said of it when it was followed up: in a period's report, until then."""
    followed_up = ActionNote.objects.exclude(period=None).select_related("period").order_by("period__ends", "pk")
    if period is not None:
        followed_up = followed_up.filter(period__ends__lte=period.ends)
    return tuple(
        on_paper.ActionPlan(
            row.heading,
            row.finding,
            row.units_at_risk,
            row.units_total,
            "\n\n".join(
                part for part in (row.measures, *(f"{note.period}: {note.text}" for note in row.since)) if part
            ),
            ActionStatus(row.status) if row.status else None,
        )
        for row in plan.action_plans.prefetch_related(Prefetch("notes", followed_up, to_attr="since"))
    )


def _goals(plan: Plan, period: Period | None, *, in_full: bool) -> tuple[tuple[on_paper.Goal, ...], Placed]:
    rows = list(plan.goals.all())
    places = {goal.pk: place for place, goal in enumerate(rows)}
    processes = processes_with_everything(plan, period)
    titles = [on_paper.Goal(row.number, row.title) for row in rows]
    code = period.code if period else None
    reader, finder = _Reader(places, in_full, code), _Finder(places, in_full=False, code=code)
    found = take_apart([finder.process(row) for row in processes], titles)
    placed = {
        (g, p, m): tuple(finder.rows[int(follow_up.text)] for follow_up in method.follow_ups)
        for g, goal in enumerate(found)
        for p, process in enumerate(goal.processes)
        for m, method in enumerate(process.working_methods)
    }
    return take_apart([reader.process(row) for row in processes], titles), placed


@dataclass(frozen=True, slots=True)
class _Reader:
    """Gives each row the goals that it concerns: its own limits, else those of what it stands under."""

    places: Mapping[int, int]  # of the goals in the document, by key
    in_full: bool  # with what only the plan document has
    code: str | None = None  # of the period that the document is about

    def process(self, row: Process) -> MergedProcess:
        placements = {self.places[placement.goal_id]: placement.position for placement in row.placements.all()}
        methods = tuple(self._method(method, frozenset(placements)) for method in row.working_methods.all())
        return MergedProcess(row.name, placements, methods, row.reason if self.in_full else "")

    def _concerns(self, limits: Iterable[Limit | ActionLimit], otherwise: Goals) -> Goals:
        return frozenset(self.places[limit.placement.goal_id] for limit in limits) or otherwise

    def _method(self, row: WorkingMethod, above: Goals) -> MergedMethod:
        goals = self._concerns(row.limits.all(), above)
        return MergedMethod(
            row.name,
            goals,
            tuple(
                MergedText(control.text, self._concerns(control.limits.all(), goals)) for control in row.controls.all()
            ),
            tuple(self._event(event, goals) for event in row.events.all()),
            tuple(self._follow_up(follow_up, goals) for follow_up in row.follow_ups.all() if self._stands(follow_up)),
        )

    def _stands(self, row: PlannedFollowUp) -> bool:
        """Say whether the follow-up stands in the document: one of other periods does where there is something to tell of it."""
        if self.code is None or not belongs_elsewhere(row, self.code):
            return True
        return bool(row.conclusions or row.actions.all())  # type: ignore[attr-defined]

    def _event(self, row: UndesiredEvent, above: Goals) -> MergedEvent:
        goals = self._concerns(row.limits.all(), above)
        treatment = Treatment(row.treatment) if row.treatment else None
        event = on_paper.Event(row.text, row.likelihood, row.consequence, treatment)
        if self.in_full:
            event = replace(
                event,
                likelihood_after=row.likelihood_after,
                consequence_after=row.consequence_after,
                likelihood_reason=row.likelihood_reason,
                consequence_reason=row.consequence_reason,
                category=row.category.name if row.category else "",
                treatment_reason=row.treatment_reason,
                accepted_by=row.accepted_by.name if row.accepted_by else "",
            )
        return MergedEvent(event, goals, self._actions(row.actions.all(), goals))

    def _follow_up(self, row: PlannedFollowUp, above: Goals) -> MergedFollowUp:
        goals = self._concerns(row.limits.all(), above)
        conclusions: list[FollowUpResult] = row.conclusions  # type: ignore[attr-defined]
        follow_up = on_paper.FollowUp(row.text)
        if conclusions:
            found = conclusions[0]
            deviation = Deviation(found.deviation) if found.deviation else None
            follow_up = on_paper.FollowUp(row.text, deviation, found.result, found.measures)
        if self.in_full:
            follow_up = replace(
                follow_up,
                method=row.method,
                schedule=schedule_in_words(row.schedule, row.periods, row.due),
                answering=answering_in_words(row),
                performer=person_in_words(row.performer_role, row.performer.name if row.performer else ""),
                reviewer=person_in_words(row.reviewer_role, row.reviewer.name if row.reviewer else ""),
                examination=examination_in_words(row.examination, row.examination_note),
                criterion_none=row.criterion_none,
                criterion_minor=row.criterion_minor,
                criterion_major=row.criterion_major,
            )
        return MergedFollowUp(follow_up, goals, self._actions(row.actions.all(), goals))

    def _actions(self, rows: Iterable[Action], above: Goals) -> tuple[MergedAction, ...]:
        return tuple(
            MergedAction(
                on_paper.Action(row.text, ActionStatus(row.status) if row.status else None, row.analysis),
                self._concerns(row.limits.all(), above),
            )
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class _Finder(_Reader):
    """Reads follow-ups with their keys for texts: taken apart as the document is, they stand where it has theirs."""

    rows: dict[int, PlannedFollowUp] = field(default_factory=dict)

    def _event(self, row: UndesiredEvent, above: Goals) -> MergedEvent:  # noqa: ARG002
        return MergedEvent(on_paper.Event(row.text), frozenset(), ())

    def _follow_up(self, row: PlannedFollowUp, above: Goals) -> MergedFollowUp:
        self.rows[row.pk] = row
        return MergedFollowUp(on_paper.FollowUp(str(row.pk)), self._concerns(row.limits.all(), above), ())
