from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cast import person
from factories import (
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    UserFactory,
    adopted,
)
from organisation_trees import Tree, make_tree, parents
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment
from rimlig.organisation.structure.endings import Below, WorkLeft, end_units
from rimlig.organisation.structure.restructuring import add_unit, move_unit
from rimlig.organisation.structure.taking_back import take_back_ending, take_back_move, take_back_unit
from rimlig.planning.models import FollowUpUnit, Plan

TODAY = timezone.localdate()
NEXT_YEAR = TODAY.year + 1
LAST_DAY = date(TODAY.year, 12, 31)
FIRST_DAY = date(NEXT_YEAR, 1, 1)


@pytest.fixture
def tree(board: Board) -> Tree:
    return make_tree(board)


def _role(unit: OrgUnit, role: Role = Role.UNIT_MANAGER, **days: date) -> RoleAssignment:
    made: RoleAssignment = RoleAssignmentFactory(
        user=UserFactory(), role=role, municipality=unit.board.municipality, board=unit.board, unit=unit, **days
    )
    return made


def _answers(plan: Plan, unit: OrgUnit) -> FollowUpUnit:
    follow_up = PlannedFollowUpFactory(working_method__process__plan=plan, answering="some_units")
    made: FollowUpUnit = FollowUpUnit.objects.create(follow_up=follow_up, unit=unit)
    return made


def test_a_unit_that_ends_takes_its_roles_with_it_and_its_units_move_up(tree: Tree) -> None:
    held, to_come = _role(tree.north), _role(tree.north, Role.PERFORMER, starts=FIRST_DAY)
    SubstitutionFactory(assignment=held, substitute=_role(tree.south).user, starts=TODAY, ends=FIRST_DAY)
    effects = end_units([tree.north], last_day=LAST_DAY, versions={tree.north.pk: 1}, by=None)
    ended = OrgUnit.objects.get(pk=tree.north.pk)
    assert (ended.ends, ended.merged_into, ended.version) == (LAST_DAY, None, 2)
    assert [[row.name for row in rows] for rows in (effects.units, effects.moved)] == [
        ["Avdelning norr"],
        ["Tallbackens förskola"],
    ]
    assert len(effects.roles) == 2
    assert list(RoleAssignment.objects.filter(unit=tree.north).values_list("pk", "ends")) == [(held.pk, LAST_DAY)]
    assert not RoleAssignment.objects.filter(role=to_come.role).exists()
    assert [row.ends for row in held.substitutions.all()] == [LAST_DAY]
    assert parents(tree.board, LAST_DAY)["Tallbackens förskola"] == "Avdelning norr"
    assert parents(tree.board, FIRST_DAY) == {
        "Förvaltningen": None,
        "Avdelning söder": "Förvaltningen",
        "Tallbackens förskola": "Förvaltningen",
    }


def test_the_units_below_may_end_too(tree: Tree) -> None:
    end_units([tree.north], last_day=LAST_DAY, those_below=Below.END_TOO, versions={tree.north.pk: 1}, by=None)
    assert set(parents(tree.board, FIRST_DAY)) == {"Förvaltningen", "Avdelning söder"}


def test_units_that_merge_go_into_their_successor_with_what_stands_below_them(tree: Tree) -> None:
    end_units([tree.north], last_day=LAST_DAY, into=tree.south, versions={tree.north.pk: 1}, by=None)
    ended = OrgUnit.objects.get(pk=tree.north.pk)
    assert (ended.ends, ended.merged_into) == (LAST_DAY, tree.south)
    assert parents(tree.board, FIRST_DAY)["Tallbackens förskola"] == "Avdelning söder"


@pytest.mark.parametrize(
    ("into", "sentence"),
    [
        (
            "preschool",
            "Tallbackens förskola står under en enhet som skulle gå upp i den. Flytta Tallbackens förskola först.",
        ),
        ("north", "En enhet kan inte gå upp i sig själv. Välj en annan som tar över."),
    ],
)
def test_a_successor_that_cannot_take_over_is_refused(tree: Tree, into: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        end_units([tree.north], last_day=LAST_DAY, into=getattr(tree, into), versions={tree.north.pk: 1}, by=None)
    assert str(refused.value) == sentence
    assert OrgUnit.objects.get(pk=tree.north.pk).ends is None


def test_a_successor_of_another_board_is_refused(tree: Tree) -> None:
    with pytest.raises(RuleBroken, match="är inte en enhet i nämnden"):
        end_units([tree.north], last_day=LAST_DAY, into=OrgUnitFactory(), versions={tree.north.pk: 1}, by=None)


def test_who_is_second_ends_nothing(tree: Tree) -> None:
    with pytest.raises(Outdated):
        end_units([tree.north], last_day=LAST_DAY, versions={tree.north.pk: 7}, by=None)


def test_a_unit_that_is_to_answer_in_a_draft_does_not_end_without_a_successor(tree: Tree) -> None:
    answer = _answers(PlanFactory(board=tree.board, year=NEXT_YEAR), tree.preschool)
    with pytest.raises(WorkLeft) as refused:
        end_units([tree.preschool], last_day=LAST_DAY, versions={tree.preschool.pk: 1}, by=None)
    assert [work.text for work in refused.value.work] == [
        f"Tallbackens förskola ska svara på 1 uppföljning i utkastet till planen för {NEXT_YEAR}."
    ]
    assert OrgUnit.objects.get(pk=tree.preschool.pk).ends is None
    end_units([tree.preschool], last_day=LAST_DAY, into=tree.south, versions={tree.preschool.pk: 1}, by=None)
    answer.refresh_from_db()
    assert answer.unit == tree.south


def test_a_successor_that_was_to_answer_already_answers_once(tree: Tree) -> None:
    answer = _answers(PlanFactory(board=tree.board, year=NEXT_YEAR), tree.preschool)
    FollowUpUnit.objects.create(follow_up=answer.follow_up, unit=tree.south)
    FollowUpUnit.objects.create(follow_up=answer.follow_up, unit=tree.north)
    versions = {tree.preschool.pk: 1, tree.north.pk: 1}
    end_units([tree.preschool, tree.north], last_day=LAST_DAY, into=tree.south, versions=versions, by=None)
    assert list(FollowUpUnit.objects.values_list("follow_up", "unit")) == [(answer.follow_up_id, tree.south.pk)]


def test_what_the_board_has_adopted_stays_and_the_successor_answers_for_it(tree: Tree) -> None:
    answer = _answers(PlanFactory(board=tree.board, year=NEXT_YEAR), tree.preschool)
    adopted(answer.follow_up.in_plan)
    with pytest.raises(WorkLeft):
        end_units([tree.preschool], last_day=LAST_DAY, versions={tree.preschool.pk: 1}, by=None)
    effects = end_units([tree.preschool], last_day=LAST_DAY, into=tree.south, versions={tree.preschool.pk: 1}, by=None)
    assert [(work.text, work.stays) for work in effects.work] == [
        (
            f"Tallbackens förskola ska svara på 1 uppföljning i planen för {NEXT_YEAR}, som nämnden har fastställt.",
            True,
        )
    ]
    answer.refresh_from_db()
    assert answer.unit == tree.preschool


def test_years_that_are_over_on_the_last_day_keep_nobody(tree: Tree) -> None:
    _answers(PlanFactory(board=tree.board, year=TODAY.year), tree.preschool)
    effects = end_units([tree.preschool], last_day=LAST_DAY, versions={tree.preschool.pk: 1}, by=None)
    assert effects.work == ()


@pytest.mark.parametrize("is_adopted", [False, True])
def test_not_even_raw_sql_lets_a_unit_leave_the_year_in_which_it_is_to_answer(tree: Tree, is_adopted: bool) -> None:
    answer = _answers(PlanFactory(board=tree.board, year=NEXT_YEAR), tree.preschool)
    if is_adopted:
        adopted(answer.follow_up.in_plan)
    tree.preschool.placements.update(ends=LAST_DAY)
    with pytest.raises(IntegrityError, match="a plan says that the unit answers"), transaction.atomic():
        _end_past_the_operations(tree.preschool)


def _end_past_the_operations(unit: OrgUnit) -> None:
    OrgUnit.objects.filter(pk=unit.pk).update(ends=LAST_DAY)
    connection.check_constraints()


def test_a_planned_move_is_taken_back(tree: Tree) -> None:
    move_unit(tree.preschool, under=tree.south, on=FIRST_DAY, version=1, by=None)
    take_back_move(tree.preschool, FIRST_DAY, by=None)
    assert list(tree.preschool.placements.values_list("parent__name", "starts", "ends")) == [
        ("Avdelning norr", None, None)
    ]
    with pytest.raises(RuleBroken, match="är längre planerad"):
        take_back_move(tree.preschool, FIRST_DAY, by=None)


def test_a_move_whose_day_has_come_stands(tree: Tree) -> None:
    move_unit(tree.preschool, under=tree.south, on=TODAY, version=1, by=None)
    with pytest.raises(RuleBroken, match="har redan varit"):
        take_back_move(tree.preschool, TODAY, by=None)


def test_a_planned_merger_is_taken_back_with_roles_and_places(tree: Tree) -> None:
    controller = person("Joel Brandt", Role.CONTROLLER, tree.board)
    held, short = _role(tree.north), _role(tree.north, Role.PERFORMER, ends=LAST_DAY)
    end_units([tree.north], last_day=LAST_DAY, into=tree.south, versions={tree.north.pk: 1}, by=controller)
    take_back_ending(tree.north, by=controller)
    now = OrgUnit.objects.get(pk=tree.north.pk)
    assert (now.ends, now.merged_into) == (None, None)
    assert parents(tree.board, FIRST_DAY) == parents(tree.board, TODAY)
    assert parents(tree.board, FIRST_DAY)["Tallbackens förskola"] == "Avdelning norr"
    held.refresh_from_db()
    short.refresh_from_db()
    assert (held.ends, short.ends) == (None, LAST_DAY)


def test_units_that_ended_together_come_back_together(tree: Tree) -> None:
    end_units([tree.north], last_day=LAST_DAY, those_below=Below.END_TOO, versions={tree.north.pk: 1}, by=None)
    back = take_back_ending(tree.north, by=None)
    assert [unit.name for unit in back] == ["Avdelning norr", "Tallbackens förskola"]
    assert parents(tree.board, FIRST_DAY)["Tallbackens förskola"] == "Avdelning norr"


def test_an_ending_that_has_been_stands(tree: Tree) -> None:
    yesterday = TODAY - timedelta(days=1)
    end_units([tree.preschool], last_day=yesterday, versions={tree.preschool.pk: 1}, by=None)
    with pytest.raises(RuleBroken, match="det som har hänt står fast"):
        take_back_ending(tree.preschool, by=None)


def test_a_unit_that_has_not_begun_is_taken_back_unless_something_names_it(tree: Tree) -> None:
    unit = add_unit(tree.board, name="Nya", kind="unit", under=tree.north, starts=FIRST_DAY, by=None)
    role = _role(unit, starts=FIRST_DAY)
    with pytest.raises(RuleBroken, match="går inte att ta tillbaka"):
        take_back_unit(unit, by=None)
    role.delete()
    take_back_unit(unit, by=None)
    assert not OrgUnit.objects.filter(name="Nya").exists()
    with pytest.raises(RuleBroken, match="finns redan"):
        take_back_unit(tree.north, by=None)
