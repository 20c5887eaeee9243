"""The pages that are read: what stands where, and that their cost does not grow with what stands there."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    ActionFactory,
    ActionLimitFactory,
    ActionPlanFactory,
    BoardFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Plan, Process

QUERIES = {
    "/": 10,
    "/plan/{plan}/uppfoljning/": 20,
    "/plan/{plan}/handlingsplaner/": 5,
    "/process/{process}/": 26,
}
"""Session and person included: what each page asks the database, however much stands there."""


def _fill(plan: Plan, number: int) -> Process:
    """Let `number` of everything stand in the plan, and return its first process."""
    goals = [GoalFactory(plan=plan) for _ in range(number)]
    processes = [_full_process(plan, goals, number) for _ in range(number)]
    for _ in range(number):
        ActionPlanFactory(plan=plan)
    for code in ("T1", "T2", "VB")[:number]:
        period = PeriodFactory(municipality=plan.board.municipality, year=plan.year, code=code)
        report = BoardReportFactory(plan=plan, period=period)
        for _ in range(number):
            SummaryAnalysisFactory(report=report)
    return processes[0]


def _full_process(plan: Plan, goals: list, number: int) -> Process:
    process = ProcessFactory(plan=plan)
    placements = [ProcessGoalFactory(process=process, goal=goal) for goal in goals]
    unit = OrgUnitFactory(board=plan.board)
    for _ in range(number):
        method = WorkingMethodFactory(process=process)
        OngoingControlFactory(working_method=method)
        event = UndesiredEventFactory(working_method=method, assessed=True)
        LimitFactory(event=event, placement=placements[0])
        ActionLimitFactory(action=ActionFactory(event=event), placement=placements[0])
        follow_up = PlannedFollowUpFactory(working_method=method)
        FollowUpResultFactory(follow_up=follow_up)
        FollowUpResultFactory(follow_up=follow_up, unit=unit, deviation="minor")
        ActionFactory(event=None, follow_up=follow_up)
    return process


def _text(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_a_page_asks_as_much_however_much_stands_there(
    client: Client,
    plan: Plan,
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    number: int,
) -> None:
    process = _fill(plan, number)
    for _ in range(number - 1):
        _fill(PlanFactory(board=plan.board, year=plan.year + 1 + Plan.objects.count()), 1)
        person_board = BoardFactory(municipality=plan.board.municipality)
        PlanFactory(board=person_board)
    client.force_login(controller)
    with django_assert_num_queries(QUERIES[address]):
        answer = client.get(address.format(plan=plan.pk, process=process.pk))
    assert answer.status_code == 200


def test_a_process_stands_in_full_under_its_first_goal_and_as_a_line_under_the_other(
    client: Client, process: Process, controller: User
) -> None:
    other = GoalFactory(plan=process.plan, number="1.2", title="Stöd i rätt tid")
    ProcessGoalFactory(process=process, goal=other)
    WorkingMethodFactory(process=process, name="Varje grupp leds av en förskollärare")
    client.force_login(controller)
    page = client.get(f"/plan/{process.plan_id}/uppfoljning/").content.decode()
    assert page.count("Varje grupp leds av en förskollärare</h4>") == 1
    assert (
        page.index("1.1 Barn får en trygg start</h2>")
        < page.index("förskollärare</h4>")
        < page.index("1.2 Stöd i rätt tid</h2>")
    )
    assert f'<a class="tag" href="#goal-section-{other.pk}">även 1.2</a>' in page
    assert f'<a href="#process-card-{process.pk}">Likvärdig förskola</a>' in page
    assert "står i sin helhet under 1.1" in page


def test_a_row_that_concerns_one_goal_says_which(client: Client, process: Process, controller: User) -> None:
    placement = ProcessGoalFactory(process=process, goal=GoalFactory(plan=process.plan, number="3.5"))
    event = UndesiredEventFactory(working_method__process=process, text="Vite")
    LimitFactory(event=event, placement=placement)
    client.force_login(controller)
    for address in (f"/plan/{process.plan_id}/uppfoljning/", f"/process/{process.pk}/"):
        page = client.get(address).content.decode()
        assert page.index("gäller bara 3.5") < page.index("<p>Vite</p>")


def test_the_plan_shows_the_boards_latest_result_and_not_a_units(
    client: Client, process: Process, controller: User
) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    municipality = process.plan.board.municipality
    spring = PeriodFactory(municipality=municipality, code="T1")
    FollowUpResultFactory(follow_up=follow_up, period=spring, deviation="major")
    FollowUpResultFactory(follow_up=follow_up, deviation="minor")
    FollowUpResultFactory(follow_up=follow_up, unit=OrgUnitFactory(board=process.plan.board), deviation="not_done")
    client.force_login(controller)
    text = _text(client.get(f"/plan/{process.plan_id}/uppfoljning/").content)
    assert (text.count("Mindre avvikelse"), text.count("Större avvikelse"), text.count("Ej genomförd")) == (1, 0, 0)
    assert "De senaste resultaten visar 1 mindre och 0 större avvikelser." in text


def test_a_process_shows_each_periods_result_and_how_many_units_deviate(
    client: Client, process: Process, controller: User
) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    FollowUpResultFactory(follow_up=follow_up, deviation="minor", result="Nämndens slutsats")
    for level in ("none", "minor", "major"):
        unit = OrgUnitFactory(board=process.plan.board)
        FollowUpResultFactory(follow_up=follow_up, unit=unit, deviation=level)
    client.force_login(controller)
    text = _text(client.get(f"/process/{process.pk}/").content)
    assert (
        text.index("Nämndens slutsats") < text.index("2 av 3 inlämnade svar avviker") < text.index("Större avvikelse")
    )
    assert "Skriv nämndens resultat för Tertial 1 : Uppföljning" in text


def test_action_plans_say_at_how_many_units(client: Client, plan: Plan, controller: User) -> None:
    ActionPlanFactory(plan=plan, heading="Ramavtalen är inte kända", units_at_risk=2, units_total=8)
    ActionPlanFactory(plan=plan, heading="Rutinen saknas", units_at_risk=None, units_total=4)
    client.force_login(controller)
    text = _text(client.get(f"/plan/{plan.pk}/handlingsplaner/").content)
    assert text.index("Ramavtalen är inte kända") < text.index("2 av 8 enheter") < text.index("– av 4 enheter")


@pytest.mark.parametrize(
    ("address", "teaches"),
    [
        ("/plan/{plan}/uppfoljning/", "Planen har inga mål och inga processer än"),
        ("/plan/{plan}/handlingsplaner/", "Inga handlingsplaner"),
    ],
)
def test_an_empty_page_says_what_will_come(
    client: Client, plan: Plan, controller: User, address: str, teaches: str
) -> None:
    client.force_login(controller)
    assert teaches in _text(client.get(address.format(plan=plan.pk)).content)


def test_the_start_page_counts_what_the_plan_holds(client: Client, process: Process, controller: User) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    FollowUpResultFactory(follow_up=follow_up, deviation="minor")
    ActionFactory(event=None, follow_up=follow_up, status="ongoing")
    ActionFactory(event=None, follow_up=follow_up, status="closed")
    ActionPlanFactory(plan=process.plan, status="not_started")
    client.force_login(controller)
    text = _text(client.get("/").content)
    assert "1 avvikelse och 2 öppna åtgärder. " in text
    assert "Internkontrollplan 2026 1 process · 1 uppföljning Utkast 1 avvikelse 2 öppna åtgärder" in text


def test_the_start_page_does_not_count_a_carried_over_drafts_actions_again(
    client: Client, process: Process, controller: User
) -> None:
    ActionFactory(event=None, follow_up=PlannedFollowUpFactory(working_method__process=process), status="ongoing")
    ahead = PlanFactory(board=process.plan.board, year=2027, rolled_from=process.plan)
    copied = PlannedFollowUpFactory(working_method__process__plan=ahead)
    ActionFactory(event=None, follow_up=copied, status="ongoing")
    client.force_login(controller)
    text = _text(client.get("/").content)
    assert "1 öppen åtgärd och inga avvikelser." in text
    assert "Internkontrollplan 2027 1 process · 1 uppföljning Utkast Internkontrollplan 2026" in text


def test_the_boards_result_is_chosen_among_symbols_and_words(
    client: Client, process: Process, controller: User
) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    client.force_login(controller)
    page = client.get(f"/uppfoljning/{follow_up.pk}/slutsats/T1/").content.decode()
    assert (page.count('<span><span class="state minor">'), page.count("&lt;span")) == (1, 0)


def test_the_start_page_tells_who_has_no_role_whom_to_ask(client: Client, outsider: User, plan: Plan) -> None:
    client.force_login(outsider)
    text = _text(client.get("/").content)
    assert "Välkommen, Olle Strand. Du har ingen roll än." in text
    assert "Be internkontrollsamordnaren på din förvaltning" in text
    assert plan.board.name not in text


@pytest.mark.parametrize(("role", "offered"), [(Role.CONTROLLER, True), (Role.AUDITOR, False)])
def test_the_start_page_offers_last_years_report_to_who_may_take_it_in(
    client: Client, plan: Plan, role: Role, *, offered: bool
) -> None:
    Plan.objects.all().delete()
    client.force_login(person("Kim Åberg", role, plan.board))
    answer = client.get("/")
    assert "Börja med förra årets rapport." in _text(answer.content)
    assert ("/importera/" in answer.content.decode()) is offered


def test_a_page_in_english_has_english_words(client: Client, process: Process, controller: User) -> None:
    client.force_login(controller)
    client.post("/sprak/", {"language": "en", "next": "/"})
    answer = client.get(f"/plan/{process.plan_id}/uppfoljning/")
    assert answer["Content-Language"] == "en"
    assert "Internal-control plan 2026" in _text(answer.content)


@pytest.mark.parametrize("address", ["/historik/handelse/1/?sida=0", "/andra/nonsens/1/", "/finns-inte/"])
def test_addresses_that_lead_nowhere_say_so_in_our_words(client: Client, controller: User, address: str) -> None:
    client.force_login(controller)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Sidan finns inte här" in _text(answer.content)
