"""The plan's outline as a page, and what is done to its rows from it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import (
    BoardFactory,
    CouncilGoalFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.organisation.models import Role, User
from rimlig.planning.library import AREAS
from rimlig.planning.models import Plan, Process, WorkingMethod

HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


@pytest.fixture
def method(process: Process) -> WorkingMethod:
    return WorkingMethodFactory(process=process, name="Listan stäms av")


def _text(answer: object) -> str:
    content = answer.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content.partition("<main")[2]).split())


def _filled(plan: Plan, number: int) -> None:
    goal = GoalFactory(plan=plan)
    for _ in range(number):
        placement = ProcessGoalFactory(process__plan=plan, goal=goal)
        method = WorkingMethodFactory(process=placement.process)
        OngoingControlFactory(working_method=method)
        LimitFactory(event=UndesiredEventFactory(working_method=method, assessed=True), placement=placement)
        PlannedFollowUpFactory(working_method=method, schedule="monthly")


@pytest.mark.parametrize(("number", "queries"), [(1, 21), (3, 21), (13, 23), (50, 23)])
def test_the_outline_asks_as_much_however_large_the_plan_is(
    signed_in: Client, plan: Plan, number: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Two more than few processes: the counts of those that are shown as a line, and their goals."""
    _filled(plan, number)
    adopted(plan)
    with django_assert_num_queries(queries):
        signed_in.get(f"/plan/{plan.pk}/")


def test_a_goal_with_many_processes_shows_one_in_full(signed_in: Client, plan: Plan) -> None:
    _filled(plan, 13)
    last = plan.processes.order_by("position").last()
    page = signed_in.get(f"/plan/{plan.pk}/?process={last.pk}").content.decode()
    assert (page.count('class="method"'), page.count('class="card line"')) == (1, 12)


def test_a_row_is_found_by_its_address_alone(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    process.goals.update(position=1)
    GoalFactory(plan=process.plan, position=0)
    page = signed_in.get(f"/plan/{process.plan_id}/?rad=method-{method.pk}").content.decode()
    assert f'id="method-{method.pk}"' in page


def test_a_process_is_shown_with_its_other_goals(signed_in: Client, process: Process) -> None:
    ProcessGoalFactory(process=process, goal__number="1.2")
    assert "även 1.2" in _text(signed_in.get(f"/plan/{process.plan_id}/"))


def test_a_decided_plan_offers_no_way_to_change_it(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    before = signed_in.get(f"/plan/{process.plan_id}/").content.decode()
    adopted(process.plan)
    after = signed_in.get(f"/plan/{process.plan_id}/").content.decode()
    ways = ("/andra/", "/flytta/", "/ny/", "/ta-bort/")
    assert [way in before for way in ways] == [True] * 4
    assert [way in after for way in ways] == [False] * 4
    assert "Fastställd" in after


def test_a_row_is_added_where_it_stands(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    address = f"/plan/{process.plan_id}/ny/control/{method.pk}/?mal={process.goals.get().pk}"
    form = signed_in.get(address, headers=HTMX).content.decode()
    assert form.lstrip().startswith(f'<form class="editing" id="add-control-{method.pk}"')
    answer = signed_in.post(address, {"text": "Varje fredag"})
    control = method.controls.get()
    goal = process.goals.get()
    assert answer["Location"] == f"/plan/{process.plan_id}/{_at(process)}&rad=control-{control.pk}"
    assert _at(process) == f"?mal={goal.pk}&process={process.pk}"


def _at(process: Process) -> str:
    return f"?mal={process.goals.first().pk}&process={process.pk}"


def test_an_empty_row_is_refused_in_its_own_form(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    answer = signed_in.post(f"/plan/{process.plan_id}/ny/control/{method.pk}/", {"text": " "}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"], method.controls.count()) == (422, f"#add-control-{method.pk}", 0)


def test_a_row_is_not_added_under_another_plans(signed_in: Client, process: Process) -> None:
    foreign = WorkingMethodFactory(process__plan=PlanFactory(board=process.plan.board, year=2027))
    assert signed_in.post(f"/plan/{process.plan_id}/ny/control/{foreign.pk}/", {"text": "Ny"}).status_code == 404


def test_buttons_move_a_row(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    second = WorkingMethodFactory(process=process)
    signed_in.post(f"/flytta/arbetssatt/{second.pk}/", {"step": "-1"})
    assert list(process.working_methods.all()) == [second, method]


def test_a_row_is_moved_to_a_chosen_place(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    other = ProcessFactory(plan=process.plan)
    assert "Till en annan plats" in _text(signed_in.get(f"/flytta/arbetssatt/{method.pk}/"))
    signed_in.post(f"/flytta/arbetssatt/{method.pk}/", {"under": other.pk})
    assert list(other.working_methods.all()) == [method]


def test_removing_says_first_what_goes_along(signed_in: Client, process: Process, method: WorkingMethod) -> None:
    address = f"/ta-bort/process/{process.pk}/"
    assert "1 arbetssätt" in _text(signed_in.get(address))
    assert Process.objects.count() == 1
    answer = signed_in.post(address)
    assert (answer["Location"], Process.objects.count()) == (f"/plan/{process.plan_id}/", 0)


def test_the_goals_of_a_process_are_chosen(signed_in: Client, process: Process) -> None:
    goal = GoalFactory(plan=process.plan)
    signed_in.post(f"/galler-mal/process/{process.pk}/", {"goals": [goal.pk]})
    assert list(process.goals.all()) == [goal]


def test_a_refusal_is_said_on_the_page(signed_in: Client, process: Process) -> None:
    LimitFactory(event__working_method__process=process, placement=process.placements.get())
    answer = signed_in.post(f"/galler-mal/process/{process.pk}/", {"goals": []})
    assert (answer.status_code, "gäller bara mål 1.1" in _text(answer)) == (422, True)


def test_a_new_plan_begins_with_the_councils_goals(signed_in: Client, plan: Plan) -> None:
    CouncilGoalFactory(municipality=plan.board.municipality, year=2031, number="1.1")
    answer = signed_in.post(reverse("planning:new-plan", args=[plan.board_id]), {"year": "2031", "with_goals": "on"})
    new = Plan.objects.get(year=2031)
    assert (answer["Location"], [goal.number for goal in new.goals.all()]) == (f"/plan/{new.pk}/", ["1.1"])


def test_examples_are_fetched_under_a_goal_and_marked(signed_in: Client, process: Process) -> None:
    chosen, goal = AREAS[0].examples[0], process.goals.get()
    address = f"/plan/{process.plan_id}/hamta/bibliotek/"
    for _click in range(2):
        signed_in.post(address, {"chosen": [chosen.code], "goals": [goal.pk]})
    new = process.plan.processes.exclude(pk=process.pk).get()
    assert (new.name, list(new.goals.all())) == (chosen.name, [goal])
    assert _text(signed_in.get(address)).count("Står i planen") == 1


def test_processes_are_fetched_from_another_board_that_one_may_read(
    signed_in: Client, plan: Plan, controller: User
) -> None:
    neighbour = BoardFactory(municipality=plan.board.municipality)
    source = ProcessFactory(plan__board=neighbour, name="Inköp")
    address = f"/plan/{plan.pk}/hamta/plan/{source.plan_id}/"
    assert signed_in.get(address).status_code == 404
    RoleAssignmentFactory(user=controller, role=Role.AUDITOR, board=neighbour)
    assert "Inköp" in _text(signed_in.get(address))
    signed_in.post(address, {"chosen": [source.pk]})
    assert plan.processes.get().origin == source


def test_a_follow_up_is_planned_on_its_page(signed_in: Client, method: WorkingMethod) -> None:
    row = PlannedFollowUpFactory(working_method=method, text="Räkna")
    address = f"/planera/{row.pk}/"
    sent = {"version": 1, "text": "Räkna", "schedule": "periods", "answering": "all_units"}
    refused = signed_in.post(address, sent)
    assert (refused.status_code, "Välj minst en period." in _text(refused)) == (422, True)
    answer = signed_in.post(address, {**sent, "periods": ["T1"], "reviewer_role": "controller"})
    row.refresh_from_db()
    assert answer["Location"] == f"/plan/{row.in_plan.pk}/?rad=follow-up-{row.pk}"
    assert (row.periods, row.reviewer_role, row.answering) == (["T1"], "controller", "all_units")


def test_what_remains_is_said_on_top_and_on_a_page_of_its_own(signed_in: Client, process: Process) -> None:
    Plan.objects.filter(pk=process.plan_id).update(year=2099)
    top = _text(signed_in.get(f"/plan/{process.plan_id}/"))
    assert "En sak återstår innan planen kan föreslås: en process saknar arbetssätt ." in top
    assert "En process saknar arbetssätt" in _text(signed_in.get(f"/plan/{process.plan_id}/aterstar/"))


def test_an_empty_plan_teaches_how_to_begin(signed_in: Client, plan: Plan) -> None:
    assert "Börja med målen" in _text(signed_in.get(f"/plan/{plan.pk}/"))
