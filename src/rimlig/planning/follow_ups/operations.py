"""Planning a follow-up: how, how often, who answers, who reviews."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, OrgUnit, Placement, RoleAssignment, User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Answering, FollowUpUnit, Plan, PlannedFollowUp, Schedule
from rimlig.planning.rows.changing import present

COLUMNS = (
    "text",
    "method",
    "schedule",
    "periods",
    "due",
    "answering",
    "performer_role",
    "performer_id",
    "reviewer_role",
    "reviewer_id",
    "examination",
    "examination_note",
    "criterion_none",
    "criterion_minor",
    "criterion_major",
)
"""What is decided about a follow-up, beside which units answer."""


@dataclass(frozen=True)
class UnitChoice:
    """A unit that may be chosen: its id, its name, and the names of those that it stands under, from the top."""

    pk: int
    name: str
    above: tuple[str, ...]


def days_of(plan: Plan) -> tuple[date, date]:
    """Return the first and the last day of the plan's year."""
    return date(plan.year, 1, 1), date(plan.year, 12, 31)


def units_of_year(plan: Plan) -> QuerySet[OrgUnit]:
    """Return the units of the plan's board that exist during some part of the plan's year, by name."""
    first, last = days_of(plan)
    during = (Q(starts=None) | Q(starts__lte=last)) & (Q(ends=None) | Q(ends__gte=first))
    return OrgUnit.objects.filter(during, board=plan.board_id).order_by("name", "pk")


def unit_choices(plan: Plan) -> list[UnitChoice]:
    """Return the units that may be chosen, in the order of the tree as it stands last in the year. Two queries."""
    units = {unit.pk: unit for unit in units_of_year(plan)}
    first, last = days_of(plan)
    placements = Placement.objects.filter(unit__in=units).filter(
        (Q(starts=None) | Q(starts__lte=last)) & (Q(ends=None) | Q(ends__gte=first))
    )
    # The latest place of the year wins.
    parents = dict(placements.order_by(F("starts").asc(nulls_first=True)).values_list("unit_id", "parent_id"))

    def above(pk: int) -> tuple[str, ...]:
        names: list[str] = []
        seen = {pk}
        parent = parents.get(pk)
        while parent is not None and parent in units and parent not in seen:
            seen.add(parent)
            names.append(units[parent].name)
            parent = parents.get(parent)
        return tuple(reversed(names))

    choices = [UnitChoice(pk, unit.name, above(pk)) for pk, unit in units.items()]
    return sorted(choices, key=lambda one: (*one.above, one.name))


def follow_ups_of(plan: Plan) -> QuerySet[PlannedFollowUp]:
    """Return the plan's planned follow-ups in the plan's order."""
    return PlannedFollowUp.objects.filter(working_method__process__plan=plan).order_by(
        "working_method__process__position", "working_method__position", "position"
    )


def people_of(board: Board) -> QuerySet[User]:
    """Return the people who hold a role today on the board, in its tree, or on its whole municipality, by name."""
    held = RoleAssignment.objects.valid().filter(Q(board=board) | Q(board=None, municipality=board.municipality_id))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


def plan_follow_up(
    row: PlannedFollowUp, values: Mapping[str, Any], units: Iterable[int], *, version: int, by: User | None
) -> PlannedFollowUp:
    """Decide how the follow-up is carried out (COLUMNS) and which units answer (ids), and return it as it is then.

    `version` is that of the row when the person opened it. Raises Outdated when
    somebody else has changed it since, and RuleBroken when the plan is no
    draft, when a unit is not one of the board's that year, or when what is
    decided does not hold together.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(row.in_plan)
        now = present(row)
        values = _tidied(values)
        chosen = set(units) if values["answering"] == Answering.SOME_UNITS else set()
        there = set(now.chosen_units.values_list("unit_id", flat=True))
        if chosen == there and all(getattr(now, name) == value for name, value in values.items()):
            return now
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        _check(plan, values, chosen)
        with recorded("planning.plan_follow_up", by):
            PlannedFollowUp.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
            now.chosen_units.exclude(unit__in=chosen).delete()
            FollowUpUnit.objects.bulk_create(
                FollowUpUnit(follow_up=now, unit_id=unit) for unit in sorted(chosen - there)
            )
        return present(row)


def plan_many(plan: Plan, values: Mapping[str, Any], *, by: User | None) -> int:
    """Give every follow-up of the draft that lacks a schedule, a performer or a reviewer the ones given; return how many got some.

    `values` are schedule, periods, due, performer_role and reviewer_role; what
    is empty there is given to nobody, and what somebody has decided stays. A
    follow-up that the same role would then carry out and review gets no
    reviewer. Raises RuleBroken when the plan is no draft.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(plan)
        same = values["performer_role"] and values["performer_role"] == values["reviewer_role"]
        if same:
            raise RuleBroken(_("The same role would carry them out and review them. Choose another role to review."))
        if values["due"] is not None and values["due"].year != plan.year:
            raise RuleBroken(_("The day must lie in {year}, the plan's year.").format(year=plan.year))
        changed = []
        for row in follow_ups_of(plan):
            if _complete(row, values):
                row.version += 1
                changed.append(row)
        columns = ["schedule", "periods", "due", "performer_role", "reviewer_role", "version"]
        with recorded("planning.plan_many", by):
            PlannedFollowUp.objects.bulk_update(changed, columns, batch_size=500)
        return len(changed)


def _complete(row: PlannedFollowUp, values: Mapping[str, Any]) -> bool:
    """Set of the row's columns those that are empty, and say whether any was set."""
    before = (row.schedule, row.performer_role, row.reviewer_role)
    if not row.schedule and values["schedule"]:
        row.schedule = values["schedule"]
        row.periods = list(values["periods"]) if row.schedule == Schedule.PERIODS else []
        row.due = values["due"] if row.schedule == Schedule.ONCE else None
    if not row.performer_role and row.performer_id is None and values["performer_role"] != row.reviewer_role:
        row.performer_role = values["performer_role"]
    if not row.reviewer_role and row.reviewer_id is None and values["reviewer_role"] != row.performer_role:
        row.reviewer_role = values["reviewer_role"]
    return before != (row.schedule, row.performer_role, row.reviewer_role)


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of the schedule what belongs to it: periods to the periods, the day to once."""
    tidy = {name: values[name] for name in COLUMNS}
    if tidy["schedule"] != Schedule.PERIODS:
        tidy["periods"] = []
    if tidy["schedule"] != Schedule.ONCE:
        tidy["due"] = None
    if not tidy["examination"]:
        tidy["examination_note"] = ""
    return tidy


def _check(plan: Plan, values: Mapping[str, Any], units: set[int]) -> None:
    """Refuse in words what does not hold together."""
    if values["due"] is not None and values["due"].year != plan.year:
        raise RuleBroken(_("The day must lie in {year}, the plan's year.").format(year=plan.year))
    if values["performer_id"] is not None and values["performer_id"] == values["reviewer_id"]:
        raise RuleBroken(_("Nobody reviews what they have carried out themselves. Choose another person to review."))
    if values["performer_role"] and values["performer_role"] == values["reviewer_role"]:
        named = {values["performer_id"], values["reviewer_id"]}
        if None in named:
            raise RuleBroken(
                _(
                    "The same role carries it out and reviews it, so it could be the same person. Choose another role to"
                    " review, or name two different persons."
                )
            )
    people = {values["performer_id"], values["reviewer_id"]} - {None}
    if people_of(plan.board).filter(pk__in=people).count() != len(people):
        raise RuleBroken(_("That person has no role in the board any longer. Choose somebody who has."))
    if units_of_year(plan).filter(pk__in=units).count() != len(units):
        raise RuleBroken(
            _("Only units of the plan's board that exist during the plan's year can answer. Choose among those.")
        )
