"""The controller's board: follow-ups × units in one period, and what stands in each cell. Constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from rimlig.documents.document import Deviation
from rimlig.followup.concerned import may_read_drafts
from rimlig.followup.models import GIVEN, AnswerState, FollowUpResult, Period
from rimlig.followup.reviewing.cells import Cell, worst
from rimlig.followup.reviewing.lists import answers_of, order_of_board
from rimlig.followup.reviewing.reviewers import reviewable_by, shown_to_reviewer
from rimlig.organisation.held import held_today, units_below
from rimlig.organisation.models import OrgUnit, Placement
from rimlig.organisation.tree import below
from rimlig.planning.models import Goal, Plan, PlannedFollowUp, ProcessGoal

MANY_COLUMNS: Final = 30
"""With more units than these the columns are departments, each of which can be opened."""
LONGEST_ID: Final = 15
"""Digits of an address that the database takes as a key."""
FEW_COLUMNS: Final = 8
"""With so few units nobody needs to choose a department."""
ALL, MINE, WHOLE = "alla", "mina", "forvaltningen"


@dataclass(frozen=True)
class Column:
    """A unit, the administration as a whole (no `unit`), or a whole department (`department`)."""

    name: str
    unit: int | None = None
    department: int | None = None


@dataclass
class Row:
    """A follow-up with its answers, in the order of the columns, and what the board makes of them."""

    follow_up: int
    text: str
    process: int
    process_name: str
    answers: list[Cell] = field(default_factory=list)
    conclusion: str = ""
    """The level that the board has concluded, or that its administration's approved answer says."""
    is_concluded: bool = False

    @property
    def units(self) -> list[Cell]:
        """The answers of units."""
        return [cell for cell in self.answers if cell.unit is not None]

    @property
    def deviating(self) -> int:
        """How many units have told of a deviation."""
        return sum(cell.deviates for cell in self.units)


@dataclass(frozen=True)
class Group:
    """The follow-ups whose process has this goal as its first."""

    goal: str
    rows: list[Row]


@dataclass(frozen=True)
class Department:
    """A part of the administration: the unit right above those that answer."""

    pk: int
    name: str
    units: frozenset[int]


@dataclass
class AnswerBoard:
    """The answers of a plan in a period for the one who looks: everything, or their part of it."""

    plan: Plan
    period: Period
    rows: list[Row]
    goals: list[str]  # beside the rows
    units: dict[int, str]
    departments: list[Department]
    scope: str
    in_scope: frozenset[int | None] | None  # of units (None among them: the administration as a whole); None for all

    def cells(self) -> list[Cell]:
        """Return the cells that are in scope."""
        return [cell for row in self.rows for cell in row.answers if self.shows(cell.unit)]

    def shows(self, unit: int | None) -> bool:
        """Say whether the column of the unit (of the whole administration without one) is in scope."""
        return self.in_scope is None or unit in self.in_scope


def board_of(user: Any, plan: Plan, period: Period, scope: str = "") -> AnswerBoard:
    """Return the board for the person. `scope` is ALL, MINE, WHOLE (the administration as a whole) or a unit's id; without it, what is theirs to look at.

    The unit may stand above those that answer: then they are in scope.

    Who holds roles on units only looks at those; everybody else at all.
    """
    found = _cells(user, plan, period)
    concluded = dict(_concluded(plan, period))
    shown = _follow_ups(plan, set(found) | set(concluded))
    rows = [_row(follow_up, found.get(follow_up["pk"], []), concluded) for follow_up in shown]
    goals = _goals(plan)
    units = _units(found.values())
    departments = _departments(units)
    mine = _own_units(user, plan) & set(units)
    if not scope:
        scope = MINE if mine else ALL
    return AnswerBoard(
        plan,
        period,
        rows,
        [goals.get(row.process, "") for row in rows],
        units,
        departments,
        scope,
        _in_scope(scope, mine, units, departments),
    )


def _in_scope(
    scope: str, mine: frozenset[int], units: dict[int, str], departments: list[Department]
) -> frozenset[int | None] | None:
    if scope == MINE:
        return frozenset(mine)
    if scope == WHOLE:
        return frozenset({None})
    department = next((department.units for department in departments if str(department.pk) == scope), None)
    if department is None and scope.isdecimal() and len(scope) <= LONGEST_ID:
        # A unit that answers, or one further up in the tree than the departments that the page offers.
        department = below([int(scope)]) & set(units)
    return frozenset(department) if department else None


def _is(condition: Q) -> Combinable:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _cells(user: Any, plan: Plan, period: Period) -> dict[int, list[Cell]]:
    """Return the answers by follow-up. What a draft says stays out: only that it is one is everybody's to know."""
    rows = (
        answers_of(plan, period)
        .order_by("unit__name", "pk")
        .values_list(
            *("follow_up", "pk", "unit", "state", "deviation", "saved_at", "version", "step"),
            Coalesce("due", "period__due"),
            _is(reviewable_by(user)),
            _is(shown_to_reviewer(user)),
            _is(may_read_drafts(user)),
        )
    )
    found: dict[int, list[Cell]] = {}
    today = timezone.localdate()
    for follow_up, pk, unit, state, level, saved_at, version, step, due, reviewable, reviewer, drafts in rows:
        given = state in GIVEN
        cell = Cell(
            pk,
            unit,
            state,
            level if given else "",
            saved_at is not None,
            bool(reviewable),
            bool(reviewer),
            given or bool(drafts),
            version,
            step,
            not given and due < today,
        )
        found.setdefault(follow_up, []).append(cell)
    return found


def _concluded(plan: Plan, period: Period) -> Iterable[tuple[int, str]]:
    own = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period=period, unit=None)
    return own.filter(state=AnswerState.CONCLUDED).values_list("follow_up", "deviation")


def _follow_ups(plan: Plan, asked: set[int]) -> list[dict[str, Any]]:
    of_plan = PlannedFollowUp.objects.filter(working_method__process__plan=plan, pk__in=asked)
    rows = of_plan.order_by(*order_of_board("")).values(
        "pk", "text", process=F("working_method__process"), process_name=F("working_method__process__name")
    )
    return [{**row} for row in rows]


def _row(follow_up: dict[str, Any], cells: list[Cell], concluded: dict[int, str]) -> Row:
    row = Row(follow_up["pk"], follow_up["text"], follow_up["process"], follow_up["process_name"], cells)
    if row.follow_up in concluded:
        row.conclusion, row.is_concluded = concluded[row.follow_up], True
        return row
    whole = [cell for cell in cells if cell.unit is None and cell.state == AnswerState.APPROVED]
    if whole:
        row.conclusion = whole[0].level
    return row


def _goals(plan: Plan) -> dict[int, str]:
    """Return the first goal of each process in words."""
    named = {goal.pk: str(goal) for goal in Goal.objects.filter(plan=plan)}
    placed = ProcessGoal.objects.filter(process__plan=plan).order_by("-goal__position", "-position")
    return {process: named[goal] for process, goal in placed.values_list("process", "goal")}


def _units(cells: Iterable[list[Cell]]) -> dict[int, str]:
    asked = {cell.unit for row in cells for cell in row if cell.unit is not None}
    return dict(OrgUnit.objects.filter(pk__in=asked).order_by("name").values_list("pk", "name"))


def _departments(units: dict[int, str]) -> list[Department]:
    """Return the units right above those that answer, by name, as they stand today."""
    placed = Placement.objects.valid().filter(unit__in=units, parent__isnull=False)
    above: dict[tuple[str, int], set[int]] = {}
    for unit, parent, name in placed.values_list("unit", "parent", "parent__name"):
        above.setdefault((name, parent), set()).add(unit)
    return [Department(pk, name, frozenset(below)) for (name, pk), below in sorted(above.items())]


def _own_units(user: Any, plan: Plan) -> frozenset[int]:
    """Return the units of who holds roles on units only; none for who holds one on the whole board."""
    own: set[int] = set()
    for held in held_today(user):
        if held.board not in {None, plan.board_id}:
            continue
        if held.unit is None:
            return frozenset()
        own |= units_below(user, held.unit)
    return frozenset(own)


@dataclass(frozen=True)
class Counts:
    """How far the answers in scope have come."""

    asked: int
    given: int
    to_review: int
    deviating: int
    missing: int
    units_missing: int
    without_deviation: int
    """To review, and safe to approve at one press."""


def counts_of(board: AnswerBoard) -> Counts:
    """Count the cells in scope."""
    cells = board.cells()
    missing = [cell for cell in cells if not cell.is_given]
    return Counts(
        asked=len(cells),
        given=len(cells) - len(missing),
        to_review=sum(cell.reviewable for cell in cells),
        deviating=sum(cell.deviates for cell in cells),
        missing=len(missing),
        units_missing=len({cell.unit for cell in missing}),
        without_deviation=sum(cell.reviewable and cell.level == Deviation.NONE for cell in cells),
    )


def level_of(cells: Iterable[Cell]) -> str:
    """Return the worst level that the cells tell of."""
    return worst([cell.level for cell in cells if cell.level])
