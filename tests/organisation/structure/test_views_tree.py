from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.test import Client
from django.utils import timezone

from cast import person
from factories import OrgUnitFactory, RoleAssignmentFactory, UserFactory
from organisation_trees import Tree, make_tree, parents
from rimlig.core.audit import versions_of
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, UnitKind, User
from rimlig.organisation.structure.endings import end_units
from rimlig.organisation.structure.outline import outline_of
from rimlig.organisation.structure.restructuring import change_unit, move_unit

TODAY = timezone.localdate()
FIRST_DAY = date(TODAY.year + 1, 1, 1)


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def administrator(board: Board) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality)
    return user


def _page(client: Client, address: str, **sent: Any) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    return " ".join(answer.content.decode().split())


def test_the_tree_is_told_from_top_to_bottom(tree: Tree) -> None:
    RoleAssignmentFactory(user__name="Amira Holm", role=Role.UNIT_MANAGER, board=tree.board, unit=tree.preschool)
    move_unit(tree.preschool, under=tree.south, on=FIRST_DAY, version=1, by=None)
    nodes = outline_of(tree.board, TODAY).nodes
    assert [(node.depth, node.name, len(node.closes)) for node in nodes] == [
        (0, "Förvaltningen", 0),
        (1, "Avdelning norr", 0),
        (2, "Tallbackens förskola", 1),
        (1, "Avdelning söder", 1),
    ]
    assert [(role.user.name, node.name) for node in nodes for role in node.holders] == [
        ("Amira Holm", "Tallbackens förskola")
    ]
    assert [(move.starts, node.name) for node in nodes for move in node.moves] == [(FIRST_DAY, "Tallbackens förskola")]
    later = outline_of(tree.board, FIRST_DAY).nodes
    assert [node.name for node in later] == [
        "Förvaltningen",
        "Avdelning norr",
        "Avdelning söder",
        "Tallbackens förskola",
    ]


def test_a_unit_without_a_place_stands_directly_under_the_board(board: Board) -> None:
    OrgUnitFactory(board=board, name="Ensam")
    assert [(node.depth, node.name) for node in outline_of(board, TODAY).nodes] == [(0, "Ensam")]


@pytest.mark.parametrize("more", [1, 30])
def test_the_tree_asks_as_often_whatever_its_size(
    client: Client, tree: Tree, administrator: User, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        unit = OrgUnitFactory(board=tree.board, name=f"Enhet nummer {number}")
        RoleAssignmentFactory(user=UserFactory(), role=Role.UNIT_MANAGER, board=tree.board, unit=unit)
    client.force_login(administrator)
    with django_assert_num_queries(QUERIES):
        client.get(f"/namnd/{tree.board.pk}/organisation/")


QUERIES = 9


def test_readers_are_offered_nothing_to_change(client: Client, tree: Tree, unit_manager: User) -> None:
    client.force_login(unit_manager)
    page = _page(client, f"/namnd/{tree.board.pk}/organisation/")
    assert "Tallbackens förskola" in page
    assert "Lägg till en enhet" not in page
    assert client.get(f"/enhet/{tree.preschool.pk}/flytta/").status_code == 403
    assert client.get(f"/enhet/{tree.preschool.pk}/").status_code == 200


def test_an_empty_tree_says_what_to_do(client: Client, board: Board, administrator: User) -> None:
    client.force_login(administrator)
    assert "Inga enheter den här dagen" in _page(client, f"/namnd/{board.pk}/organisation/")


def test_a_move_is_shown_before_it_is_made(client: Client, tree: Tree, administrator: User) -> None:
    client.force_login(administrator)
    address = f"/enhet/{tree.north.pk}/flytta/"
    sent = {"under": tree.south.pk, "on": FIRST_DAY.isoformat(), "version": 1}
    page = _page(client, address, **sent)
    assert f"Avdelning norr står under Avdelning söder från 1 januari {FIRST_DAY.year}." in page
    assert "1 underordnad enhet följer med." in page
    assert parents(tree.board, FIRST_DAY)["Avdelning norr"] == "Förvaltningen"
    assert client.post(address, {**sent, "gor": "1"})["Location"] == f"/enhet/{tree.north.pk}/"
    assert parents(tree.board, FIRST_DAY)["Avdelning norr"] == "Avdelning söder"
    assert client.post(f"/enhet/{tree.north.pk}/ta-tillbaka/flytt/{FIRST_DAY.isoformat()}/").status_code == 302
    assert parents(tree.board, FIRST_DAY)["Avdelning norr"] == "Förvaltningen"


def test_a_merger_is_shown_before_it_is_made(client: Client, tree: Tree, administrator: User) -> None:
    RoleAssignmentFactory(user__name="Amira Holm", role=Role.DEPARTMENT_MANAGER, board=tree.board, unit=tree.north)
    client.force_login(administrator)
    address = f"/namnd/{tree.board.pk}/organisation/sla-samman/"
    versions = f"{tree.north.pk}:1 {tree.south.pk}:1"
    sent = {"units": [tree.north.pk], "into": tree.south.pk, "on": FIRST_DAY.isoformat(), "versions": versions}
    page = _page(client, address, **sent)
    assert "1 enhet upphör." in page
    assert "Amira Holm" in page
    assert OrgUnit.objects.get(pk=tree.north.pk).ends is None
    client.post(address, {**sent, "gor": "1"})
    assert OrgUnit.objects.get(pk=tree.north.pk).merged_into == tree.south


def test_one_may_go_back_and_change_something(client: Client, tree: Tree, administrator: User) -> None:
    client.force_login(administrator)
    sent = {"last_day": TODAY.isoformat(), "version": 1, "into": "", "those_below": "move_up"}
    page = _page(client, f"/enhet/{tree.north.pk}/avsluta/", **sent, tillbaka="1")
    assert f'value="{TODAY.isoformat()}"' in page
    assert "Det här kommer att hända" not in page


def test_a_refusal_is_said_on_the_form(client: Client, tree: Tree, administrator: User) -> None:
    client.force_login(administrator)
    sent = {"under": tree.preschool.pk, "on": TODAY.isoformat(), "version": 1}
    answer = client.post(f"/enhet/{tree.administration.pk}/flytta/", sent)
    assert answer.status_code == 422
    assert "En enhet kan inte ligga under sig själv." in answer.content.decode()


def test_the_history_tells_names_places_and_what_went_into_it(client: Client, tree: Tree, administrator: User) -> None:
    change_unit(tree.south, name="Avdelning syd", kind=UnitKind.DEPARTMENT, code="20", version=1, by=administrator)
    move_unit(tree.south, under=None, on=TODAY, version=2, by=administrator)
    end_units([tree.north], last_day=TODAY, into=tree.south, versions={tree.north.pk: 1}, by=administrator)
    client.force_login(administrator)
    page = _page(client, f"/enhet/{tree.south.pk}/historik/")
    for said in ("Namn: Avdelning söder", "Namn: Avdelning syd", "Ada Lind", "Ändrad i trädet", "Avdelning norr"):
        assert said in page
    assert "Direkt under Lindhaga stadsdelsnämnd" in page


def test_a_day_that_has_passed_shows_the_names_of_that_day(client: Client, tree: Tree, administrator: User) -> None:
    change_unit(tree.south, name="Avdelning syd", kind=UnitKind.UNIT, code="20", version=1, by=None)
    change_unit(tree.south, name="Södra avdelningen", kind=UnitKind.UNIT, code="20", version=2, by=None)
    for version, days_ago in ((1, 10), (2, 5)):
        with pgtrigger.ignore("organisation.OrgUnitHistory:append_only"):
            written = versions_of(tree.south).filter(version=version)
            written.update(pgh_created_at=timezone.now() - timedelta(days=days_ago))
    before = TODAY - timedelta(days=3)
    names = [outline_of(tree.board, TODAY - timedelta(days=days)).nodes[3].name for days in (7, 3, 0)]
    assert names == ["Avdelning söder", "Avdelning syd", "Södra avdelningen"]
    client.force_login(administrator)
    page = _page(client, f"/namnd/{tree.board.pk}/organisation/?dag={before.isoformat()}")
    assert "nu Södra avdelningen" in page


def test_the_boards_of_a_municipality(client: Client, tree: Tree, administrator: User, controller: User) -> None:
    client.force_login(administrator)
    page = _page(client, f"/kommun/{tree.board.municipality_id}/organisation/")
    assert "Lindhaga stadsdelsnämnd" in page
    assert "4 enheter" in page
    assert "Lägg till en nämnd" in page
    client.force_login(controller)
    assert "Lägg till en nämnd" not in _page(client, f"/kommun/{tree.board.municipality_id}/organisation/")


def test_boards_are_added_renamed_ended_and_let_go_on(client: Client, board: Board, administrator: User) -> None:
    client.force_login(administrator)
    town = f"/kommun/{board.municipality_id}"
    stored = client.post(f"{town}/namnder/ny/", {"name": "Skolnämnden", "code": "sn", "starts": ""})
    assert stored["Location"] == f"{town}/organisation/"
    made = Board.objects.get(code="sn")
    client.post(f"/namnd/{made.pk}/andra/", {"name": "Barnnämnden", "code": "bn", "version": 1})
    sent = {"last_day": TODAY.isoformat(), "version": 2}
    assert "Barnnämnden upphör, och 0 roller på den." in _page(client, f"/namnd/{made.pk}/avsluta/", **sent)
    client.post(f"/namnd/{made.pk}/avsluta/", {**sent, "gor": "1"})
    assert Board.objects.get(pk=made.pk).ends == TODAY
    client.post(f"/namnd/{made.pk}/fortsatt/")
    assert Board.objects.get(pk=made.pk).ends is None


def test_the_administration_says_what_comes_next_until_each_board_has_a_controller(
    client: Client, board: Board, administrator: User, unit_manager: User
) -> None:
    town = f"/kommun/{board.municipality_id}/"
    client.force_login(administrator)
    page = _page(client, town)
    assert "1 nämnd är tillagd." in page
    assert f'Lägg till enheterna, när ni vet dem: <a href="/namnd/{board.pk}/organisation/">' in page
    assert "samordnaren fortsätter därifrån: Lindhaga stadsdelsnämnd" in page
    client.force_login(unit_manager)
    assert "Det här kommer härnäst" not in _page(client, town)
    RoleAssignmentFactory(role=Role.CONTROLLER, board=board)
    client.force_login(administrator)
    assert "Det här kommer härnäst" not in _page(client, town)
