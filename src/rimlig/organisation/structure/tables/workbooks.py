"""Tables of units and of people as Excel: what there is, or empty to fill in, with a sheet that tells how.

Everything is written as text, so that nothing in a name can run as a formula.
"""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

import xlsxwriter
from django.db.models import Q

from rimlig.organisation.models import (
    Board,
    Municipality,
    OrgUnit,
    Placement,
    Role,
    RoleAssignment,
    TableKind,
    UnitKind,
)
from rimlig.organisation.structure.tables.cells import KINDS, ROLES
from rimlig.organisation.structure.tables.tables import (
    ABOVE,
    BOARD,
    CODE,
    COLUMNS,
    EMAIL,
    FROM,
    KIND,
    NAME,
    ROLE,
    TO,
    UNIT,
    tidied,
)
from rimlig.organisation.structure.tables.unit_index import Known, UnitIndex

SHEETS: Final = {TableKind.UNITS: "Enheter", TableKind.PEOPLE: "Personer"}
GUIDE_SHEET: Final = "Så fyller du i"
_ROWS_TO_FILL: Final = 2_000  # lists to choose from reach so far down
_WIDTHS: Final = {NAME: 40, EMAIL: 36, ABOVE: 30, UNIT: 30, BOARD: 24, ROLE: 28}
_WIDTH: Final = 14
_CHOICES: Final = {KIND: [*KINDS.values()], ROLE: [*ROLES.values()]}
_MOMENT: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # equal tables are equal files
_GUIDE: Final = {
    TableKind.UNITS: (
        "En rad för varje enhet. Rubrikerna ska stå kvar som de är; kolumnerna får stå i vilken ordning som helst, och egna kolumner läses inte in.",
        "Kod: enhetens kod i andra system. Med en kod känns enheten igen även när den byter namn. Utan kod känns den igen på namnet.",
        "Namn: måste fyllas i.",
        "Typ: förvaltning, avdelning eller enhet. Tomt betyder enhet för en ny enhet, och oförändrat för en som finns.",
        "Överordnad: koden eller namnet på enheten ovanför. Tomt betyder direkt under nämnden. Finns samma ord både som kod och som namn: skriv namnet inom citattecken.",
        "Från: en ny enhets första dag, som 2026-01-01. Tomt betyder att den alltid har funnits.",
        "Till: enhetens sista dag. Tomt betyder tills vidare, och ändrar ingenting för en enhet som redan har en sista dag.",
        "En enhet som flyttas får sin nya plats från den dag som väljs när tabellen läses in. Enheter som inte står i tabellen lämnas som de är.",
    ),
    TableKind.PEOPLE: (
        "En rad för varje roll. Den som har flera roller får flera rader, med samma e-post och namn.",
        "E-post: det som personen loggar in med. Den som är ny släpps in och får själv välja lösenord eller logga in genom kommunen.",
        "Roll: " + ", ".join(ROLES.values()) + ".",
        "Nämnd: nämndens kod eller namn. Tomt betyder hela kommunen.",
        "Enhet: enhetens kod eller namn. Tomt betyder hela nämnden.",
        "Från och Till: rollens första och sista dag. Tomt betyder från i dag, och tills vidare.",
        "Roller som inte står i tabellen lämnas som de är.",
    ),
}


def units_as_workbook(board: Board, on: dt.date) -> bytes:
    """Return the board's units that exist on the day or later, as a table that can be taken in again."""
    return _workbook(TableKind.UNITS, unit_cells(board, on))


def people_as_workbook(municipality: Municipality, on: dt.date) -> bytes:
    """Return the roles in the municipality that are held on the day or later, as a table that can be taken in again."""
    return _workbook(TableKind.PEOPLE, people_cells(municipality, on))


def empty_workbook(kind: TableKind) -> bytes:
    """Return the empty table to fill in."""
    return _workbook(kind, [])


def unit_cells(board: Board, on: dt.date) -> list[dict[str, str]]:
    """Return the rows of the table of units, by name. A unit stands where it does on the day, or on its own first."""
    units = list(OrgUnit.objects.filter(Q(ends=None) | Q(ends__gte=on), board=board).order_by("name", "pk"))
    index = UnitIndex([_known(unit) for unit in units])
    by_id = {unit.pk: unit for unit in units}
    above: dict[int, OrgUnit | None] = {}
    for place in Placement.objects.filter(Q(ends=None) | Q(ends__gte=on), unit__board=board).order_by("-starts"):
        unit = by_id.get(place.unit_id)
        if unit is not None and (place.starts is None or place.starts <= max(on, unit.starts or on)):
            above.setdefault(place.unit_id, by_id.get(place.parent_id or 0))
    return [_unit_row(unit, above.get(unit.pk), index) for unit in units]


def people_cells(municipality: Municipality, on: dt.date) -> list[dict[str, str]]:
    """Return the rows of the table of people, by address."""
    lasting = Q(ends=None) | Q(ends__gte=on)
    units = OrgUnit.objects.filter(lasting, board__municipality=municipality)
    of_board: dict[int, list[Known[int]]] = {}
    for unit in units:
        of_board.setdefault(unit.board_id, []).append(_known(unit))
    indexes = {board: UnitIndex(known) for board, known in of_board.items()}
    roles = RoleAssignment.objects.filter(lasting, municipality=municipality).select_related("user", "board", "unit")
    return [_person_row(role, indexes) for role in roles.order_by("user__email", "role", "pk")]


def _unit_row(unit: OrgUnit, parent: OrgUnit | None, index: UnitIndex[int]) -> dict[str, str]:
    return {
        CODE: unit.code,
        NAME: unit.name,
        KIND: KINDS[UnitKind(unit.kind)],
        ABOVE: index.reference(tidied(parent.code), tidied(parent.name)) if parent else "",
        FROM: _day(unit.starts),
        TO: _day(unit.ends),
    }


def _person_row(role: RoleAssignment, indexes: Mapping[int, UnitIndex[int]]) -> dict[str, str]:
    unit = role.unit
    return {
        EMAIL: role.user.email,
        NAME: role.user.name,
        ROLE: ROLES[Role(role.role)],
        BOARD: role.board.code if role.board else "",
        UNIT: indexes[unit.board_id].reference(tidied(unit.code), tidied(unit.name)) if unit else "",
        FROM: _day(role.starts),
        TO: _day(role.ends),
    }


def _known(unit: OrgUnit) -> Known[int]:
    return Known(unit.pk, tidied(unit.code), tidied(unit.name), unit.starts, unit.ends)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _workbook(kind: TableKind, rows: Iterable[Mapping[str, str]]) -> bytes:
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": SHEETS[kind], "created": _MOMENT})
    # A text format keeps what a person types from becoming a number: the code 0012 stays 0012.
    text = book.add_format({"num_format": "@", "valign": "top"})
    heading = book.add_format({"bold": True, "font_color": "#0A5563", "bg_color": "#E1EFF1", "border": 1})
    sheet = book.add_worksheet(SHEETS[kind])
    columns = COLUMNS[kind]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH), text)
        sheet.write_string(0, place, column, heading)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            sheet.write_string(last, place, row[column], text)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    _offer_choices(sheet, columns, max(last, _ROWS_TO_FILL))
    _write_guide(book, kind)
    book.close()
    return target.getvalue()


def _offer_choices(sheet: Any, columns: tuple[str, ...], last: int) -> None:
    for place, column in enumerate(columns):
        if column in _CHOICES:
            rule = {"validate": "list", "source": _CHOICES[column], "error_title": "Välj i listan"}
            sheet.data_validation(1, place, last, place, rule)


def _write_guide(book: Any, kind: TableKind) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, line in enumerate(_GUIDE[kind]):
        sheet.write_string(number, 0, line)
