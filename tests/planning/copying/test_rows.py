from datetime import date

import pytest

from factories import (
    BoardFactory,
    CommonRiskFactory,
    CouncilGoalFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RiskCategoryFactory,
    RiskScaleFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, User
from rimlig.planning.copying.rows import What, copy_plan_rows, copy_process, copy_processes
from rimlig.planning.models import Answering, FollowUpUnit, Limit, Plan, PlannedFollowUp, Process, UndesiredEvent


@pytest.fixture
def next_year(board: Board) -> Plan:
    """The board's draft for the year after."""
    return PlanFactory(board=board, year=2027)


def _event(process: Process, **values: object) -> UndesiredEvent:
    return UndesiredEventFactory(working_method=WorkingMethodFactory(process=process), **values)


def _follow_up(process: Process, **values: object) -> PlannedFollowUp:
    return PlannedFollowUpFactory(working_method=WorkingMethodFactory(process=process), **values)


def test_everything_comes_along_and_points_back(process: Process, next_year: Plan, controller: User) -> None:
    method = WorkingMethodFactory(process=process, name="Listan stäms av")
    control = OngoingControlFactory(working_method=method, text="Varje fredag")
    event = UndesiredEventFactory(working_method=method, text="För få vuxna", assessed=True)
    follow_up = PlannedFollowUpFactory(working_method=method, text="Räkna", schedule="periods", periods=["T1", "VB"])
    criteria = {"criterion_none": "Alla.", "criterion_minor": "Några.", "criterion_major": "Ingen."}
    PlannedFollowUp.objects.filter(pk=follow_up.pk).update(**criteria)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    new = next_year.processes.get()
    new_method = new.working_methods.get()
    rows = [new, new_method, new_method.controls.get(), new_method.events.get(), new_method.follow_ups.get()]
    assert [row.origin for row in rows] == [process, method, control, event, follow_up]
    assert copied.events == {event.pk: new_method.events.get()}
    assert (new_method.events.get().risk_value, new_method.events.get().treatment) == (12, "control")
    assert new_method.follow_ups.get().periods == ["T1", "VB"]
    assert new_method.follow_ups.values(*criteria).get() == criteria
    assert [str(goal) for goal in new.goals.all()] == ["1.1 Barn får en trygg start"]
    assert copied.left_out == []


def test_the_source_stays_as_it_was(process: Process, next_year: Plan, controller: User) -> None:
    _event(process)
    adopted(process.plan)
    copy_plan_rows(process.plan, next_year, by=controller)
    assert list(process.plan.processes.all()) == [process]
    assert next_year.processes.count() == 1


def test_a_row_stays_limited_to_the_copy_of_its_goal(process: Process, next_year: Plan, controller: User) -> None:
    other = ProcessGoalFactory(process=process, goal__number="1.2")
    event = _event(process)
    LimitFactory(event=event, placement=other)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    limit = Limit.objects.get(event=copied.events[event.pk])
    assert (limit.placement.goal.number, limit.placement) == ("1.2", copied.placements[other.pk])


def test_the_order_of_goals_and_of_processes_under_them_is_kept(
    process: Process, next_year: Plan, controller: User
) -> None:
    goal = process.goals.get()
    first = ProcessFactory(plan=process.plan, name="Fler inskrivna")
    place = ProcessGoalFactory(process=first, goal=goal)
    process.placements.update(position=place.position + 1)
    copy_plan_rows(process.plan, next_year, by=controller)
    places = next_year.goals.get().placements.order_by("position")
    assert [place.process.name for place in places] == ["Fler inskrivna", "Likvärdig förskola"]


def test_copying_the_same_plan_twice_copies_once(process: Process, next_year: Plan, controller: User) -> None:
    _event(process)
    copy_plan_rows(process.plan, next_year, by=controller)
    again = copy_plan_rows(process.plan, next_year, by=controller)
    assert (next_year.goals.count(), next_year.processes.count()) == (1, 1)
    assert again.already == [next_year.processes.get()]


def test_goals_that_are_there_take_the_place_of_the_copied(process: Process, next_year: Plan, controller: User) -> None:
    old = CouncilGoalFactory(municipality=process.plan.board.municipality, year=2026, number="1.1")
    process.goals.update(council_goal=old)
    new = CouncilGoalFactory(municipality=old.municipality, year=2027, number="1.3", origin=old)
    there = GoalFactory(plan=next_year, number="1.3", title="Ny lydelse", council_goal=new)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    assert list(copied.goals.values()) == [there]
    assert list(next_year.processes.get().goals.all()) == [there]


def test_a_goal_follows_the_councils_over_several_years(process: Process, board: Board, controller: User) -> None:
    first = CouncilGoalFactory(municipality=board.municipality, year=2026, number="1.1")
    between = CouncilGoalFactory(municipality=board.municipality, year=2027, number="1.1", origin=first)
    last = CouncilGoalFactory(municipality=board.municipality, year=2028, number="1.1", origin=between)
    process.goals.update(council_goal=first)
    target = PlanFactory(board=board, year=2028)
    copy_plan_rows(process.plan, target, by=controller)
    assert target.goals.get().council_goal == last


def test_a_goal_that_the_council_has_dropped_is_said(process: Process, next_year: Plan, controller: User) -> None:
    process.goals.update(council_goal=CouncilGoalFactory(municipality=next_year.board.municipality, year=2026))
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    assert next_year.goals.get().council_goal is None
    assert [(one.what, one.name) for one in copied.left_out] == [(What.COUNCIL_GOAL, "1.1 Barn får en trygg start")]


def test_units_that_have_ended_are_left_out_and_said(process: Process, next_year: Plan, controller: User) -> None:
    eken = OrgUnitFactory(board=next_year.board, name="Eken")
    alen = OrgUnitFactory(board=next_year.board, name="Alen", ends=date(2026, 12, 31), merged_into=eken)
    follow_up = _follow_up(process, answering=Answering.SOME_UNITS)
    for unit in (eken, alen):
        FollowUpUnit.objects.create(follow_up=follow_up, unit=unit)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    assert [chosen.unit for chosen in copied.follow_ups[follow_up.pk].chosen_units.all()] == [eken]
    assert [(one.what, one.row, one.name) for one in copied.left_out] == [(What.UNIT, follow_up, "Alen → Eken")]


@pytest.mark.parametrize(("day", "moved"), [("2024-03-15", "2027-03-15"), ("2024-02-29", "2027-02-28")])
def test_the_day_of_a_follow_up_moves_with_the_year(
    board: Board, next_year: Plan, controller: User, day: str, moved: str
) -> None:
    source = PlanFactory(board=board, year=2024)
    follow_up = _follow_up(ProcessFactory(plan=source), schedule="once", due=day)
    copied = copy_plan_rows(source, next_year, by=controller)
    assert copied.follow_ups[follow_up.pk].due == date.fromisoformat(moved)


def test_people_who_have_left_do_not_come_along(process: Process, next_year: Plan, controller: User) -> None:
    gone = UserFactory(name="Kim Åberg", is_active=False)
    follow_up = _follow_up(process, performer=controller, reviewer=gone)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    new = copied.follow_ups[follow_up.pk]
    assert (new.performer, new.reviewer) == (controller, None)
    assert [(one.what, one.name) for one in copied.left_out] == [(What.PERSON, "Kim Åberg")]


@pytest.mark.parametrize(("size", "value"), [(5, 12), (4, None)])
def test_values_come_along_to_a_scale_of_the_same_size(
    process: Process, next_year: Plan, controller: User, size: int, value: int | None
) -> None:
    municipality = next_year.board.municipality
    process.plan.scale = RiskScaleFactory(municipality=municipality, edition=1)
    process.plan.save()
    next_year.scale = RiskScaleFactory(
        municipality=municipality, edition=2, likelihood_size=size, consequence_size=size
    )
    next_year.save()
    event = _event(process, assessed=True, likelihood_reason="Hände i mars")
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    new = copied.events[event.pk]
    assert (new.risk_value, new.likelihood_reason, new.treatment) == (value, "Hände i mars", "control")
    assert [one.what for one in copied.left_out] == ([] if value else [What.VALUES])


def test_a_value_without_a_scale_comes_along_when_the_new_scale_has_it(
    process: Process, next_year: Plan, controller: User
) -> None:
    next_year.scale = RiskScaleFactory(municipality=next_year.board.municipality, likelihood_size=4)
    next_year.save()
    low = _event(process, likelihood=4, consequence=5)
    high = _event(process, likelihood=5, consequence=1)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    assert [copied.events[row.pk].risk_value for row in (low, high)] == [20, None]


def test_a_common_risk_becomes_that_of_the_new_year(process: Process, next_year: Plan, controller: User) -> None:
    old, dropped = CommonRiskFactory.create_batch(2, municipality=next_year.board.municipality)
    new = CommonRiskFactory(municipality=next_year.board.municipality, year=2027, origin=old)
    kept, lost = _event(process, common_risk=old), _event(process, common_risk=dropped)
    copied = copy_plan_rows(process.plan, next_year, by=controller)
    assert [copied.events[row.pk].common_risk for row in (kept, lost)] == [new, None]
    assert [(one.what, one.row) for one in copied.left_out] == [(What.COMMON_RISK, lost)]


def test_a_decided_plan_takes_no_copies(process: Process, next_year: Plan, controller: User) -> None:
    adopted(next_year)
    with pytest.raises(RuleBroken, match="Planen är beslutad"):
        copy_plan_rows(process.plan, next_year, by=controller)


def test_another_boards_process_comes_without_its_assessment(next_year: Plan, controller: User) -> None:
    neighbour = BoardFactory(municipality=next_year.board.municipality)
    source = ProcessFactory(plan__board=neighbour, name="Inköp")
    category = RiskCategoryFactory(municipality=neighbour.municipality)
    event = _event(source, assessed=True, category=category, likelihood_reason="Hände i mars")
    follow_up = _follow_up(source, answering=Answering.SOME_UNITS, reviewer=UserFactory(name="Kim Åberg"))
    FollowUpUnit.objects.create(follow_up=follow_up, unit=OrgUnitFactory(board=neighbour, name="Kajen"))
    goals = [GoalFactory(plan=next_year, number=number) for number in ("1.1", "1.2")]
    copied = copy_process(source, next_year, goals, by=controller)
    new = copied.events[event.pk]
    assert (new.category, new.risk_value, new.likelihood_reason, new.treatment) == (category, None, "", "")
    assert [goal.number for goal in copied.processes[source.pk].goals.order_by("number")] == ["1.1", "1.2"]
    assert [one.what for one in copied.left_out] == [What.VALUES, What.TREATMENT, What.PERSON, What.UNIT]
    assert copied.processes[source.pk].origin == source


def test_choosing_the_same_process_twice_copies_once(process: Process, next_year: Plan, controller: User) -> None:
    goal = GoalFactory(plan=next_year)
    first = copy_processes([process], next_year, [goal], by=controller)
    second = copy_processes([process], next_year, [goal], by=controller)
    assert list(next_year.processes.all()) == list(first.processes.values()) == second.already
    assert goal.placements.count() == 1


def test_a_copy_remembers_who_made_it(process: Process, next_year: Plan, controller: User) -> None:
    copy_plan_rows(process.plan, next_year, by=controller)
    context = next_year.processes.get().history.get().pgh_context.metadata
    assert context == {"operation": "planning.copy_plan_rows", "user": controller.pk}


@pytest.mark.parametrize("number", [1, 3])
def test_copying_asks_the_database_as_often_whatever_the_size(
    process: Process, next_year: Plan, controller: User, number: int, django_assert_num_queries: object
) -> None:
    for _ in range(number):
        event = _event(process, assessed=True)
        LimitFactory(event=event, placement=process.placements.get())
        _follow_up(process)
    with django_assert_num_queries(27):  # type: ignore[operator]
        copy_plan_rows(process.plan, next_year, by=controller)
