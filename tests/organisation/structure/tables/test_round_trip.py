"""What is written out and taken in again changes nothing, whatever the units and the people are called."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories import BoardFactory, RoleAssignmentFactory, UserFactory
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, OrgUnit, Role, TableKind, UnitKind
from rimlig.organisation.structure.restructuring import add_unit, move_unit
from rimlig.organisation.structure.tables.people_plan import PeoplePlan
from rimlig.organisation.structure.tables.tables import read_table
from rimlig.organisation.structure.tables.unit_plan import UnitPlan
from rimlig.organisation.structure.tables.workbooks import empty_workbook, people_as_workbook, units_as_workbook

TODAY = timezone.localdate()
DAYS = st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
# Few letters, so that names and codes meet; signs that formulas, CSV and tables stumble over.
NAMES = st.text("ab1=+-@;,'\"å _x005F", min_size=1, max_size=6).map(lambda text: " ".join(text.split())).filter(bool)
CODES = st.just("") | st.text("ab10=", min_size=1, max_size=3)
UNITS = st.tuples(NAMES, st.sampled_from(UnitKind), CODES, DAYS, DAYS, st.integers(0, 9))


def _grown(board: Board, wanted: list[tuple[str, UnitKind, str, date | None, date | None, int]]) -> list[OrgUnit]:
    """Add the units that can be, each under one of those before it where that can be, and move some later on."""
    units: list[OrgUnit] = []
    for name, kind, code, starts, ends, number in wanted:
        for under in [units[number] if number < len(units) else None, None]:
            try:
                units.append(
                    add_unit(board, name=name, kind=kind, code=code, under=under, starts=starts, ends=ends, by=None)
                )
            except RuleBroken:
                continue
            break
    for unit, (*_rest, number) in zip(units, wanted, strict=False):
        try:
            move_unit(unit, under=units[number % len(units)], on=TODAY + timedelta(days=30), version=1, by=None)
        except RuleBroken:
            continue
    return units


class RoundTrip(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(wanted=st.lists(UNITS, min_size=1, max_size=6))
    def test_units(self, wanted: list[tuple[str, UnitKind, str, date | None, date | None, int]]) -> None:
        board = BoardFactory()
        units = _grown(board, wanted)
        lasting = [unit for unit in units if unit.ends is None or unit.ends >= TODAY]
        if not lasting:
            return
        rows = read_table(units_as_workbook(board, TODAY), TableKind.UNITS)
        plan = UnitPlan(board, rows, TODAY)
        assert [(outcome.verdict, outcome.said) for outcome in plan.outcomes] == [("unchanged", [])] * len(lasting)
        assert plan.left_alone == 0


@pytest.mark.django_db
def test_people() -> None:
    board = BoardFactory()
    unit = add_unit(board, name='=cmd|"x"', kind=UnitKind.UNIT, code="", under=None, starts=None, by=None)
    add_unit(board, name="Tallen", kind=UnitKind.UNIT, code='=cmd|"x"', under=None, starts=None, by=None)
    town = {"municipality": board.municipality}
    amira = UserFactory(name="Amira  Holm")
    RoleAssignmentFactory(user=amira, role=Role.UNIT_MANAGER, board=board, unit=unit, starts=TODAY)
    RoleAssignmentFactory(user=amira, role=Role.PERFORMER, board=board, ends=TODAY + timedelta(days=9))
    RoleAssignmentFactory(user=UserFactory(), role=Role.AUDITOR, board=None, **town)
    RoleAssignmentFactory(user=UserFactory(), role=Role.CONTROLLER, board=board, ends=TODAY - timedelta(days=9))
    plan = PeoplePlan(board.municipality, read_table(people_as_workbook(board.municipality, TODAY), TableKind.PEOPLE))
    assert [(outcome.verdict, outcome.said) for outcome in plan.outcomes] == [("unchanged", [])] * 3


@pytest.mark.parametrize("kind", TableKind)
def test_the_empty_table_has_the_headers_that_are_read(kind: TableKind) -> None:
    with pytest.raises(Exception, match="inga rader under dem"):
        read_table(empty_workbook(kind), kind)
