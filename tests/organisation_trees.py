"""A board's tree for tests: the administration, two departments, and a preschool."""

from dataclasses import dataclass
from datetime import date

from rimlig.organisation.models import Board, OrgUnit, Placement, UnitKind
from rimlig.organisation.structure.restructuring import add_unit


@dataclass
class Tree:
    board: Board
    administration: OrgUnit
    north: OrgUnit
    south: OrgUnit
    preschool: OrgUnit


def make_tree(board: Board) -> Tree:
    """Make the tree as it has always been."""

    def unit(name: str, kind: UnitKind, under: OrgUnit | None, code: str) -> OrgUnit:
        return add_unit(board, name=name, kind=kind, code=code, under=under, starts=None, by=None)

    administration = unit("Förvaltningen", UnitKind.ADMINISTRATION, None, "1")
    north = unit("Avdelning norr", UnitKind.DEPARTMENT, administration, "10")
    south = unit("Avdelning söder", UnitKind.DEPARTMENT, administration, "20")
    preschool = unit("Tallbackens förskola", UnitKind.UNIT, north, "11")
    return Tree(board, administration, north, south, preschool)


def parents(board: Board, day: date) -> dict[str, str | None]:
    """Return what each unit of the board stands under on the day, by name."""
    rows = Placement.objects.valid(day).filter(unit__board=board).values_list("unit__name", "parent__name")
    return dict(rows)
