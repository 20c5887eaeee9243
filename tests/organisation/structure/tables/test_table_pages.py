from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cast import person
from organisation_trees import Tree, make_tree
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, TableImport, User

TODAY = timezone.localdate()


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def administrator(client: Client, board: Board) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality)
    client.force_login(user)
    return user


def _upload(client: Client, address: str, text: str, **more: Any) -> Any:
    return client.post(address, {"file": SimpleUploadedFile("tabell.csv", text.encode()), **more})


def test_a_table_of_units_is_looked_at_and_then_carried_out(client: Client, tree: Tree, administrator: User) -> None:
    text = "Kod;Namn;Överordnad\n10;Norr;1\n20;Avdelning söder;1\n12;Granen;10\n"
    answer = _upload(client, f"/namnd/{tree.board.pk}/organisation/tabell/", text, takes_effect=TODAY.isoformat())
    item = TableImport.objects.get()
    assert answer["Location"] == f"/tabell/{item.pk}/"
    page = " ".join(client.get(f"/tabell/{item.pk}/").content.decode().split())
    for said in ("Avdelning norr får heta Norr.", "Står under 10.", "Genomför 2 ändringar"):
        assert said in page
    assert "Granen" not in " ".join(client.get(f"/tabell/{item.pk}/?visa=unchanged").content.decode().split())
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": 1})
    assert OrgUnit.objects.filter(name__in=["Norr", "Granen"]).count() == 2
    assert "Tabellen är genomförd: alla dess rader." in client.get(f"/tabell/{item.pk}/").content.decode()


def test_a_table_with_an_error_offers_no_doing(client: Client, tree: Tree, administrator: User) -> None:
    text = "Kod;Namn;Överordnad\n12;Granen;nowhere\n"
    _upload(client, f"/namnd/{tree.board.pk}/organisation/tabell/", text, takes_effect=TODAY.isoformat())
    item = TableImport.objects.get()
    page = " ".join(client.get(f"/tabell/{item.pk}/").content.decode().split())
    assert "1 rad går inte att genomföra." in page
    assert "Genomför" not in page
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": 1})
    assert not OrgUnit.objects.filter(name="Granen").exists()
    client.post(f"/tabell/{item.pk}/lagg-undan/", {"version": 1})
    assert TableImport.objects.get().state == TableImport.State.PUT_ASIDE


def test_a_file_that_is_no_table_says_so_beside_the_field(client: Client, tree: Tree, administrator: User) -> None:
    address = f"/namnd/{tree.board.pk}/organisation/tabell/"
    answer = _upload(client, address, "Kod;Typ\n1;enhet\n", takes_effect=TODAY.isoformat())
    assert answer.status_code == 422
    assert "Tabellen har ingen kolumn med rubriken Namn." in answer.content.decode()


def test_a_table_of_people_is_for_those_who_may_change_people(
    client: Client, tree: Tree, administrator: User, unit_manager: User
) -> None:
    text = "E-post;Namn;Roll;Nämnd\nny@lindhaga.example;Nya Namn;ledamot;sdn\n"
    _upload(client, f"/kommun/{tree.board.municipality_id}/personer/tabell/", text)
    item = TableImport.objects.get()
    client.post(f"/tabell/{item.pk}/gor-sa/", {"version": 1})
    assert User.objects.get(email="ny@lindhaga.example").assignments.get().role == Role.BOARD_MEMBER
    client.force_login(unit_manager)
    assert client.get(f"/tabell/{item.pk}/").status_code in {403, 404}


@pytest.mark.parametrize(
    ("address", "sheets"),
    [
        ("/namnd/{board}/organisation/tabell.xlsx", ["Enheter", "Så fyller du i"]),
        ("/kommun/{municipality}/personer/tabell.xlsx", ["Personer", "Så fyller du i"]),
        ("/tabell/enheter.xlsx", ["Enheter", "Så fyller du i"]),
        ("/tabell/personer.xlsx", ["Personer", "Så fyller du i"]),
    ],
)
def test_tables_are_fetched_as_excel(
    client: Client, tree: Tree, administrator: User, address: str, sheets: list[str]
) -> None:
    url = address.format(board=tree.board.pk, municipality=tree.board.municipality_id)
    with CalamineWorkbook.from_filelike(BytesIO(client.get(url).content)) as book:
        assert book.sheet_names == sheets


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_table_asks_as_often_whatever_its_size(
    client: Client, tree: Tree, administrator: User, rows: int, django_assert_num_queries: Any
) -> None:
    text = "Namn\n" + "".join(f"Ny {number}\n" for number in range(rows))
    _upload(client, f"/namnd/{tree.board.pk}/organisation/tabell/", text, takes_effect=TODAY.isoformat())
    item = TableImport.objects.get()
    with django_assert_num_queries(4):
        client.get(f"/tabell/{item.pk}/")
