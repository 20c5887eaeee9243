"""The organisation's pages in a real browser: nothing for axe to find, nothing wider than a telephone, and the keyboard is enough."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import axe_findings
from factories import RoleAssignmentFactory
from organisation_trees import Tree, make_tree, parents
from rimlig.organisation.models import Board, Role, RoleAssignment, TableImport, User
from rimlig.organisation.structure.endings import end_units
from rimlig.organisation.structure.restructuring import add_unit, move_unit
from rimlig.organisation.structure.tables.background import note
from rimlig.organisation.structure.tables.operations import take_in_units

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST_DAY = date(timezone.localdate().year + 1, 1, 1)


@pytest.fixture
def tree(board: Board) -> Tree:
    made = make_tree(board)
    RoleAssignmentFactory(user__name="Amira Holm", role=Role.UNIT_MANAGER, board=board, unit=made.preschool)
    return made


@pytest.fixture
def administrator(board: Board) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality)
    return user


def _addresses(tree: Tree, by: User) -> dict[str, str]:
    board, unit, town = tree.board, tree.preschool, tree.board.municipality
    table = "Kod;Namn;Överordnad\n10;Norr;1\n1;Förvaltningen;\n12;Granen;okänd\n".encode()
    item = take_in_units(board, table, file_name="enheter.csv", takes_effect=None, by=by)
    running = take_in_units(board, table, file_name="många enheter.csv", takes_effect=None, by=by)
    TableImport.objects.filter(pk=running.pk).update(state=TableImport.State.RUNNING, asked_by=by)
    note(running.pk, 500, 20_000)
    to_come = add_unit(board, name="Granen", kind="unit", code="", under=tree.north, starts=FIRST_DAY, ends=None, by=by)
    return {
        "tree": f"/namnd/{board.pk}/organisation/",
        "tree of a day": f"/namnd/{board.pk}/organisation/?dag=2020-01-01",
        "add": f"/namnd/{board.pk}/organisation/ny/",
        "merge": f"/namnd/{board.pk}/organisation/sla-samman/",
        "table of units": f"/namnd/{board.pk}/organisation/tabell/",
        "table": f"/tabell/{item.pk}/",
        "table that is being carried out": f"/tabell/{running.pk}/",
        "unit to come": f"/enhet/{to_come.pk}/",
        "unit": f"/enhet/{unit.pk}/",
        "ended": f"/enhet/{tree.south.pk}/",
        "history": f"/enhet/{unit.pk}/historik/",
        "change": f"/enhet/{unit.pk}/andra/",
        "move": f"/enhet/{unit.pk}/flytta/",
        "end": f"/enhet/{tree.north.pk}/avsluta/",
        "organisation": f"/kommun/{town.pk}/organisation/",
        "add board": f"/kommun/{town.pk}/namnder/ny/",
        "change board": f"/namnd/{board.pk}/andra/",
        "end board": f"/namnd/{board.pk}/avsluta/",
        "table of people": f"/kommun/{town.pk}/personer/tabell/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_as: Callable[..., Page], tree: Tree, administrator: User, width: int, scheme: str
) -> None:
    move_unit(tree.preschool, under=tree.administration, on=FIRST_DAY, version=1, by=administrator)
    end_units([tree.south], last_day=FIRST_DAY, versions={tree.south.pk: 1}, by=administrator)
    addresses = _addresses(tree, administrator)
    page = open_as(administrator, "/", width=width, scheme=scheme)
    findings: dict[str, Any] = {}
    for name, address in addresses.items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        findings[name] = [*axe_findings(page), *(["wider than the screen"] if wide else [])]
    assert findings == {name: [] for name in findings}


def test_a_department_ends_by_keyboard_alone(open_as: Callable[..., Page], tree: Tree, administrator: User) -> None:
    page = open_as(administrator, f"/enhet/{tree.north.pk}/avsluta/")
    page.get_by_label("Sista dag").focus()
    page.get_by_role("button", name="Fortsätt").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Det här kommer att hända")).to_be_focused()
    expect(page.get_by_text("Tallbackens förskola")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Gör så här").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Låt den finnas kvar")).to_be_visible()
    tomorrow = date.fromordinal(timezone.localdate().toordinal() + 1)
    assert parents(tree.board, tomorrow)["Tallbackens förskola"] == "Förvaltningen"
