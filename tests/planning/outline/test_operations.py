"""What people do to the rows of a draft, and where the rows stand afterwards."""

import pytest

from factories import (
    ActionFactory,
    ActionLimitFactory,
    CouncilGoalFactory,
    FollowUpResultFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Goal, Limit, Plan, Process, WorkingMethod
from rimlig.planning.outline.operations import add, begin_plan, limit, remove, serve, what_goes_along
from rimlig.planning.outline.ordering import move


def _methods(process: Process) -> list[str]:
    return [method.name for method in process.working_methods.order_by("position")]


@pytest.fixture
def methods(process: Process) -> list[WorkingMethod]:
    """Three working methods of the process: A, B and C."""
    return [WorkingMethodFactory(process=process, name=name) for name in "ABC"]


@pytest.fixture
def other_goal(plan: Plan) -> Goal:
    """Goal 1.2 of the plan."""
    return GoalFactory(plan=plan, number="1.2", title="Stöd i rätt tid")


def test_a_new_plan_takes_up_the_councils_goals_on_the_scales_in_force(board: Board, controller: User) -> None:
    goals = [CouncilGoalFactory(municipality=board.municipality, year=2027, number=f"1.{n}") for n in (1, 2)]
    plan = begin_plan(board, 2027, goals=goals, by=controller)
    assert [goal.council_goal for goal in plan.goals.all()] == goals
    assert plan.scale == board.municipality.risk_scales.get()


def test_a_board_has_one_plan_a_year(plan: Plan, controller: User) -> None:
    with pytest.raises(RuleBroken, match="Nämnden har redan en plan för det året"):
        begin_plan(plan.board, plan.year, goals=[], by=controller)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "column"), [("method", "name"), ("control", "text"), ("event", "text"), ("follow-up", "text")]
)
def test_a_row_is_added_last_and_only_once(process: Process, controller: User, kind: str, column: str) -> None:
    parent = process if kind == "method" else WorkingMethodFactory(process=process)
    first = add(kind, parent, {column: "Ny"}, by=controller)
    again = add(kind, parent, {column: "Ny"}, by=controller)
    last = add(kind, parent, {column: "Nyare"}, by=controller)
    assert (first == again, last.position - first.position) == (True, 1)
    assert last.history.get().pgh_context.metadata == {"operation": "planning.add", "user": controller.pk}


def test_a_process_is_added_under_its_goal(process: Process, controller: User) -> None:
    goal = process.goals.get()
    new = add("process", goal, {"name": "Fler inskrivna barn"}, by=controller)
    assert [place.process for place in goal.placements.order_by("position")] == [process, new]


def test_a_decided_plan_stays_as_it_is(process: Process, controller: User) -> None:
    method = WorkingMethodFactory(process=process)
    adopted(process.plan)
    attempts = [
        lambda: add("method", process, {"name": "Ny"}, by=controller),
        lambda: move(method, step=1, by=controller),
        lambda: remove(method, by=controller),
        lambda: serve(process, [], by=controller),
        lambda: limit(method, [], by=controller),
    ]
    for attempt in attempts:
        with pytest.raises(RuleBroken, match="Planen är beslutad"):
            attempt()
    assert list(process.working_methods.all()) == [method]


@pytest.mark.parametrize(
    ("which", "step", "order"),
    [(2, -1, "ACB"), (0, 1, "BAC"), (0, -1, "ABC"), (2, 1, "ABC"), (0, 5, "BCA"), (1, 0, "ABC")],
)
def test_a_row_moves_in_steps_and_stops_at_the_ends(
    process: Process, methods: list[WorkingMethod], controller: User, which: int, step: int, order: str
) -> None:
    move(methods[which], step=step, by=controller)
    assert _methods(process) == list(order)


def test_a_row_moves_before_another(process: Process, methods: list[WorkingMethod], controller: User) -> None:
    move(methods[2], before=methods[0].pk, by=controller)
    assert _methods(process) == ["C", "A", "B"]


def test_a_row_moves_under_another_parent_with_what_stands_under_it(
    process: Process, methods: list[WorkingMethod], controller: User
) -> None:
    event = UndesiredEventFactory(working_method=methods[0])
    other = ProcessFactory(plan=process.plan)
    there = WorkingMethodFactory(process=other, name="Z")
    move(methods[0], under=other, before=there.pk, by=controller)
    assert (_methods(process), _methods(other)) == (["B", "C"], ["A", "Z"])
    event.refresh_from_db()
    assert event.working_method.process == other


def test_a_row_does_not_move_to_another_plan(methods: list[WorkingMethod], controller: User) -> None:
    with pytest.raises(RuleBroken, match="Den kan inte stå där"):
        move(methods[0], under=ProcessFactory(), by=controller)


def test_what_concerns_one_goal_does_not_move_to_another_process(
    process: Process, methods: list[WorkingMethod], controller: User
) -> None:
    event = UndesiredEventFactory(working_method=methods[0])
    LimitFactory(event=event, placement=process.placements.get())
    with pytest.raises(RuleBroken, match="gäller bara vissa av processens mål"):
        move(methods[0], under=ProcessFactory(plan=process.plan), by=controller)
    assert _methods(process) == ["A", "B", "C"]


def test_an_action_that_concerns_one_goal_holds_its_event_in_the_process(process: Process, controller: User) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    ActionLimitFactory(action=ActionFactory(event=event), placement=process.placements.get())
    elsewhere = WorkingMethodFactory(process=ProcessFactory(plan=process.plan))
    with pytest.raises(RuleBroken, match="gäller bara vissa av processens mål"):
        move(event, under=elsewhere, by=controller)


def test_a_process_moves_among_those_of_a_goal(process: Process, other_goal: Goal, controller: User) -> None:
    goal = process.goals.get()
    second = add("process", goal, {"name": "Fler inskrivna barn"}, by=controller)
    serve(second, [goal, other_goal], by=controller)
    move(second, among=goal, step=-1, by=controller)
    assert [place.process for place in goal.placements.order_by("position")] == [second, process]
    assert [place.process for place in other_goal.placements.all()] == [second]


def test_a_process_moves_to_another_goal(process: Process, other_goal: Goal, controller: User) -> None:
    move(process, among=process.goals.get(), under=other_goal, by=controller)
    assert list(process.goals.all()) == [other_goal]


def test_a_process_does_not_serve_a_goal_twice(process: Process, other_goal: Goal, controller: User) -> None:
    goal = process.goals.get()
    serve(process, [goal, other_goal], by=controller)
    with pytest.raises(RuleBroken, match="bidrar redan till det målet"):
        move(process, among=goal, under=other_goal, by=controller)


def test_goals_move(process: Process, other_goal: Goal, controller: User) -> None:
    move(other_goal, step=-1, by=controller)
    assert [goal.number for goal in process.plan.goals.all()] == ["1.2", "1.1"]


def test_a_process_goes_on_serving_a_goal_that_something_is_limited_to(
    process: Process, other_goal: Goal, controller: User
) -> None:
    place = process.placements.get()
    LimitFactory(event=UndesiredEventFactory(working_method__process=process), placement=place)
    with pytest.raises(RuleBroken, match=r"gäller bara mål 1\.1"):
        serve(process, [other_goal], by=controller)
    assert list(process.goals.all()) == [place.goal]


def test_limiting_to_all_goals_is_no_limit(process: Process, other_goal: Goal, controller: User) -> None:
    goal = process.goals.get()
    serve(process, [goal, other_goal], by=controller)
    method = WorkingMethodFactory(process=process)
    limit(method, [other_goal], by=controller)
    assert [row.placement.goal for row in method.limits.all()] == [other_goal]
    limit(method, [goal, other_goal], by=controller)
    assert Limit.objects.count() == 0


def test_a_row_is_not_limited_to_a_goal_that_its_process_does_not_serve(
    process: Process, other_goal: Goal, controller: User
) -> None:
    with pytest.raises(RuleBroken, match="bidrar inte längre till målet"):
        limit(WorkingMethodFactory(process=process), [other_goal], by=controller)


def test_what_stands_under_a_row_is_said_and_goes_with_it(process: Process, controller: User) -> None:
    method = WorkingMethodFactory(process=process)
    OngoingControlFactory(working_method=method)
    ActionFactory(event=UndesiredEventFactory(working_method=method))
    PlannedFollowUpFactory.create_batch(2, working_method=method)
    assert what_goes_along(process) == [
        "1 arbetssätt",
        "1 löpande kontroll",
        "1 oönskad händelse",
        "2 uppföljningar",
        "1 åtgärd",
    ]
    remove(process, by=controller)
    assert (Process.objects.count(), WorkingMethod.objects.count()) == (0, 0)


def test_removing_twice_is_no_error(process: Process, controller: User) -> None:
    remove(process, by=controller)
    remove(process, by=controller)
    assert Process.objects.count() == 0


def test_results_are_kept_with_what_they_are_results_of(process: Process, controller: User) -> None:
    FollowUpResultFactory(follow_up__working_method__process=process)
    with pytest.raises(RuleBroken, match="resultat sparas"):
        remove(process, by=controller)
    assert Process.objects.count() == 1


def test_a_goals_processes_stay_when_it_is_removed(process: Process, controller: User) -> None:
    remove(process.goals.get(), by=controller)
    assert (list(process.plan.goals.all()), list(process.plan.processes.all())) == ([], [process])


def test_a_row_that_is_gone_is_said(process: Process, methods: list[WorkingMethod], controller: User) -> None:
    remove(methods[0], by=controller)
    gone = WorkingMethod(pk=10**9, process=process, name="A", position=1)
    with pytest.raises(RuleBroken, match="Någon har tagit bort det här"):
        move(gone, step=1, by=controller)


def test_a_place_of_another_board_is_refused_for_a_process(process: Process, controller: User) -> None:
    foreign = GoalFactory(plan=PlanFactory())
    with pytest.raises(RuleBroken, match="Målet står i en annan plan"):
        move(process, among=process.goals.get(), under=foreign, by=controller)


def test_a_process_without_goals_moves_among_those(plan: Plan, controller: User) -> None:
    processes = [ProcessFactory(plan=plan, name=name) for name in "AB"]
    ProcessGoalFactory(process=ProcessFactory(plan=plan))
    move(processes[1], step=-1, by=controller)
    assert [row.name for row in plan.processes.filter(placements=None)] == ["B", "A"]
