"""The figures of an overview: each is counted by the database, for one board or for many at once.

What is counted here is what the lists behind the numbers hold: the conditions are theirs wherever they have one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from rimlig.followup.actions.queries import at_units, current_action_plans
from rimlig.followup.actions.selection import OPEN_STATUSES, current, of_boards, since_year
from rimlig.followup.concerned import of_units
from rimlig.followup.concluding.basis import WORST_FIRST
from rimlig.followup.models import (
    GIVEN,
    SETTLED,
    WRITABLE,
    Action,
    ActionPlan,
    AnswerState,
    FollowUpResult,
    Period,
)
from rimlig.planning.models import OngoingControl, Plan, PlannedFollowUp, Process, RiskBand, UndesiredEvent
from rimlig.planning.risks.queries import IRREGULAR, NOT_VALUED, without_control

_PLAN: Final = "follow_up__working_method__process__plan"
_OF_ROW: Final = "working_method__process__plan"
Units = Collection[int] | None
"""The units that are asked about; None for the whole board."""


def _of_plans(plans: Iterable[Plan], units: Units = None) -> "QuerySet[FollowUpResult]":
    rows = FollowUpResult.objects.filter(**{f"{_PLAN}__in": [plan.pk for plan in plans]}).order_by()
    return rows if units is None else rows.filter(unit__in=units)


def periods_with_answers(plans: Iterable[Plan], year: int) -> list[Period]:
    """Return the periods of the year for which the plans have asked for answers, or have results, in the order of the year."""
    here = _of_plans(plans).filter(period=OuterRef("pk"))
    return list(Period.objects.filter(Exists(here), year=year).order_by("ends", "starts", "pk"))


STATUSES: Final = ("late", "open", "returned", "filed", "reviewed", "approved")
"""How far an answer has come. Each answer has exactly one of them."""


def _status_conditions(today: date) -> dict[str, Q]:
    writable, in_time = Q(state__in=WRITABLE), Q(day__gte=today)
    return {
        "late": writable & Q(day__lt=today),
        "open": Q(state=AnswerState.OPEN) & in_time,
        "returned": Q(state=AnswerState.RETURNED) & in_time,
        "filed": Q(state=AnswerState.FILED, step__lte=1),
        "reviewed": Q(state=AnswerState.FILED, step__gt=1),
        "approved": Q(state=AnswerState.APPROVED),
    }


def statuses_by(plans: Iterable[Plan], code: str, key: str, units: Units = None) -> list[tuple[Any, dict[str, int]]]:
    """Return how far the answers of the period have come, by "unit" (id and name) or by "plan" (id)."""
    columns = ("unit", "unit__name") if key == "unit" else (_PLAN,)
    conditions = _status_conditions(timezone.localdate())
    rows = (
        _of_plans(plans, units)
        .filter(period__code=code)
        .exclude(state=AnswerState.CONCLUDED)
        .annotate(day=Coalesce("due", "period__due"))
        .values(*columns)
        .annotate(**{f"in_{name}": Count("pk", filter=condition) for name, condition in conditions.items()})
        .order_by(columns[-1])
    )
    found = rows.values_list(*columns, *(f"in_{name}" for name in conditions))
    width = len(columns)
    return [(row[:width] if width > 1 else row[0], dict(zip(conditions, row[width:], strict=True))) for row in found]


@dataclass(frozen=True, slots=True)
class Level:
    """How many follow-ups came to a level, in a period of a plan."""

    plan: int
    period: int
    process: int
    level: str
    count: int


_OWN: Final = Q(unit=None, state__in=SETTLED) & ~Q(deviation="")
_RANKS: Final = {level.value: place for place, level in enumerate(WORST_FIRST)}


def levels_of(plans: Iterable[Plan], units: Units = None, code: str = "", *, by_process: bool = False) -> list[Level]:
    """Return what the follow-ups came to in each period, or in that of the code: the board's own level where there is one.

    Where there is none (yet, or because a part of the administration is asked
    about) it is the worst of the answers that have been given, as on the board
    of answers. `process` is 0 unless they are counted by process.
    """
    rank = Case(*(When(deviation=level, then=place) for level, place in _RANKS.items()), output_field=IntegerField())
    in_words = Case(
        *(When(worst=place, then=Value(level)) for level, place in _RANKS.items()), output_field=CharField()
    )
    given = _of_plans(plans, units)
    if code:
        given = given.filter(period__code=code)
    follow_ups = (
        given.values(
            "follow_up_id",
            "period_id",
            in_plan=F(_PLAN),
            in_process=F("follow_up__working_method__process") if by_process else Value(0),
        )
        .annotate(worst=Min(rank, filter=Q(state__in=GIVEN)), own=Max("deviation", filter=_OWN))
        .annotate(level=Coalesce("own", in_words))
        .filter(level__isnull=False)
    )
    return [Level(*row) for row in _tallied(follow_ups, ("in_plan", "period_id", "in_process", "level"))]


def _tallied(rows: "QuerySet[Any, Any]", columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return how many of the rows, which are groups themselves, have each combination of the columns."""
    sql, parameters = rows.query.sql_with_params()
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, count(*) FROM ({sql}) AS groups GROUP BY {names}", parameters)  # noqa: S608  # names are ours
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


@dataclass(frozen=True, slots=True)
class RiskValue:
    """How many risks of a plan have a value before controls (None: not assessed), and stand at one after them."""

    plan: int
    value: int | None
    after: int | None
    count: int


def risk_values(plans: Iterable[Plan]) -> list[RiskValue]:
    """Return the values of the plans' risks. After controls a risk that lacks a value there stands where it stood."""
    value = F("likelihood") * F("consequence")
    rows = (
        _risks(plans)
        .values(in_plan=F(_OF_ROW), value=value, after=Coalesce(F("likelihood_after") * F("consequence_after"), value))
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [RiskValue(*row) for row in rows.values_list("in_plan", "value", "after", "count")]


def _risks(plans: Iterable[Plan]) -> "QuerySet[UndesiredEvent]":
    return UndesiredEvent.objects.filter(**{f"{_OF_ROW}__in": [plan.pk for plan in plans]})


@dataclass(frozen=True, slots=True)
class RiskMarks:
    """What is to be known of a plan's risks beside their values."""

    risks: int = 0
    unvalued: int = 0
    without_control: int = 0
    irregular: int = 0
    irregular_valued: int = 0


def risk_marks(plans: Iterable[Plan]) -> dict[int, RiskMarks]:
    """Return of each plan that has risks what its risks lack, and how many are of irregularities."""
    rows = (
        _risks(plans)
        .values(in_plan=F(_OF_ROW))
        .annotate(
            risks=Count("pk"),
            unvalued=Count("pk", filter=NOT_VALUED),
            bare=Count("pk", filter=without_control()),
            irregular=Count("pk", filter=IRREGULAR),
            irregular_valued=Count("pk", filter=IRREGULAR & ~NOT_VALUED),
        )
        .order_by()
    )
    found = rows.values_list("in_plan", "risks", "unvalued", "bare", "irregular", "irregular_valued")
    return {plan: RiskMarks(*numbers) for plan, *numbers in found}


def irregular_risks(plan: Plan, most: int) -> list[UndesiredEvent]:
    """Return the plan's risks of irregularities, the highest value first, those without a value last."""
    rows = _risks([plan]).filter(IRREGULAR).annotate(value=F("likelihood") * F("consequence"))
    return list(rows.select_related("category").order_by(F("value").desc(nulls_last=True), "pk")[:most])


def bands_of(plans: Iterable[Plan]) -> dict[int, list[RiskBand]]:
    """Return the colour bands of the plans' scales, from the lowest, by the scales' ids."""
    found: dict[int, list[RiskBand]] = {}
    for band in RiskBand.objects.filter(scale__in={plan.scale_id for plan in plans if plan.scale_id}):
        found.setdefault(band.scale_id, []).append(band)
    return found


@dataclass(frozen=True, slots=True)
class ActionCount:
    """How many open actions a board has of a status that first stood in the plan of a year, and how many are late."""

    board: int
    since: int
    status: str
    count: int
    late: int


def open_actions(boards: Iterable[int], units: Units = None) -> list[ActionCount]:
    """Count the open actions as they stand today. Of one that was carried over only the last counts; see `counting`."""
    rows = current(Action.objects.filter(of_boards(boards), status__in=OPEN_STATUSES))
    if units is not None:
        rows = rows.filter(of_units(units))
    counted = (
        rows.annotate(since=since_year(), of_board=F("plan__board"))
        .values("of_board", "since", "status")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due__lt=timezone.localdate())))
        .order_by()
    )
    return [ActionCount(*row) for row in counted.values_list("of_board", "since", "status", "count", "late")]


def open_action_plans(board: int, units: Units = None) -> tuple[int, int]:
    """Return how many of the board's action plans are open, and how many of those are late, as they stand today."""
    rows = current_action_plans(ActionPlan.objects.filter(plan__board=board, status__in=OPEN_STATUSES))
    if units is not None:
        rows = rows.filter(at_units(units))
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(due__lt=timezone.localdate())))
    return found["count"], found["late"]


def controls_without_risk(plans: Iterable[Plan]) -> "QuerySet[OngoingControl]":
    """Return the ongoing controls in whose working method nothing is said to be able to happen."""
    return cast("QuerySet[OngoingControl]", _without_risk(OngoingControl.objects.all(), plans))


def follow_ups_without_risk(plans: Iterable[Plan]) -> "QuerySet[PlannedFollowUp]":
    """Return the planned follow-ups in whose working method nothing is said to be able to happen."""
    return cast("QuerySet[PlannedFollowUp]", _without_risk(PlannedFollowUp.objects.all(), plans))


def _without_risk(rows: Any, plans: Iterable[Plan]) -> Any:
    events = UndesiredEvent.objects.filter(working_method=OuterRef("working_method"))
    return rows.filter(~Exists(events), **{f"{_OF_ROW}__in": [plan.pk for plan in plans]})


_NEVER_FOLLOWED_UP: Final = """
    WITH RECURSIVE line(process, id) AS (
        SELECT id, id FROM planning_process WHERE plan_id = ANY(%s)
        UNION
        SELECT line.process, p.origin_id FROM line JOIN planning_process p ON p.id = line.id WHERE p.origin_id IS NOT NULL
    ), followed_up AS (
        SELECT DISTINCT line.process FROM line
        JOIN planning_workingmethod m ON m.process_id = line.id
        JOIN planning_plannedfollowup f ON f.working_method_id = m.id
        WHERE EXISTS (
            SELECT FROM followup_followupresult r WHERE r.follow_up_id = f.id
            AND r.state IN ('filed', 'approved', 'concluded') AND r.deviation NOT IN ('', 'not_done')
        )
    ) SELECT id, plan_id FROM planning_process
    WHERE plan_id = ANY(%s) AND id NOT IN (SELECT process FROM followed_up)
"""


def never_followed_up(plans: Iterable[Plan]) -> "QuerySet[Process]":
    """Return the processes of which nobody has ever told what a follow-up found: not in the plans, nor in earlier years'.

    Earlier years' are found by what each process was copied from.
    """
    keys = [plan.pk for plan in plans]
    with connection.cursor() as cursor:
        cursor.execute(_NEVER_FOLLOWED_UP, [keys, keys])
        found = [row[0] for row in cursor.fetchall()]
    return Process.objects.filter(pk__in=found)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What of a plan does not hang together."""

    controls: int = 0
    follow_ups: int = 0
    processes: int = 0


def gaps_of(plans: Iterable[Plan]) -> dict[int, Gaps]:
    """Return how many controls and follow-ups answer no risk, and how many processes were never followed up, by plan."""
    plans = list(plans)
    keys = [plan.pk for plan in plans]
    counted = [
        rows.order_by().values(in_plan=F(_OF_ROW)).annotate(count=Count("pk"), kind=Value(kind))
        for kind, rows in (
            ("controls", controls_without_risk(plans)),
            ("follow_ups", follow_ups_without_risk(plans)),
        )
    ]
    found: dict[int, dict[str, int]] = {}
    for row in counted[0].union(counted[1], all=True):
        found.setdefault(row["in_plan"], {})[row["kind"]] = row["count"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT plan_id, count(*) FROM ({_NEVER_FOLLOWED_UP}) AS never GROUP BY plan_id", [keys, keys])  # noqa: S608  # ours
        for plan, count in cursor.fetchall():
            found.setdefault(plan, {})["processes"] = count
    return {plan: Gaps(**numbers) for plan, numbers in found.items()}
