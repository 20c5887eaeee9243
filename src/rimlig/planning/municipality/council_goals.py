"""The council's goals of a year, as a municipality keeps them: added, reworded, moved, removed, copied to the next year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import CouncilGoal, Goal, OrientationGoal
from rimlig.planning.municipality.deciding import (
    Direction,
    deciding,
    last_position,
    move_past_neighbour,
    present,
    set_values,
)

_Row = TypeVar("_Row", OrientationGoal, CouncilGoal)


def add_orientation(
    municipality: Municipality, year: int, *, number: str, title: str, by: User | None
) -> OrientationGoal:
    """Add an orientation goal last in the year. RuleBroken when the number is taken."""
    with deciding(municipality, "planning.add_orientation", by):
        position = last_position(municipality.orientation_goals.filter(year=year))
        return OrientationGoal.objects.create(
            municipality=municipality, year=year, number=number, title=title, position=position
        )


def add_goal(  # what a goal consists of
    municipality: Municipality,
    year: int,
    *,
    number: str,
    title: str,
    orientation: OrientationGoal | None = None,
    origin: CouncilGoal | None = None,
    by: User | None,
) -> CouncilGoal:
    """Add a goal last in the year, below the orientation goal. RuleBroken when the number is taken."""
    with deciding(municipality, "planning.add_goal", by):
        position = last_position(municipality.council_goals.filter(year=year))
        return CouncilGoal.objects.create(
            municipality=municipality,
            year=year,
            number=number,
            title=title,
            orientation=orientation,
            origin=origin,
            position=position,
        )


def change_orientation(
    row: OrientationGoal, *, number: str, title: str, version: int, by: User | None
) -> OrientationGoal:
    """Give the orientation goal another number or wording. Outdated when somebody else was first."""
    with deciding(row.municipality, "planning.change_orientation", by):
        return set_values(row, {"number": number, "title": title}, version)


def change_goal(  # what a goal consists of
    row: CouncilGoal,
    *,
    number: str,
    title: str,
    orientation: OrientationGoal | None,
    origin: CouncilGoal | None,
    version: int,
    by: User | None,
) -> CouncilGoal:
    """Give the goal another number, wording or place. Plans that use it keep their wording. Outdated as above."""
    with deciding(row.municipality, "planning.change_goal", by):
        values = {"number": number, "title": title, "orientation": orientation, "origin": origin}
        return set_values(row, values, version)


def move(row: _Row, direction: Direction, *, by: User | None) -> bool:
    """Move the row past its neighbour, a goal among those of its orientation goal. Says whether there was one."""
    with deciding(row.municipality, "planning.move_goal", by):
        row = present(row)
        siblings = type(row).objects.filter(municipality=row.municipality_id, year=row.year)
        if isinstance(row, CouncilGoal):
            siblings = siblings.filter(orientation=row.orientation_id)
        return move_past_neighbour(row, siblings, direction)


def remove_orientation(row: OrientationGoal, *, by: User | None) -> None:
    """Remove the orientation goal; RuleBroken while goals stand below it. What is gone already stays gone."""
    with deciding(row.municipality, "planning.remove_goal", by):
        goals = CouncilGoal.objects.filter(orientation=row.pk).count()
        if goals:
            raise RuleBroken(
                ngettext(
                    "%(count)d goal stands below it, so nothing was removed. Move that goal or remove it first.",
                    "%(count)d goals stand below it, so nothing was removed. Move those goals or remove them first.",
                    goals,
                )
                % {"count": goals}
            )
        OrientationGoal.objects.filter(pk=row.pk).delete()


def remove_goal(row: CouncilGoal, *, by: User | None) -> None:
    """Remove the goal; RuleBroken, naming the boards, when plans use it. What is gone already stays gone."""
    with deciding(row.municipality, "planning.remove_goal", by):
        users = Goal.objects.filter(council_goal=row.pk).order_by("plan__board__name")
        boards = list(dict.fromkeys(users.values_list("plan__board__name", flat=True)))
        if boards:
            raise RuleBroken(
                _("The goal stands in the plan of %(boards)s, so it stays. A goal that no plan uses can be removed.")
                % {"boards": ", ".join(boards)}
            )
        CouncilGoal.objects.filter(pk=row.pk).delete()


@dataclass(frozen=True)
class NewGoal:
    """A goal to store: below the orientation goal that is being stored with it, or that is there."""

    number: str
    title: str
    orientation: str = ""
    """The orientation goal's number, or nothing."""
    origin: CouncilGoal | None = None


@dataclass(frozen=True)
class NewOrientation:
    """An orientation goal to store."""

    number: str
    title: str


def store_goals(
    municipality: Municipality,
    year: int,
    orientations: Sequence[NewOrientation],
    goals: Sequence[NewGoal],
    *,
    by: User | None,
) -> tuple[int, int]:
    """Store what an import has found, all or nothing; returns how many orientation goals and goals were added.

    RuleBroken when a number has been taken meanwhile.
    """
    with deciding(municipality, "planning.store_goals", by):
        there = municipality.orientation_goals.filter(year=year)
        first = last_position(there)
        made = OrientationGoal.objects.bulk_create(
            OrientationGoal(municipality=municipality, year=year, number=new.number, title=new.title, position=place)
            for place, new in enumerate(orientations, first)
        )
        by_number = {row.number: row for row in there}
        first = last_position(municipality.council_goals.filter(year=year))
        added = CouncilGoal.objects.bulk_create(
            CouncilGoal(
                municipality=municipality,
                year=year,
                number=new.number,
                title=new.title,
                orientation=by_number.get(new.orientation),
                origin=new.origin,
                position=place,
            )
            for place, new in enumerate(goals, first)
        )
    return len(made), len(added)


def copy_goals(municipality: Municipality, year: int, *, by: User | None) -> int:
    """Copy last year's goals into the year, each with its origin; returns how many goals there are then.

    RuleBroken when the year has goals already, or last year none.
    """
    with deciding(municipality, "planning.copy_goals", by):
        if (
            municipality.council_goals.filter(year=year).exists()
            or municipality.orientation_goals.filter(year=year).exists()
        ):
            raise RuleBroken(_("The year has goals already, so nothing was copied. Change those, or add to them."))
        before = list(municipality.council_goals.filter(year=year - 1))
        above = list(municipality.orientation_goals.filter(year=year - 1))
        if not before and not above:
            raise RuleBroken(_("There are no goals for %(year)s to copy.") % {"year": year - 1})
        copies = {row.pk: _next_year(row) for row in above}
        OrientationGoal.objects.bulk_create(copies.values())
        goals = [_next_year(row) for row in before]
        for goal in goals:
            goal.orientation = copies.get(goal.orientation_id or 0)
        CouncilGoal.objects.bulk_create(goals)
    return len(goals)


def _next_year(row: _Row) -> _Row:
    columns = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001
        if field.name not in {"id", "version"}
    }
    return type(row)(**{**columns, "year": row.year + 1, "origin_id": row.pk})
