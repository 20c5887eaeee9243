"""The plan in a real browser: signing in, keyboard alone, two people at once, and what axe says of every page."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    PASSWORD,
    ActionFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    LimitFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process, UndesiredEvent
from rimlig.planning.rows.changing import change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    """A plan with something of everything, long words too, and the event that the tests change."""
    method = WorkingMethodFactory(process=process, name="Varje grupp leds av en legitimerad förskollärare")
    OngoingControlFactory(working_method=method, text="Bemanningslistan stäms av mot legitimationsregistret")
    event = UndesiredEventFactory(working_method=method, text="Kompetensen fördelas ojämnt", assessed=True)
    ActionFactory(event=event, text="Rekryteringsplan per enhet", analysis="Två tjänster är tillsatta.")
    LimitFactory(event=UndesiredEventFactory(working_method=method), placement=process.placements.get())
    for level in ("none", "minor", "major", "not_done", ""):
        follow_up = PlannedFollowUpFactory(working_method=method, text="Ramavtalsuppföljningsrutinsgenomgångsprotokoll")
        FollowUpResultFactory(follow_up=follow_up, deviation=level, measures="Vikarie från april.")
        FollowUpResultFactory(follow_up=follow_up, unit=OrgUnitFactory(board=process.plan.board), deviation="minor")
        ActionFactory(event=None, follow_up=follow_up, status="on_hold")
    for status in ("not_started", "ongoing", "closed", ""):
        ActionPlanFactory(plan=process.plan, status=status)
    SummaryAnalysisFactory(report=BoardReportFactory(plan=process.plan))
    return event


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_signing_in_leads_to_the_plan(open_as: Opener, event: UndesiredEvent, controller: User) -> None:
    page = open_as(None, f"/plan/{event.in_plan.pk}/uppfoljning/")
    page.get_by_label("E-postadress").fill(controller.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Internkontrollplan 2026")
    page.get_by_role("link", name="Att göra").click()
    page.get_by_role("link", name="Internkontrollplan 2026").click()
    page.get_by_role("link", name="Resultat och åtgärder").click()
    expect(page).to_have_title("Likvärdig förskola – Lindhaga stadsdelsnämnd 2026 – Rimlig")


def test_a_text_is_changed_by_keyboard_alone(open_as: Opener, event: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/")
    change_link = f"#event-{event.pk} a[hx-get]"
    _tab_to(page, change_link)
    page.keyboard.press("Enter")
    expect(page.locator(f"#event-{event.pk}-text")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Kompetensen saknas i två grupper")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#event-{event.pk}")).to_contain_text("Kompetensen saknas i två grupper")
    expect(page.locator(change_link)).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Sparat")
    page.keyboard.press("Enter")
    expect(page.locator(f"#event-{event.pk}-text")).to_be_focused()
    page.keyboard.type("Nej, inte så")
    page.keyboard.press("Escape")
    expect(page.locator(change_link)).to_be_focused()
    event.refresh_from_db()
    assert (event.text, event.version) == ("Kompetensen saknas i två grupper", 2)


def test_enter_saves_a_text_of_one_line(open_as: Opener, event: UndesiredEvent, controller: User) -> None:
    method = event.working_method
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/")
    _tab_to(page, f"#method-{method.pk} a[hx-get]")
    page.keyboard.press("Enter")
    expect(page.locator(f"#method-{method.pk}-name")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Grupperna leds tillsammans")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Grupperna leds tillsammans")).to_be_visible()
    method.refresh_from_db()
    assert method.name == "Grupperna leds tillsammans"


def test_an_emptied_text_is_refused_in_place(open_as: Opener, event: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/")
    page.locator(f"#event-{event.pk}").hover()
    page.locator(f"#event-{event.pk} a[hx-get]").click()
    page.locator(f"#event-{event.pk}-text").fill("")
    page.locator(f"#event-{event.pk} [data-save]").click()
    expect(page.locator(f"#event-{event.pk} [role=alert]")).to_be_focused()
    expect(page.locator(f"#event-{event.pk}-text_error")).to_contain_text("Skriv något här")
    assert axe_findings(page) == []


def test_two_people_in_the_same_text_see_each_other_and_lose_nothing(
    open_as: Opener, event: UndesiredEvent, controller: User
) -> None:
    colleague = person("Sara Lind", Role.CONTROLLER, event.in_plan.board)
    hers = open_as(colleague, f"/process/{event.working_method.process_id}/")
    mine = open_as(controller, f"/process/{event.working_method.process_id}/")
    for page in (hers, mine):
        page.locator(f"#event-{event.pk}").hover()
        page.locator(f"#event-{event.pk} a[hx-get]").click()
    hers.locator(f"#event-{event.pk}-text").fill("Hennes text")
    hers.locator(f"#event-{event.pk} [data-save]").click()
    expect(hers.locator(f"#event-{event.pk}")).to_contain_text("Hennes text")
    mine.locator(f"#event-{event.pk}-text").fill("Min text")
    mine.locator(f"#event-{event.pk} [data-save]").click()
    alert = mine.locator(f"#event-{event.pk} [role=alert]")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("Sara Lind sparade klockan")
    expect(alert).to_contain_text("Hennes text")
    expect(alert).to_contain_text("Min text")
    assert axe_findings(mine) == []
    event.refresh_from_db()
    assert event.text == "Hennes text"
    mine.get_by_role("button", name="Spara mitt över").click()
    expect(mine.locator(f"#event-{event.pk} .saved")).to_contain_text("Sparat")
    event.refresh_from_db()
    assert event.text == "Min text"


def test_without_javascript_a_text_is_changed_on_a_page_of_its_own(
    open_as: Opener, event: UndesiredEvent, controller: User
) -> None:
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/", java_script_enabled=False)
    page.locator(f"#event-{event.pk} a[hx-get]").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Oönskad händelse").fill("Skrivet utan skript")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(f"#event-{event.pk}")).to_contain_text("Skrivet utan skript")


def test_a_server_that_does_not_answer_is_said_on_the_page(
    open_as: Opener, event: UndesiredEvent, controller: User
) -> None:
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/")
    page.locator(f"#event-{event.pk}").hover()
    page.locator(f"#event-{event.pk} a[hx-get]").click()
    page.locator(f"#event-{event.pk}-text").fill("Det här får inte försvinna")
    page.context.set_offline(True)
    page.locator(f"#event-{event.pk} [data-save]").click()
    expect(page.locator("#problem")).to_contain_text("Sidan fick ingen kontakt med Rimlig. Inget sparades.")
    expect(page.locator(f"#event-{event.pk}-text")).to_have_value("Det här får inte försvinna")


def test_a_session_that_ended_takes_nothing_of_what_was_written(
    open_as: Opener, event: UndesiredEvent, controller: User
) -> None:
    page = open_as(controller, f"/plan/{event.in_plan.pk}/uppfoljning/")
    page.locator(f"#event-{event.pk}").hover()
    page.locator(f"#event-{event.pk} a[hx-get]").click()
    page.locator(f"#event-{event.pk}-text").fill("Det här får inte försvinna")
    Session.objects.all().delete()
    page.locator(f"#event-{event.pk} [data-save]").click()
    expect(page.locator("#problem")).to_contain_text("Du har loggats ut och inget sparades.")
    expect(page.locator(f"#event-{event.pk}-text")).to_have_value("Det här får inte försvinna")


def _addresses(event: UndesiredEvent) -> dict[str, str]:
    plan, process, follow_up = event.in_plan, event.working_method.process, event.working_method.follow_ups.first()
    return {
        "start": "/",
        "plan": f"/plan/{plan.pk}/",
        "follow-up of the plan": f"/plan/{plan.pk}/uppfoljning/",
        "what remains": f"/plan/{plan.pk}/aterstar/",
        "fetch": f"/plan/{plan.pk}/hamta/",
        "library": f"/plan/{plan.pk}/hamta/bibliotek/",
        "add a goal": f"/plan/{plan.pk}/ny/goal/0/",
        "plan follow-ups": f"/plan/{plan.pk}/planera-uppfoljningar/",
        "plan a follow-up": f"/planera/{follow_up.pk}/",
        "move": f"/flytta/handelse/{event.pk}/",
        "remove": f"/ta-bort/process/{process.pk}/",
        "goals of a process": f"/galler-mal/process/{process.pk}/",
        "new plan": f"/namnd/{plan.board_id}/ny-plan/",
        "action plans": f"/plan/{plan.pk}/handlingsplaner/",
        "process": f"/process/{process.pk}/",
        "conclude": f"/uppfoljning/{follow_up.pk}/slutsats/T2/",
        "change": f"/andra/handelse/{event.pk}/",
        "history": f"/historik/handelse/{event.pk}/",
        "accessibility": "/tillganglighet/",
        "not here": "/finns-inte/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_as: Opener, event: UndesiredEvent, controller: User, width: int, scheme: str
) -> None:
    change(event, {"text": "Kompetensen fördelas mycket ojämnt"}, version=1, by=controller)
    page = open_as(controller, "/", width=width, scheme=scheme)
    findings: dict[str, Any] = {}
    for name, address in _addresses(event).items():
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        findings[name] = [*axe_findings(page), *(["wider than the screen"] if wide else [])]
    assert findings == {name: [] for name in findings}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_on_empty_and_refusing_pages(
    open_as: Opener, plan: Any, controller: User, unit_manager: User, outsider: User, width: int, scheme: str
) -> None:
    pages = {
        "empty plan": (controller, f"/plan/{plan.pk}/"),
        "no action plans": (controller, f"/plan/{plan.pk}/handlingsplaner/"),
        "no role": (outsider, "/"),
        "may not": (unit_manager, f"/rapport/{plan.pk}/arbete/VB/borja/"),
        "sign in": (None, "/logga-in/"),
    }
    findings = {
        name: axe_findings(open_as(who, address, width=width, scheme=scheme)) for name, (who, address) in pages.items()
    }
    assert findings == {name: [] for name in pages}
