"""The facts of a plan in a period, read from the database: as many queries for a hundred follow-ups as for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import override

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.chains import same_rows_last_year
from rimlig.drafting.choosing import phrases_of
from rimlig.drafting.facts import (
    DEVIATES,
    Facts,
    FollowUpFact,
    GoalFact,
    RiskFact,
    Source,
    SourceKind,
    Standing,
    TrackedFact,
    UnitFact,
)
from rimlig.followup.actions.queries import counting
from rimlig.followup.models import Action, ActionPlan, FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.dates import codes_of, reporting_code_of
from rimlig.followup.periods.gathering import as_one, gathered_in, worst_of
from rimlig.followup.queries import processes_with_everything
from rimlig.planning.models import Plan, PlannedFollowUp, UndesiredEvent

LONGEST_LABEL: Final = 160
"""Characters of a row's text by which one knows it."""

PERIODS_IN_SENTENCE: Final = {
    PeriodCode.T1: "tertial 1",
    PeriodCode.T2: "tertial 2",
    PeriodCode.VB: "verksamhetsberättelsen",
}
"""The reporting periods as they stand inside a Swedish sentence."""


def facts_of(plan: Plan, period: Period, *, today: date) -> Facts:
    """Return the facts of the plan in the reporting period; `today` says what is late.

    `plan` should come with its board and scale. What is still being answered
    or reviewed is no fact: only the board's own settled results and the units'
    reviewed answers are.
    """
    rows = _rows_of(plan, period)
    read = _Read.of(plan, period, rows, today)
    threshold = plan.scale.threshold if plan.scale else None
    return Facts(
        board=plan.board.name,
        year=plan.year,
        period=in_sentence(period),
        for_period="helåret" if period.code == PeriodCode.VB else "",
        threshold=threshold,
        goals=tuple(GoalFact(goal.pk, goal.number, goal.title) for goal in plan.goals.all()),
        follow_ups=tuple(read.follow_up(*row) for row in rows.follow_ups if read.counts(row[0])),
        actions=tuple(read.action(row, goals) for row, goals in rows.actions),
        action_plans=tuple(read.action_plan(row) for row in read.action_plans),
        phrases=phrases_of(plan.board.municipality_id),
        risks=tuple(_risk(row, goals, threshold) for row, goals in rows.events if row.risk_value is not None),
    )


def in_sentence(period: Period) -> str:
    """Return the period as it stands inside a Swedish sentence."""
    if period.code in PeriodCode.values:
        return PERIODS_IN_SENTENCE[PeriodCode(period.code)]
    with override("sv"):
        return period.get_code_display().lower()


def shortened(text: str, most: int = LONGEST_LABEL) -> str:
    """Return the text on one line, cut after a whole word where it is longer than what fits."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.–-')}…"


@dataclass(frozen=True)
class _Rows:
    """The rows of the plan, each with the goals that it concerns (their keys)."""

    follow_ups: list[tuple[PlannedFollowUp, frozenset[int], int]]  # and the process under which it stands
    events: list[tuple[UndesiredEvent, frozenset[int]]]
    actions: list[tuple[Action, frozenset[int]]]


def _rows_of(plan: Plan, period: Period) -> _Rows:
    rows = _Rows([], [], [])
    for process in processes_with_everything(plan, period):
        of_process = frozenset(placement.goal_id for placement in process.placements.all())
        for method in process.working_methods.all():
            of_method = _concerns(method, of_process)
            for event in method.events.all():
                rows.events.append((event, _concerns(event, of_method)))
            for follow_up in method.follow_ups.all():
                rows.follow_ups.append((follow_up, _concerns(follow_up, of_method), process.pk))
            parents: list[Any] = [*method.events.all(), *method.follow_ups.all()]
            for parent in parents:
                above = _concerns(parent, of_method)
                rows.actions.extend((action, _concerns(action, above)) for action in parent.actions.all())
    return rows


def _concerns(row: Any, otherwise: frozenset[int]) -> frozenset[int]:
    """Return the goals to which the row is limited, or those of what it stands under."""
    return frozenset(limit.placement.goal_id for limit in row.limits.all()) or otherwise


@dataclass(frozen=True)
class _Read:
    """What the facts need beside the plan's rows, fetched at once."""

    period: Period
    today: date
    answers: Mapping[int, list[FollowUpResult]]  # the units' answers in the period, by follow-up
    earlier: Mapping[
        int, tuple[PeriodCode, FollowUpResult]
    ]  # the latest own result before the period in the year, by follow-up
    last_year: Mapping[int, FollowUpResult]  # the last own result of the year before, by follow-up of this year
    came_from: Mapping[tuple[str, int], Source]  # what an action, or an action plan, was carried over from
    going_on: frozenset[tuple[str, int]]  # those that have not been carried on to a later year
    action_plans: list[ActionPlan]
    goals_of: Mapping[int, frozenset[int]]  # of each follow-up

    @classmethod
    def of(cls, plan: Plan, period: Period, rows: _Rows, today: date) -> "_Read":
        follow_ups = [row.pk for row, *_where in rows.follow_ups]
        action_plans = list(plan.action_plans.all())
        actions = [row for row, _goals in rows.actions]
        return cls(
            period=period,
            today=today,
            answers=_answers(plan, period),
            earlier=_earlier(plan, period),
            last_year=_last_year(plan, follow_ups),
            came_from=_came_from(plan, actions, action_plans),
            going_on=_going_on(actions, action_plans),
            action_plans=action_plans,
            goals_of={row.pk: goals for row, goals, _process in rows.follow_ups},
        )

    def counts(self, row: PlannedFollowUp) -> bool:
        """Say whether the follow-up belongs to the period: it is to be answered then, or has been."""
        if row.conclusions or row.pk in self.answers:  # type: ignore[attr-defined]
            return True
        codes = codes_of(row)
        return self.period.code in codes or self.period.code in {reporting_code_of(code) for code in codes}

    def follow_up(self, row: PlannedFollowUp, goals: frozenset[int], process: int) -> FollowUpFact:
        own: FollowUpResult | None = next(iter(row.conclusions), None)  # type: ignore[attr-defined]
        answers = self.answers.get(row.pk, [])
        reviewed = [answer for answer in answers if answer.state == "approved"]
        level = Deviation(own.deviation) if own and own.deviation else None
        source = _follow_up_source(row, process)
        return FollowUpFact(
            source=source,
            goals=goals,
            level=level,
            result=Source(SourceKind.RESULT, own.pk, source.label, source.address) if own and level else None,
            units=tuple(_unit(answer) for answer in _worst_of_each_unit(reviewed) if answer.deviation in DEVIATES),
            asked=len({answer.unit_id for answer in answers}),
            answered=len({answer.unit_id for answer in reviewed}),
            before=self._before(row, source),
            last_year=self._last_year(row, source),
        )

    def _before(self, row: PlannedFollowUp, source: Source) -> Standing | None:
        if row.pk not in self.earlier:
            return None
        code, found = self.earlier[row.pk]
        return _standing(found, PERIODS_IN_SENTENCE[code], source)

    def _last_year(self, row: PlannedFollowUp, source: Source) -> Standing | None:
        found = self.last_year.get(row.pk)
        return None if found is None else _standing(found, str(found.period.year), source)

    def action(self, row: Action, goals: frozenset[int]) -> TrackedFact:
        return TrackedFact(
            source=_action_source(row),
            goals=goals,
            status=ActionStatus(row.status) if row.status else None,
            due=row.due,
            days_late=self._days_late(row, "action"),
            place=row.unit.name if row.unit else "",
            came_from=self.came_from.get(("action", row.pk)),
        )

    def action_plan(self, row: ActionPlan) -> TrackedFact:
        return TrackedFact(
            source=_action_plan_source(row),
            goals=self.goals_of.get(row.follow_up_id, frozenset()) if row.follow_up_id else frozenset(),
            status=ActionStatus(row.status) if row.status else None,
            due=row.due,
            days_late=self._days_late(row, "action_plan"),
            came_from=self.came_from.get(("action_plan", row.pk)),
            at_risk=row.units_at_risk,
            total=row.units_total,
        )

    def _days_late(self, row: Action | ActionPlan, kind: str) -> int:
        """Return how late it is; what goes on in a later year's plan is late there, and what has no status is not known to be open."""
        if row.due is None or not row.status or not row.is_open or (kind, row.pk) not in self.going_on:
            return 0
        return max((self.today - row.due).days, 0)


def _answers(plan: Plan, period: Period) -> dict[int, list[FollowUpResult]]:
    rows = FollowUpResult.objects.filter(
        gathered_in(period), follow_up__working_method__process__plan=plan, unit__isnull=False
    )
    found: dict[int, list[FollowUpResult]] = {}
    for row in rows.select_related("unit").defer("result", "measures", "root_cause").order_by("unit__name", "pk"):
        found.setdefault(row.follow_up_id, []).append(row)
    return found


def _worst_of_each_unit(answers: Iterable[FollowUpResult]) -> list[FollowUpResult]:
    """Return one answer of each unit, the worst: one of every month may have given several."""
    by_unit: dict[int | None, list[FollowUpResult]] = {}
    for answer in answers:
        by_unit.setdefault(answer.unit_id, []).append(answer)
    worst = ((worst_of(answer.deviation for answer in given), given) for given in by_unit.values())
    return [next(answer for answer in given if answer.deviation == (level or "")) for level, given in worst]


def _own_results(plan: Plan) -> dict[int, dict[PeriodCode, FollowUpResult]]:
    """Return the board's own settled results of the plan, by follow-up and reporting period, in the order of the year."""
    rows = FollowUpResult.objects.settled().filter(follow_up__working_method__process__plan=plan, unit=None)
    found: dict[tuple[int, PeriodCode], list[FollowUpResult]] = {}
    for row in rows.exclude(deviation="").select_related("period").order_by("pk"):
        found.setdefault((row.follow_up_id, reporting_code_of(row.period.code)), []).append(row)
    results: dict[int, dict[PeriodCode, FollowUpResult]] = {}
    for code in PeriodCode:
        for (follow_up, of), gathered in found.items():
            if of == code and (one := as_one(gathered)) is not None:
                results.setdefault(follow_up, {})[code] = one
    return results


def _earlier(plan: Plan, period: Period) -> dict[int, tuple[PeriodCode, FollowUpResult]]:
    if period.code not in PeriodCode.values:
        return {}
    before = list(PeriodCode)[: list(PeriodCode).index(PeriodCode(period.code))]
    found = {}
    for follow_up, results in _own_results(plan).items():
        codes = [code for code in before if code in results]
        if codes:
            found[follow_up] = (codes[-1], results[codes[-1]])
    return found


def _last_year(plan: Plan, follow_ups: Iterable[int]) -> dict[int, FollowUpResult]:
    last = Plan.objects.of_the_year().filter(board=plan.board_id, year=plan.year - 1).first()
    if last is None:
        return {}
    found = {follow_up: [*results.values()][-1] for follow_up, results in _own_results(last).items()}
    same = same_rows_last_year(PlannedFollowUp, follow_ups, found)
    return {this: found[that] for this, that in same.items()}


def _came_from(plan: Plan, actions: list[Action], action_plans: list[ActionPlan]) -> dict[tuple[str, int], Source]:
    """Return what each was carried over from, where that stands in the plan of an earlier year."""
    found: dict[tuple[str, int], Source] = {}
    of_actions = Action.objects.with_plan().filter(pk__in=[row.origin_id for row in actions if row.origin_id])
    of_plans = ActionPlan.objects.with_plan().filter(pk__in=[row.origin_id for row in action_plans if row.origin_id])
    origins: dict[tuple[str, int], Action | ActionPlan] = {("action", row.pk): row for row in of_actions}
    origins |= {("action_plan", row.pk): row for row in of_plans}
    kinds: tuple[tuple[str, Iterable[Action | ActionPlan]], ...] = (("action", actions), ("action_plan", action_plans))
    for kind, rows in kinds:
        for row in rows:
            origin = origins.get((kind, row.origin_id)) if row.origin_id else None
            if origin is not None and origin.in_plan.year < plan.year:
                found[kind, row.pk] = (
                    _action_source(origin) if isinstance(origin, Action) else _action_plan_source(origin)
                )
    return found


def _going_on(actions: list[Action], action_plans: list[ActionPlan]) -> frozenset[tuple[str, int]]:
    going = counting(Action.objects.filter(pk__in=[row.pk for row in actions])).values_list("pk", flat=True)
    plans = counting(ActionPlan.objects.filter(pk__in=[row.pk for row in action_plans])).values_list("pk", flat=True)
    return frozenset({*(("action", pk) for pk in going), *(("action_plan", pk) for pk in plans)})


def _standing(row: FollowUpResult, when: str, source: Source) -> Standing:
    return Standing(Deviation(row.deviation), when, Source(SourceKind.RESULT, row.pk, source.label, source.address))


def _unit(row: FollowUpResult) -> UnitFact:
    name = row.unit.name if row.unit else ""
    return UnitFact(
        name,
        Deviation(row.deviation),
        Source(SourceKind.ANSWER, row.pk, name, reverse("followup:answer", args=[row.pk])),
    )


def _risk(row: UndesiredEvent, goals: frozenset[int], threshold: int | None) -> RiskFact:
    value, after = row.risk_value or 0, row.risk_value_after
    return RiskFact(
        source=Source(SourceKind.RISK, row.pk, shortened(row.text), reverse("planning:risk", args=[row.pk])),
        goals=goals,
        value=value,
        value_after=after,
        reaches=threshold is not None and value >= threshold,
        reaches_after=threshold is not None and (value if after is None else after) >= threshold,
    )


def _follow_up_source(row: PlannedFollowUp, process: int) -> Source:
    address = f"{reverse('followup:process', args=[process])}#follow-up-{row.pk}"
    return Source(SourceKind.FOLLOW_UP, row.pk, shortened(row.text), address)


def _action_source(row: Action) -> Source:
    return Source(SourceKind.ACTION, row.pk, shortened(row.text), reverse("followup:action", args=[row.pk]))


def _action_plan_source(row: ActionPlan) -> Source:
    address = reverse("followup:action-plan", args=[row.pk])
    return Source(SourceKind.ACTION_PLAN, row.pk, shortened(row.heading), address)
