"""What a telephone shows first of long pages, and that all of it is one press away: without a script, and on paper."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from factories import (
    ActionFactory,
    FollowUpResultFactory,
    GoalFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    ProcessGoalFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.followup.models import Action, FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FEW = 8


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 9))


@pytest.fixture
def actions(process: Process) -> list[Action]:
    """Eleven that are going on, and one that waits."""
    event = UndesiredEventFactory(working_method__process=process)
    rows: list[Action] = [ActionFactory(event=event, text=f"Åtgärd {number:02}") for number in range(11)]
    return [*rows, ActionFactory(event=event, text="Avtalet", status="on_hold", hold_reason="Budgeten.")]


@pytest.fixture
def answers(process: Process) -> list[FollowUpResult]:
    """Under one goal an answer that awaits its review and three that are done; under another only what is done."""
    plan = process.plan
    period = PeriodFactory(municipality=plan.board.municipality, code="T2")
    units = [OrgUnitFactory(board=plan.board, name=name) for name in ("Ekhult", "Granen", "Lyktan", "Sjövik")]
    goals = [GoalFactory(plan=plan, number=number, title=f"Mål {number}") for number in ("8.1", "8.2")]
    rows = []
    for goal, text in zip(goals, ("Närvaron räknas", "Budgeten följs"), strict=True):
        served = ProcessGoalFactory(process__plan=plan, goal=goal).process
        follow_up = PlannedFollowUpFactory(working_method__process=served, text=text)
        rows += [FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit) for unit in units[:3]]
        last = {"filed": True, "deviation": "minor", "step": 2} if text == "Närvaron räknas" else {}
        rows.append(FollowUpResultFactory(follow_up=follow_up, period=period, unit=units[3], **last))
    return rows


def _cards(page: Page) -> int:
    return page.locator(".action-card:visible").count()


def test_the_board_of_cards_opens_one_column(open_as: Opener, actions: list[Action], controller: User) -> None:
    page = open_as(controller, "/atgarder/tavla/?visa=alla", width=360)
    assert _cards(page) == FEW
    page.locator("[data-column=ongoing] .rest > summary").click()
    expect(page.get_by_text("Visa färre")).to_be_visible()
    assert _cards(page) == len(actions) - 1
    page.locator("[data-column=on_hold] .opener > summary").focus()
    page.keyboard.press("Enter")
    assert _cards(page) == len(actions)
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_who_is_led_to_a_card_sees_it(open_as: Opener, actions: list[Action], controller: User) -> None:
    for action in (actions[10], actions[-1]):
        page = open_as(controller, f"/atgarder/tavla/?visa=alla#card-{action.pk}", width=360)
        expect(page.locator(f"#card-{action.pk}")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "media"), [(1440, "screen"), (360, "print")])
def test_nothing_is_folded_where_there_is_room_or_on_paper(
    width: int, media: str, open_as: Opener, actions: list[Action], answers: list[FollowUpResult], controller: User
) -> None:
    page = open_as(controller, "/atgarder/tavla/?visa=alla", width=width)
    page.emulate_media(media="print" if media == "print" else "screen")
    assert _cards(page) == len(actions)
    page.goto("/atgarder/?visa=alla")
    assert page.locator(".actions-table tbody tr:visible").count() == len(actions)
    page.goto(f"/plan/{answers[0].in_plan.pk}/svar/")
    assert page.locator(".matrix .cell:visible").count() == len(answers)
    assert page.locator(".opener:visible, .rest:visible").count() == 0


def test_without_a_script_the_rest_is_one_press_away(
    open_as: Opener, actions: list[Action], answers: list[FollowUpResult], controller: User
) -> None:
    page = open_as(controller, "/atgarder/?visa=alla", width=360, java_script_enabled=False)
    rows = page.locator(".actions-table tbody tr:visible")
    expect(rows).to_have_count(FEW)
    page.get_by_text("Visa 4 till").click()
    expect(rows).to_have_count(len(actions))


def test_the_board_of_answers_shows_what_awaits(
    open_as: Opener, answers: list[FollowUpResult], controller: User
) -> None:
    page = open_as(controller, f"/plan/{answers[0].in_plan.pk}/svar/", width=360)
    cells = page.locator(".matrix .cell:visible")
    expect(cells).to_have_count(1)
    expect(cells).to_contain_text("att granska: mindre avvikelse")
    page.get_by_text("3 enheter utan avvikelse").first.click()
    expect(cells).to_have_count(4)
    page.get_by_text("8.2 Mål 8.2 allt är inne").click()
    expect(page.get_by_role("link", name="Budgeten följs")).to_be_visible()
    assert axe_findings(page) == []


def test_a_risk_is_valued_part_by_part(open_as: Opener, actions: list[Action], controller: User) -> None:
    risk = actions[0].event
    page = open_as(controller, f"/risk/{risk.pk}/bedom/", width=360, java_script_enabled=False)
    expect(page.locator("[name=likelihood]").first).to_be_visible()
    expect(page.locator("[name=likelihood_after]").first).to_be_hidden()
    page.locator("summary", has_text="Efter kontroller").click()
    expect(page.locator("[name=likelihood_after]").first).to_be_visible()
    page.locator("summary", has_text="Hantering").click()
    # Who accepts is only asked of a risk that is accepted; what is wrong is never folded away.
    expect(page.get_by_label("Accepterad av")).to_be_hidden()
    page.locator("[name=treatment][value=accept]").check()
    expect(page.get_by_label("Accepterad av")).to_be_visible()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Accepterad av")).to_be_visible()


def test_a_report_shows_its_goals_folded_and_its_contents_lead_into_them(
    open_as: Opener, answers: list[FollowUpResult], controller: User
) -> None:
    first = answers[0]
    FollowUpResultFactory(follow_up=first.follow_up, period=first.period, unit=None, state="concluded")
    page = open_as(controller, f"/rapport/{first.in_plan.pk}/uppfoljning/T2/", width=360)
    tables = page.locator(".six:visible")
    assert tables.count() == 0
    page.get_by_role("link", name="8.2 Mål 8.2").first.click()
    expect(tables).to_have_count(1)
    expect(page.get_by_text("Budgeten följs", exact=True)).to_be_visible()
    assert axe_findings(page) == []
    page.emulate_media(media="print")
    assert tables.count() == 2


@pytest.mark.parametrize("scripted", [True, False])
def test_a_row_that_is_added_to_a_folded_method_is_seen(
    scripted: bool, open_as: Opener, process: Process, controller: User
) -> None:
    method = WorkingMethodFactory(process=process, name="Två räknar kassan.")
    OngoingControlFactory(working_method=method, text="Kassan räknas.")
    page = open_as(controller, f"/plan/{process.plan_id}/", width=360, java_script_enabled=scripted)
    expect(page.get_by_text("Kassan räknas.", exact=True)).to_be_hidden()
    page.locator("summary", has_text="1 löpande kontroll").click()
    expect(page.get_by_text("Kassan räknas.", exact=True)).to_be_visible()
    page.locator(".add", has_text="Löpande kontroll").click()
    page.get_by_role("textbox", name="Löpande kontroll").fill("Kvittot sparas.")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_text("Kvittot sparas.", exact=True)).to_be_visible()
