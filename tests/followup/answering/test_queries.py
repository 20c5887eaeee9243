"""Whom an answer awaits: by name, by the nearest role, and those who stand in."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlacementFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    UserFactory,
    WorkingMethodFactory,
)
from rimlig.followup.answering.queries import answers_awaiting, last_answers_before, responsible_for
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import OrgUnit, Role, User
from rimlig.planning.models import Process

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(process: Process, monkeypatch: pytest.MonkeyPatch) -> OrgUnit:
    """A preschool under a department."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    department = OrgUnitFactory(board=process.plan.board, name="Avdelning förskola")
    PlacementFactory(unit=department)
    row: OrgUnit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    PlacementFactory(unit=row, parent=department)
    return row


def _answer(process: Process, unit: OrgUnit | None, **planned: Any) -> FollowUpResult:
    follow_up = PlannedFollowUpFactory(working_method=WorkingMethodFactory(process=process), **planned)
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True)
    return row


def _holds(name: str, role: Role, process: Process, unit: OrgUnit | None = None) -> User:
    user = person(name)
    RoleAssignmentFactory(user=user, role=role, board=process.plan.board, unit=unit)
    return user


def _awaits(answer: FollowUpResult) -> list[str]:
    rows = FollowUpResult.objects.with_plan().filter(pk=answer.pk)
    return [user.name for user in responsible_for(rows)[answer.pk]]


def _awaited(user: User) -> list[int]:
    return [row.pk for row in answers_awaiting(User.objects.get(pk=user.pk))]


def test_a_units_answer_awaits_its_manager_and_no_one_above(process: Process, unit: OrgUnit) -> None:
    answer = _answer(process, unit)
    amira = _holds("Amira", Role.UNIT_MANAGER, process, unit)
    above = _holds("Bo", Role.UNIT_MANAGER, process, unit.placements.get().parent)
    board = _holds("Carin", Role.UNIT_MANAGER, process)
    controller = _holds("Joel", Role.CONTROLLER, process)
    assert _awaits(answer) == ["Amira"]
    assert [_awaited(user) for user in (amira, above, board, controller)] == [[answer.pk], [], [], []]


def test_where_the_unit_has_no_manager_the_nearest_one_above_is_awaited(process: Process, unit: OrgUnit) -> None:
    answer = _answer(process, unit)
    board = _holds("Carin", Role.UNIT_MANAGER, process)
    assert (_awaits(answer), _awaited(board)) == (["Carin"], [answer.pk])
    above = _holds("Bo", Role.UNIT_MANAGER, process, unit.placements.get().parent)
    assert (_awaits(answer), _awaited(above), _awaited(board)) == (["Bo"], [answer.pk], [])


def test_a_role_that_has_ended_is_not_awaited(process: Process, unit: OrgUnit) -> None:
    answer = _answer(process, unit)
    user = person("Amira")
    RoleAssignmentFactory(
        user=user, role=Role.UNIT_MANAGER, board=process.plan.board, unit=unit, starts="2020-01-01", ends="2026-12-19"
    )
    assert (_awaits(answer), _awaited(user)) == ([], [])


def test_who_stands_in_is_awaited_too(process: Process, unit: OrgUnit) -> None:
    answer = _answer(process, unit)
    amira = person("Amira")
    role = RoleAssignmentFactory(user=amira, role=Role.UNIT_MANAGER, board=process.plan.board, unit=unit)
    stand_in = SubstitutionFactory(assignment=role).substitute
    assert _awaits(answer) == ["Amira", stand_in.name]
    assert (_awaited(amira), _awaited(stand_in)) == ([answer.pk], [answer.pk])


def test_whom_the_plan_names_is_awaited_and_not_the_manager(process: Process, unit: OrgUnit) -> None:
    tove = _holds("Tove", Role.PERFORMER, process)
    amira = _holds("Amira", Role.UNIT_MANAGER, process, unit)
    answer = _answer(process, unit, performer=tove)
    assert (_awaits(answer), _awaited(tove), _awaited(amira)) == (["Tove"], [answer.pk], [])
    User.objects.filter(pk=tove.pk).update(is_active=False)
    assert (_awaits(answer), _awaited(amira)) == (["Amira"], [answer.pk])


def test_what_the_administration_answers_awaits_the_controller_or_the_role_that_the_plan_names(
    process: Process, unit: OrgUnit
) -> None:
    own = _answer(process, None)
    named = _answer(process, None, performer_role=Role.DEPARTMENT_MANAGER)
    joel = _holds("Joel", Role.CONTROLLER, process)
    berit = _holds("Berit", Role.DEPARTMENT_MANAGER, process, unit.placements.get().parent)
    assert (_awaits(own), _awaits(named)) == (["Joel"], ["Berit"])
    assert (_awaited(joel), _awaited(berit)) == ([own.pk], [named.pk])


def test_an_answer_of_a_unit_that_has_gone_into_another_awaits_that_ones_manager(
    process: Process, unit: OrgUnit
) -> None:
    old = OrgUnitFactory(board=process.plan.board, name="Förskolan Granen")
    answer = _answer(process, old)
    OrgUnit.objects.filter(pk=old.pk).update(ends="2026-10-01", merged_into=unit)
    amira = _holds("Amira", Role.UNIT_MANAGER, process, unit)
    assert (_awaits(answer), _awaited(amira)) == (["Amira"], [answer.pk])


def test_nothing_is_awaited_outside_the_period_or_once_it_is_given(
    process: Process, unit: OrgUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    amira = _holds("Amira", Role.UNIT_MANAGER, process, unit)
    FollowUpResultFactory(
        follow_up__working_method__process=process,
        period=PeriodFactory(municipality=process.plan.board.municipality),
        unit=unit,
    )
    _answer(process, unit)
    assert len(_awaited(amira)) == 1
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2027, 2, 18))
    assert _awaited(amira) == []


@pytest.mark.parametrize("number", [1, 3])
def test_asking_for_many_costs_the_same(
    process: Process, unit: OrgUnit, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        other = OrgUnitFactory(board=process.plan.board)
        PlacementFactory(unit=other)
        _answer(process, other)
        _holds(f"Person{index}", Role.UNIT_MANAGER, process, other)
    rows = list(
        FollowUpResult.objects.with_plan().select_related(
            "unit__board", "unit__merged_into__board", "follow_up__performer"
        )
    )
    with django_assert_num_queries(4):
        assert all(len(people) == 1 for people in responsible_for(rows).values())


def test_the_answer_before_is_the_same_units_latest_given(process: Process, unit: OrgUnit) -> None:
    answer = _answer(process, unit)
    municipality = process.plan.board.municipality

    def earlier(code: str, **more: Any) -> FollowUpResult:
        row: FollowUpResult = FollowUpResultFactory(
            **{
                "follow_up": answer.follow_up,
                "unit": unit,
                "period": PeriodFactory(municipality=municipality, code=code),
                **more,
            }
        )
        return row

    earlier("T1")
    second = earlier("T2")
    earlier("T2", unit=OrgUnitFactory(board=process.plan.board), filed_by=UserFactory())
    assert last_answers_before([answer]) == {answer.pk: second}
    assert last_answers_before([]) == {}
