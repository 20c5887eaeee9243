from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cast import person
from factories import BoardFactory, RoleAssignmentFactory, UserFactory
from organisation_trees import Tree, make_tree
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Role, RoleAssignment, TableImport, User
from rimlig.organisation.structure.tables.operations import carry_out, take_in_people

TODAY = timezone.localdate()
HEADER = "E-post;Namn;Roll;Nämnd;Enhet;Från;Till"


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def by(board: Board) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality)
    return user


def taken_in(board: Board, by: User, *lines: str) -> TableImport:
    data = "\n".join([HEADER, *lines]).encode("cp1252")
    return take_in_people(board.municipality, data, file_name="personer.csv", by=by)


def said(item: TableImport) -> list[Any]:
    return [(verdict, sentences) for _number, verdict, sentences in item.outcomes]


def test_people_are_let_in_with_their_roles(tree: Tree, by: User) -> None:
    item = taken_in(
        tree.board,
        by,
        "Amira@lindhaga.example;Amira Holm;Enhetschef;sdn;11;;",
        "amira@lindhaga.example;Amira Holm;kontrollutförare;Lindhaga stadsdelsnämnd;;;",
        "rut@lindhaga.example;Rut Alm;revisor;;;;",
    )
    assert said(item) == [
        ("new", ["Amira Holm släpps in.", "Blir enhetschef i Tallbackens förskola."]),
        ("new", ["Amira Holm släpps in.", "Blir kontrollutförare i Lindhaga stadsdelsnämnd."]),
        ("new", ["Rut Alm släpps in.", "Blir revisor i Lindhaga kommun."]),
    ]
    carry_out(item, version=1, by=by)
    amira = User.objects.get(email="amira@lindhaga.example")
    assert not amira.has_usable_password()
    assert list(amira.assignments.order_by("role").values_list("role", "unit__name", "starts")) == [
        ("performer", None, TODAY),
        ("unit_manager", "Tallbackens förskola", TODAY),
    ]


def test_a_role_is_ended_and_a_person_renamed(tree: Tree, by: User) -> None:
    user = UserFactory(name="Amira Holm", email="amira@lindhaga.example")
    role = RoleAssignmentFactory(user=user, role=Role.CONTROLLER, board=tree.board)
    day = TODAY + timedelta(days=5)
    item = taken_in(tree.board, by, f"amira@lindhaga.example;Amira Ek;internkontrollsamordnare;sdn;;;{day}")
    assert said(item)[0][0] == "ended"
    carry_out(item, version=1, by=by)
    role.refresh_from_db()
    user.refresh_from_db()
    assert (role.ends, user.name) == (day, "Amira Ek")


def test_whether_somebody_is_known_elsewhere_is_not_told_and_their_name_is_their_own(tree: Tree, by: User) -> None:
    known = UserFactory(name="Vera Sjö", email="vera@sjovik.example")
    RoleAssignmentFactory(user=known, board=BoardFactory())
    item = taken_in(
        tree.board,
        by,
        "vera@sjovik.example;Någon Annan;ledamot;sdn;;;",
        "ny@sjovik.example;Någon Annan;ledamot;sdn;;;",
    )
    assert said(item)[0] == said(item)[1]
    carry_out(item, version=1, by=by)
    known.refresh_from_db()
    assert known.name == "Vera Sjö"


ERRORS = {
    "address": ("amira;Amira;ledamot;sdn;;;", "”amira” är ingen e-postadress."),
    "no address": (";Amira;ledamot;sdn;;;", "Raden saknar e-postadress."),
    "no name": ("a@b.example;;ledamot;sdn;;;", "Raden saknar namn. Skriv vad personen heter."),
    "role": (
        "a@b.example;Amira;kung;sdn;;;",
        (
            "”kung” i Roll är okänt. Skriv något av dessa: enhetschef, kontrollutförare, avdelningschef,"
            " internkontrollsamordnare, förvaltningschef, ledamot, central samordnare, revisor, administratör."
        ),
    ),
    "board": ("a@b.example;Amira;ledamot;xyz;;;", "Kommunen har ingen nämnd med koden eller namnet ”xyz”."),
    "unit": (
        "a@b.example;Amira;enhetschef;sdn;xyz;;",
        "Lindhaga stadsdelsnämnd har ingen enhet med koden eller namnet ”xyz”.",
    ),
    "unit without board": (
        "a@b.example;Amira;enhetschef;;11;;",
        "Raden nämner en enhet men ingen nämnd. Skriv vilken nämnd enheten hör till.",
    ),
    "backwards": (
        "a@b.example;Amira;ledamot;sdn;;2026-02-01;2026-01-01",
        "Den sista dagen ligger före den första. Kontrollera de båda dagarna.",
    ),
}


@pytest.mark.parametrize("what", ERRORS)
def test_a_row_that_cannot_be_is_an_error_and_nobody_is_let_in(tree: Tree, by: User, what: str) -> None:
    line, sentence = ERRORS[what]
    item = taken_in(tree.board, by, "bra@b.example;Bra Rad;ledamot;sdn;;;", line)
    assert said(item)[1] == ("error", [sentence])
    with pytest.raises(RuleBroken):
        carry_out(item, version=1, by=by)
    assert not User.objects.filter(email="bra@b.example").exists()


def test_a_role_that_means_nothing_there_is_an_error(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "a@b.example;Amira;enhetschef;;;;")
    assert said(item)[0][0] == "error"


def test_the_same_role_twice_is_an_error(tree: Tree, by: User) -> None:
    line = "a@b.example;Amira;ledamot;sdn;;;"
    assert said(taken_in(tree.board, by, line, line))[1] == (
        "error",
        ["Rad 2 ger samma person samma roll. Behåll en av dem."],
    )


def test_the_last_administrator_is_not_ended_by_a_table(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, f"{by.email};Ada Lind;administratör;;;;{TODAY}")
    with pytest.raises(RuleBroken, match="administratör"):
        carry_out(item, version=1, by=by)
    assert by.assignments.get().ends is None
