"""A plan's risks as one page shows them: totals, where they stand in the matrix, choices with counts, and the list."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from rimlig.planning.models import Goal, Limit, Plan, ProcessGoal, UndesiredEvent
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.operations import TREATED
from rimlig.planning.risks.queries import NOT_VALUED, risks_of
from rimlig.planning.risks.selection import MARKS, Place, Selection

PAGE: Final = 50
SHOWN_OF_CELL: Final = 50
HIGHEST: Final = 5


@dataclass(frozen=True)
class Move:
    """That the controls take `count` risks from one place of the matrix to another."""

    before: Place
    after: Place
    count: int

    @property
    def value_before(self) -> int:
        return self.before[0] * self.before[1]

    @property
    def value_after(self) -> int:
        return self.after[0] * self.after[1]


@dataclass
class Totals:
    """How many risks the plan has, how many lack values, and how many stand where, before and after controls."""

    risks: int = 0
    unvalued: int = 0
    untreated: int = 0
    high: int = 0
    before: Counter[Place] = field(default_factory=Counter)
    after: Counter[Place] = field(default_factory=Counter)
    moves: list[Move] = field(default_factory=list)


def totals_of(plan: Plan) -> Totals:
    """Return the totals of the plan, in one query. A risk without values after controls stands after them where it stood."""
    places = ("likelihood", "consequence", "likelihood_after", "consequence_after")
    totals = Totals()
    moved: Counter[tuple[Place, Place]] = Counter()
    rows = risks_of(plan).order_by().values(*places).annotate(count=Count("pk"), untreated=Count("pk", Q(treatment="")))
    for row in rows.values_list(*places, "count", "untreated"):
        *steps, count, untreated = row
        totals.risks += count
        totals.untreated += untreated
        if None in steps[:2]:
            totals.unvalued += count
            continue
        before = (steps[0], steps[1])
        after = before if None in steps[2:] else (steps[2], steps[3])
        totals.before[before] += count
        totals.after[after] += count
        if after != before:
            moved[before, after] += count
        if plan.scale is not None and before[0] * before[1] >= plan.scale.threshold:
            totals.high += count
    totals.moves = sorted(
        (Move(before, after, count) for (before, after), count in moved.items()),
        key=lambda move: (-move.value_before, move.value_after, move.before, move.after),
    )
    return totals


@dataclass(frozen=True)
class Choice:
    """Something to choose, how many risks it gives together with what is chosen otherwise, and whether it is chosen."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by."""

    processes: list[Choice]
    goals: list[Choice]
    categories: list[Choice]
    treatments: list[Choice]
    bands: list[Choice]
    marks: list[Choice]


def choices_of(plan: Plan, selection: Selection, scales: Scales | None = None) -> Choices:
    """Return the choices with their counts, in a number of queries that never grows. Without `scales` there are no bands."""
    risks = risks_of(plan).order_by()

    def counted(dimension: str, column: str) -> dict[Any, int]:
        rows = risks.filter(selection.conditions(plan, but=dimension)).values(column).annotate(count=Count("pk"))
        return dict(rows.values_list(column, "count"))

    by_process = counted("process", "working_method__process")
    by_category = counted("kategori", "category")
    by_treatment = counted("hantering", "treatment")
    processes = plan.processes.values_list("pk", "name")
    categories = plan.board.municipality.risk_categories.values_list("pk", "name")
    return Choices(
        _choices(processes, by_process, selection.process),
        _choices(_goals(plan), _count_by_goal(plan, risks, selection), selection.mal),
        _choices(categories, by_category, selection.kategori),
        _choices(TREATED.items(), by_treatment, selection.hantering),
        _bands(risks.filter(selection.conditions(plan, but="niva")), selection, scales) if scales else [],
        _marks(plan, risks, selection),
    )


def _choices(names: Iterable[tuple[Any, Any]], counts: Mapping[Any, int], chosen: Any) -> list[Choice]:
    """Return those that some risk has, and the chosen one."""
    return [
        Choice(str(value), label, counts.get(value, 0), value == chosen)
        for value, label in names
        if counts.get(value) or value == chosen
    ]


def _bands(risks: QuerySet[UndesiredEvent], selection: Selection, scales: Scales) -> list[Choice]:
    stands = Coalesce("value_after", "value") if selection.vy == "efter" else F("value")
    valued = risks.exclude(NOT_VALUED)
    rows = valued.values(stands_at=stands).annotate(count=Count("pk"))
    counts: Counter[int] = Counter()
    for value, count in rows.values_list("stands_at", "count"):
        counts[scales.band_of(value).from_value] += count
    names = [(band.from_value, band.name) for band in scales.bands_with_ends()]
    return _choices(names, counts, selection.niva)


def _goals(plan: Plan) -> list[tuple[int, str]]:
    return [(goal.pk, str(goal)) for goal in plan.goals.all()]


def _count_by_goal(plan: Plan, risks: QuerySet[UndesiredEvent], selection: Selection) -> dict[int, int]:
    of_event = Limit.objects.filter(event=OuterRef("pk"))
    of_method = Limit.objects.filter(working_method=OuterRef("working_method"))
    here = Q(placement=OuterRef("placement"))
    rows = (
        risks.filter(selection.conditions(plan, but="mal"))
        .annotate(placement=F("working_method__process__placements"))
        .filter(
            Exists(of_event.filter(here)) | (~Exists(of_event) & (~Exists(of_method) | Exists(of_method.filter(here)))),
            placement__isnull=False,
        )
        .values("working_method__process__placements__goal")
        .annotate(count=Count("pk"))
    )
    return dict(rows.values_list("working_method__process__placements__goal", "count"))


def _marks(plan: Plan, risks: QuerySet[UndesiredEvent], selection: Selection) -> list[Choice]:
    offered = [mark for mark in MARKS if plan.scale is not None or mark.key != "troskel"]
    counts = risks.filter(selection.conditions(plan)).aggregate(
        **{f"mark_{number}": Count("pk", mark.condition(plan)) for number, mark in enumerate(offered)}
    )
    return [
        Choice(mark.key, mark.label, counts[f"mark_{number}"], mark.key in selection.marks)
        for number, mark in enumerate(offered)
    ]


def with_goals(risks: QuerySet[UndesiredEvent]) -> QuerySet[UndesiredEvent]:
    """Fetch with the risks what `goals_of` asks for."""
    limits = Limit.objects.select_related("placement__goal").order_by("placement__goal__position")
    placements = ProcessGoal.objects.select_related("goal").order_by("goal__position")
    return risks.prefetch_related(
        Prefetch("limits", limits),
        Prefetch("working_method__limits", limits),
        Prefetch("working_method__process__placements", placements),
    )


def goals_of(event: UndesiredEvent) -> list[Goal]:
    """Return the goals that the risk concerns: those of its own limits, else its working method's, else its process's."""
    method = event.working_method
    for limits in (event.limits.all(), method.limits.all()):
        if limits:
            return [limit.placement.goal for limit in limits]
    return [placement.goal for placement in method.process.placements.all()]


def risks_at(plan: Plan, place: Place, *, after: bool) -> QuerySet[UndesiredEvent]:
    """Return the risks that stand at the place of the matrix, before or after controls, as `totals_of` counts them."""
    here = Q(likelihood=place[0], consequence=place[1])
    if after:
        moved = Q(likelihood_after__isnull=False, consequence_after__isnull=False)
        there = Q(likelihood_after=place[0], consequence_after=place[1])
        here = (there & Q(likelihood__isnull=False, consequence__isnull=False)) | (~moved & here)
    return risks_of(plan).filter(here)
