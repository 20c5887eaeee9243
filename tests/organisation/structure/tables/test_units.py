from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cast import person
from factories import PlanFactory, PlannedFollowUpFactory
from organisation_trees import Tree, make_tree, parents
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, OrgUnit, Placement, TableImport, User
from rimlig.organisation.structure.restructuring import change_unit, move_unit
from rimlig.organisation.structure.tables.operations import OutcomesChanged, carry_out, put_aside, take_in_units
from rimlig.planning.models import FollowUpUnit

TODAY = timezone.localdate()
HEADER = "Kod;Namn;Typ;Överordnad;Från;Till"


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


@pytest.fixture
def by(db: None) -> User:
    return person("Ada Lind")


def taken_in(board: Board, by: User, *lines: str, on: date = TODAY) -> TableImport:
    data = "\n".join([HEADER, *lines]).encode()
    return take_in_units(board, data, file_name="enheter.csv", takes_effect=on, by=by)


def said(item: TableImport) -> list[Any]:
    return [(verdict, sentences) for _number, verdict, sentences in item.outcomes]


def test_a_whole_tree_is_taken_in_whatever_the_order_of_its_rows(board: Board, by: User) -> None:
    item = taken_in(
        board, by, "3;Tallen;enhet;Norr;2026-01-01;", "1;Förvaltningen;förvaltning;;;", "2;Norr;avdelning;1;;"
    )
    assert [verdict for verdict, _said in said(item)] == ["new", "new", "new"]
    assert not OrgUnit.objects.exists()
    carry_out(item, version=1, by=by)
    assert parents(board, TODAY) == {"Förvaltningen": None, "Norr": "Förvaltningen", "Tallen": "Norr"}
    assert OrgUnit.objects.get(name="Tallen").starts == date(2026, 1, 1)
    assert TableImport.objects.get().state == TableImport.State.APPLIED


def test_each_row_says_what_it_leads_to_and_does_it(tree: Tree, by: User) -> None:
    last_day = date(TODAY.year + 1, 12, 31)
    item = taken_in(
        tree.board,
        by,
        "1;Förvaltningen;förvaltning;;;",
        f"10;Norra avdelningen;avdelning;1;;{last_day}",
        "11;Tallbackens förskola;enhet;1;;",
        "20;Avdelning syd;avdelning;1;;",
    )
    assert said(item) == [
        ("unchanged", []),
        (
            "ended",
            [
                "Avdelning norr får heta Norra avdelningen.",
                f"Upphör efter 31 december {last_day.year}.",
                "Enheterna under den flyttar upp en nivå.",
            ],
        ),
        ("moved", ["Står under 1."]),
        ("renamed", ["Avdelning söder får heta Avdelning syd."]),
    ]
    carry_out(item, version=1, by=by)
    assert parents(tree.board, last_day) == {
        "Förvaltningen": None,
        "Norra avdelningen": "Förvaltningen",
        "Avdelning syd": "Förvaltningen",
        "Tallbackens förskola": "Förvaltningen",
    }
    assert set(parents(tree.board, last_day + timedelta(days=1))) == {
        "Förvaltningen",
        "Avdelning syd",
        "Tallbackens förskola",
    }


def test_two_units_may_change_places(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "11;Tallbackens förskola;;1;;", "10;Avdelning norr;;11;;")
    carry_out(item, version=1, by=by)
    now = parents(tree.board, TODAY)
    assert (now["Tallbackens förskola"], now["Avdelning norr"]) == ("Förvaltningen", "Tallbackens förskola")


ERRORS = {
    "no name": ("9;;enhet;;;", "Raden saknar namn. Skriv vad enheten heter."),
    "kind": ("9;A;grupp;;;", "”grupp” i Typ är okänt. Skriv något av dessa: förvaltning, avdelning, enhet."),
    "day": ("9;A;;;2026-02-30;", "”2026-02-30” i Från är ingen dag. Skriv år-månad-dag, till exempel 2026-07-31."),
    "backwards": (
        "9;A;;;2026-02-01;2026-01-01",
        "Den sista dagen ligger före den första. Kontrollera de båda dagarna.",
    ),
    "parent": ("9;A;;Okänd;;", "Ingen enhet i nämnden eller tabellen har koden eller namnet ”Okänd”."),
    "itself": ("9;A;;9;;", "Enheten kan inte stå under sig själv. Skriv en annan överordnad enhet."),
    "name": ("9;Avdelning norr;;;;", "En annan enhet heter så under några av dagarna. Byt namn på den först."),
    "code": ("20;Avdelning norr;;;;", "En annan enhet heter så under några av dagarna. Byt namn på den först."),
    "circle": ("1;Förvaltningen;;11;;", "Enheten skulle hamna under sig själv. Kontrollera vad som står ovanför den."),
    "parent ends": (
        "9;A;;8;;\n8;B;;;2026-01-01;",
        "B finns inte alla de dagar då enheten skulle stå under den.",
    ),
    "twice": ("9;A;;;;\n10;A;;;;", "En annan enhet heter så under några av dagarna. Byt namn på den först."),
}


@pytest.mark.parametrize("what", ERRORS)
def test_a_row_that_cannot_be_is_an_error_and_nothing_is_done(tree: Tree, by: User, what: str) -> None:
    line, sentence = ERRORS[what]
    item = taken_in(tree.board, by, "99;Bra rad;;;;", line)
    errors = [sentences for verdict, sentences in said(item) if verdict == "error"]
    assert errors[0] == [sentence]
    before = OrgUnit.objects.count()
    with pytest.raises(RuleBroken, match="går inte att genomföra"):
        carry_out(item, version=1, by=by)
    assert OrgUnit.objects.count() == before


def test_the_same_unit_in_two_rows_is_an_error(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "10;Avdelning norr;;1;;", "10;Norr;;1;;")
    assert said(item)[1] == ("error", ["Raden gäller samma enhet som rad 2. Behåll en av dem."])


def test_a_unit_with_work_left_is_not_ended_by_a_table(tree: Tree, by: User) -> None:
    plan = PlanFactory(board=tree.board, year=TODAY.year + 1)
    follow_up = PlannedFollowUpFactory(working_method__process__plan=plan, answering="some_units")
    FollowUpUnit.objects.create(follow_up=follow_up, unit=tree.preschool)
    item = taken_in(tree.board, by, f"11;Tallbackens förskola;;10;;{TODAY}")
    assert said(item)[0][0] == "error"
    assert said(item)[0][1][0].endswith("Avsluta den på dess egen sida, där man väljer vem som tar över.")


def test_rows_that_lead_to_something_else_by_now_are_refused_and_shown(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "10;Norr;avdelning;1;;", "11;Tallbackens förskola;enhet;20;;")
    move_unit(tree.preschool, under=tree.south, on=TODAY, version=1, by=None)
    with pytest.raises(OutcomesChanged) as refused:
        carry_out(item, version=1, by=by)
    assert refused.value.numbers == [3]
    assert str(refused.value) == (
        "Någon har ändrat organisationen sedan du tittade, så de här raderna leder nu till något annat: 3."
        " Ingenting har gjorts. Titta på dem nedan och bestäm på nytt."
    )
    now = TableImport.objects.get()
    assert (now.version, said(now)[1]) == (2, ("unchanged", []))
    assert OrgUnit.objects.get(pk=tree.north.pk).name == "Avdelning norr"
    with pytest.raises(Outdated):
        carry_out(item, version=1, by=by)
    carry_out(item, version=2, by=by)
    assert OrgUnit.objects.get(pk=tree.north.pk).name == "Norr"


def test_a_table_is_carried_out_once(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "30;Ny;;1;;")
    carry_out(item, version=1, by=by)
    with pytest.raises(RuleBroken, match="Tabellen är redan genomförd"):
        carry_out(item, version=2, by=by)
    assert OrgUnit.objects.filter(name="Ny").count() == 1


def test_a_table_that_is_put_aside_does_nothing(tree: Tree, by: User) -> None:
    item = taken_in(tree.board, by, "30;Ny;;1;;")
    put_aside(item, version=1, by=by)
    with pytest.raises(RuleBroken, match="Tabellen är redan undanlagd"):
        carry_out(item, version=2, by=by)
    assert not OrgUnit.objects.filter(name="Ny").exists()


def test_what_looks_like_a_formula_is_a_name(board: Board, by: User) -> None:
    carry_out(taken_in(board, by, '=1+1;"=HYPERLINK(""http://x"")";;;;'), version=1, by=by)
    assert OrgUnit.objects.get().name == '=HYPERLINK("http://x")'


def test_an_empty_cell_takes_nothing_away(tree: Tree, by: User) -> None:
    change_unit(tree.south, name="Avdelning söder", kind="department", code="", version=1, by=None)
    item = taken_in(tree.board, by, ";Avdelning söder;;1;;")
    assert said(item) == [("unchanged", [])]
    assert Placement.objects.count() == 4
