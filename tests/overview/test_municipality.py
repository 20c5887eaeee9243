"""The boards of a municipality beside each other, for who may know of them."""

import io
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import person
from factories import BoardFactory, FollowUpResultFactory, OrgUnitFactory, PlanFactory, RoleAssignmentFactory
from overview_world import World
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.overview.municipality import COLUMNS, overview_of_municipality
from rimlig.overview.selection import Selection


@pytest.fixture
def central(world: World) -> User:
    """Kim sees all boards of the municipality."""
    kim = person("Kim Åberg")
    RoleAssignmentFactory(user=kim, role=Role.CENTRAL_CONTROLLER, board=None, municipality=world.board.municipality)
    return kim


@pytest.fixture
def school(world: World) -> Board:
    """Another board, whose plan has nothing in it but a follow-up that is late."""
    school: Board = BoardFactory(municipality=world.board.municipality, name="Utbildningsnämnden")
    answer = FollowUpResultFactory(
        follow_up__working_method__process__plan=PlanFactory(board=school),
        period=world.period,
        unit=OrgUnitFactory(board=school),
        to_answer=True,
        due="2026-09-18",
    )
    assert answer.period.year == 2026
    return school


def _numbers(municipality: Municipality) -> dict[str, list[int | None]]:
    boards = Board.objects.filter(municipality=municipality).order_by("name")
    shown = overview_of_municipality(municipality, boards, Selection())
    return {
        line.board.name: [line.numbers[key].value if key in line.numbers else None for key in COLUMNS]
        for line in shown.lines
    }


def test_the_boards_stand_beside_each_other(world: World, school: Board) -> None:
    # given, late, major, minor, high, without control, never followed up, irregular, actions, late actions
    assert _numbers(world.board.municipality) == {
        "Lindhaga stadsdelsnämnd": [4, 1, 1, 0, 1, 2, 1, 1, 2, 1],
        "Utbildningsnämnden": [0, 1, 0, 0, 0, 0, 1, 0, 0, 0],
    }


def test_what_a_board_lacks_is_said(world: World, school: Board) -> None:
    bare = BoardFactory(municipality=world.board.municipality, name="Valnämnden")
    BoardFactory(municipality=world.board.municipality, name="Gamla nämnden", ends="2024-12-31")
    boards = Board.objects.filter(municipality=world.board.municipality)
    shown = overview_of_municipality(world.board.municipality, boards, Selection())
    assert shown.without_plan == [bare]
    assert shown.without_irregularities == [school]
    assert [(fact.label, fact.number.value, fact.of) for fact in shown.facts] == [
        ("Svar inne", 4, 8),
        ("Försenade svar", 2, None),
        ("Större avvikelser", 1, None),
        ("Mindre avvikelser", 0, None),
        ("Risker på eller över tröskeln", 1, None),
        ("Öppna åtgärder", 2, None),
        ("Försenade åtgärder", 1, None),
    ]


def test_who_has_a_role_on_one_board_sees_that_one_only(
    client: Client, world: World, school: Board, controller: User, central: User
) -> None:
    address = f"/kommun/{world.board.municipality_id}/oversikt/"
    client.force_login(controller)
    assert "Utbildningsnämnden" not in client.get(address).content.decode()
    client.force_login(central)
    page = client.get(address).content.decode()
    assert "Utbildningsnämnden" in page
    assert "<h1>Tertial 2: 4 av 8 svar är inne</h1>" in page


def test_the_page_asks_as_much_however_many_boards_there_are(
    client: Client, world: World, central: User, django_assert_num_queries: Any
) -> None:
    client.force_login(central)
    address = f"/kommun/{world.board.municipality_id}/oversikt/"
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    caches["figures"].clear()
    with django_assert_num_queries(17):
        client.get(address)
    for number in range(3):
        board = BoardFactory(municipality=world.board.municipality, name=f"Nämnd {number}")
        plan = PlanFactory(board=board, scale=world.plan.scale)
        FollowUpResultFactory(follow_up__working_method__process__plan=plan, period=world.period)
    with django_assert_num_queries(17):
        client.get(address)


def test_the_way_leads_to_the_widest_that_one_may_see(
    client: Client, world: World, controller: User, central: User, outsider: User
) -> None:
    found = {}
    for somebody in (controller, central, outsider):
        client.force_login(somebody)
        page = client.get("/").content.decode()
        found[somebody.name] = "/oversikt/" in page and page.split('/oversikt/"')[0].rsplit('"', 1)[1]
    assert found == {
        "Joel Brandt": f"/namnd/{world.board.pk}",
        "Kim Åberg": f"/kommun/{world.board.municipality_id}",
        "Olle Strand": False,
    }


def test_the_workbook_has_the_boards_beside_each_other(
    client: Client, world: World, school: Board, central: User
) -> None:
    client.force_login(central)
    response = client.get(f"/kommun/{world.board.municipality_id}/oversikt/excel/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_name("Nämnderna").to_python()
    assert rows[1][:4] == ["Lindhaga stadsdelsnämnd", 7, 4, 1]
    assert book.sheet_names[:2] == ["Översikt", "Nämnderna"]


def test_an_empty_municipality_is_told_what_will_stand_there(client: Client, board: Board, controller: User) -> None:
    client.force_login(controller)
    page = client.get(f"/kommun/{board.municipality_id}/oversikt/").content.decode()
    assert "<h1>Här finns inget att se ut över än</h1>" in page
    assert client.get(f"/kommun/{board.municipality_id}/oversikt/excel/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "heading", "row"),
    [
        ("kontroller", "Löpande kontroller utan risk", "Löpande kontroll 0"),
        ("processer", "Processer som aldrig följts upp", "Lokalerna"),
        ("strunt", "Löpande kontroller utan risk", "Löpande kontroll 0"),
    ],
)
def test_what_does_not_hang_together_is_listed(
    client: Client, world: World, controller: User, kind: str, heading: str, row: str
) -> None:
    client.force_login(controller)
    page = client.get(f"/plan/{world.plan.pk}/oversikt/luckor/?visa={kind}").content.decode()
    assert f'<h1>{heading} <span class="muted num">1</span></h1>' in page
    assert f">{row}</a>" in page
