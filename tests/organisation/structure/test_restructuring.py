from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from factories import BoardFactory, OrgUnitFactory
from organisation_trees import Tree, make_tree, parents
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, OrgUnit, Placement, UnitKind
from rimlig.organisation.structure.restructuring import add_unit, change_unit, move_unit

TODAY = timezone.localdate()
JANUARY = date(TODAY.year + 1, 1, 1)


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


def test_a_moved_unit_stands_where_it_stood_until_the_day(tree: Tree) -> None:
    move_unit(tree.preschool, under=tree.south, on=JANUARY, version=1, by=None)
    before, after = JANUARY - timedelta(days=1), JANUARY
    assert parents(tree.board, before)["Tallbackens förskola"] == "Avdelning norr"
    assert parents(tree.board, after)["Tallbackens förskola"] == "Avdelning söder"
    assert OrgUnit.objects.get(pk=tree.preschool.pk).version == 2


def test_a_unit_may_move_to_stand_directly_under_the_board(tree: Tree) -> None:
    move_unit(tree.preschool, under=None, on=TODAY, version=1, by=None)
    assert parents(tree.board, TODAY)["Tallbackens förskola"] is None


def test_another_name_is_the_same_unit(tree: Tree) -> None:
    changed = change_unit(tree.preschool, name="Tallen", kind=UnitKind.UNIT, code="12", version=1, by=None)
    assert (changed.pk, changed.name, changed.code, changed.version) == (tree.preschool.pk, "Tallen", "12", 2)


def test_the_same_change_sent_twice_is_made_once(tree: Tree) -> None:
    for _ in range(2):
        changed = change_unit(tree.preschool, name="Tallen", kind=UnitKind.UNIT, code="", version=1, by=None)
    assert changed.version == 2


REFUSED: dict[str, tuple[Callable[[Tree], object], str]] = {
    "below itself": (
        lambda tree: move_unit(tree.administration, under=tree.preschool, on=TODAY, version=1, by=None),
        "En enhet kan inte ligga under sig själv. Välj en plats som inte är någon av enheterna under den.",
    ),
    "of another board": (
        lambda tree: move_unit(tree.preschool, under=OrgUnitFactory(), on=TODAY, version=1, by=None),
        "En enhet kan bara ligga under en enhet i sin egen nämnd.",
    ),
    "there already": (
        lambda tree: move_unit(tree.preschool, under=tree.north, on=date(2026, 1, 1), version=1, by=None),
        "Tallbackens förskola står redan där 1 januari 2026. Välj en annan plats eller en annan dag.",
    ),
    "name twice": (
        lambda tree: add_unit(
            tree.board, name="Avdelning norr", kind=UnitKind.UNIT, under=None, starts=date(2026, 1, 1), by=None
        ),
        "Nämnden har en enhet med det här namnet under några av dagarna. Välj ett annat namn.",
    ),
    "code twice": (
        lambda tree: change_unit(tree.north, name="Norr", kind=UnitKind.UNIT, code="20", version=1, by=None),
        "Nämnden har en enhet med den här koden under några av dagarna. Välj en annan kod.",
    ),
    "days run backwards": (
        lambda tree: add_unit(
            tree.board,
            name="Ny",
            kind=UnitKind.UNIT,
            under=None,
            starts=date(2026, 2, 1),
            ends=date(2026, 1, 1),
            by=None,
        ),
        "Den sista dagen ligger före den första. Kontrollera de båda dagarna.",
    ),
    "board does not exist": (
        lambda _tree: add_unit(
            BoardFactory(starts=date(2026, 1, 1)), name="Ny", kind=UnitKind.UNIT, under=None, starts=None, by=None
        ),
        "Nämnden finns inte alla de här dagarna. Välj dagar då den finns.",
    ),
    "parent does not exist": (
        lambda tree: add_unit(
            tree.board,
            name="Ny",
            kind=UnitKind.UNIT,
            under=OrgUnitFactory(board=tree.board, starts=date(2026, 1, 1)),
            starts=date(2025, 1, 1),
            by=None,
        ),
        "Enheten ovanför finns inte under alla de här dagarna. Välj en annan plats eller andra dagar.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_words(tree: Tree, what: str) -> None:
    attempt, sentence = REFUSED[what]
    before = list(Placement.objects.order_by("pk").values_list())
    with pytest.raises(RuleBroken) as refused:
        attempt(tree)
    assert str(refused.value) == sentence
    assert list(Placement.objects.order_by("pk").values_list()) == before


def test_a_second_move_before_a_planned_one_is_refused(tree: Tree) -> None:
    move_unit(tree.preschool, under=tree.south, on=JANUARY, version=1, by=None)
    with pytest.raises(RuleBroken) as refused:
        move_unit(tree.preschool, under=tree.administration, on=TODAY, version=2, by=None)
    day = f"1 januari {JANUARY.year}"
    assert str(refused.value) == (
        f"Tallbackens förskola flyttar {day}, och det du vill göra kommer före det. Ta tillbaka den flytten först."
    )


def test_who_is_second_overwrites_nothing(tree: Tree) -> None:
    change_unit(tree.preschool, name="Tallen", kind=UnitKind.UNIT, code="", version=1, by=None)
    with pytest.raises(Outdated):
        move_unit(tree.preschool, under=tree.south, on=TODAY, version=1, by=None)
    assert parents(tree.board, TODAY)["Tallen"] == "Avdelning norr"


def _at_once(*attempts: Callable[[], object]) -> list[str]:
    """Make the attempts on connections of their own at the same moment; give what was refused."""
    start, refused = Barrier(len(attempts)), []

    def run(attempt: Callable[[], object]) -> None:
        start.wait()
        try:
            attempt()
        except RuleBroken as broken:
            refused.append(str(broken))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[attempt]) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_at_once_leave_one(board: Board) -> None:
    tree = make_tree(board)
    refused = _at_once(
        lambda: move_unit(tree.north, under=tree.south, on=TODAY, version=1, by=None),
        lambda: move_unit(tree.south, under=tree.north, on=TODAY, version=1, by=None),
    )
    assert len(refused) == 1
    now = parents(board, TODAY)
    assert sorted([now["Avdelning norr"] or "", now["Avdelning söder"] or ""])[1] == "Förvaltningen"


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_at_once_past_the_operations_leave_one(board: Board) -> None:
    tree = make_tree(board)
    Placement.objects.filter(unit__in=[tree.north, tree.south]).delete()

    def place(unit: OrgUnit, under: OrgUnit) -> None:
        try:
            Placement.objects.create(unit=unit, parent=under)
        except Exception as error:
            raise RuleBroken(str(error)) from error

    refused = _at_once(lambda: place(tree.north, tree.south), lambda: place(tree.south, tree.north))
    assert len(refused) == 1
    assert Placement.objects.filter(unit__in=[tree.north, tree.south]).count() == 1
