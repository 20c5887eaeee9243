"""The risk analysis in a real browser: the matrix and its list, a risk by keyboard, a workshop on a telephone, axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from factories import (
    AssessmentFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
    WorkshopFactory,
)
from rimlig.organisation.models import User
from rimlig.planning.models import Assessment, Plan, Process, UndesiredEvent, Workshop
from rimlig.planning.standards import make_standard_scale

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def risk(process: Process) -> UndesiredEvent:
    """A risk without values that has a past, among others that have values."""
    scale = make_standard_scale(process.plan.board.municipality, by=None)
    Plan.objects.filter(pk=process.plan_id).update(scale=scale)
    last_year = PlanFactory(board=process.plan.board, year=2025, scale=scale)
    before = UndesiredEventFactory(working_method__process__plan=last_year, assessed=True, likelihood_after=2)
    earlier = UndesiredEventFactory(working_method=before.working_method, likelihood=5, consequence=5)
    UndesiredEvent.objects.filter(pk=before.pk).update(origin=earlier)
    method = WorkingMethodFactory(
        process=Process.objects.get(pk=process.pk), name="Rutinbeskrivningsgenomgångsprotokoll"
    )
    OngoingControlFactory(working_method=method)
    PlannedFollowUpFactory(working_method=method)
    UndesiredEventFactory(
        working_method=method, text="Fel lön betalas ut", assessed=True, likelihood_after=2, consequence_after=4
    )
    UndesiredEventFactory(working_method=method, text="Uppgifter läcker", likelihood=5, consequence=5)
    return UndesiredEventFactory(working_method=method, text="Gåvor tas emot", origin=before)


@pytest.fixture
def workshop(risk: UndesiredEvent) -> Workshop:
    """An open workshop where three people have given values."""
    workshop = WorkshopFactory(plan=Plan.objects.get(pk=risk.in_plan.pk), name="Ledningsgruppen")
    for likelihood in (1, 3, 3):
        somebody = UserFactory()
        AssessmentFactory(
            workshop=workshop, event=risk, person=somebody, likelihood=likelihood, motivation="Hände i mars."
        )
    return workshop


def test_a_cell_shows_its_risks_and_the_focus_follows(open_as: Opener, risk: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/plan/{risk.in_plan.pk}/risker/")
    page.locator(".heat a[href='?ruta=3x4']").press("Enter")
    heading = page.locator("#aside-heading")
    expect(heading).to_be_focused()
    expect(heading).to_contain_text("3 × 4 = 12 en risk")
    expect(page.locator("#picture .list")).to_contain_text("Fel lön betalas ut")
    expect(page).to_have_url(re.compile(r"\?ruta=3x4$"))
    page.get_by_role("link", name="Förändring").click()
    expect(page.locator(".moves .arrow")).to_have_count(1)
    page.go_back()
    expect(page.locator(".heat .chosen")).to_have_count(1)


def test_the_list_narrows_while_one_types(open_as: Opener, risk: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/plan/{risk.in_plan.pk}/risker/")
    page.get_by_role("searchbox", name="Sök", exact=True).press_sequentially("läcker")
    expect(page.locator("#list-heading")).to_have_text("1 vald risk")
    expect(page.get_by_role("searchbox", name="Sök", exact=True)).to_be_focused()
    expect(page.locator("#announce")).to_have_text("1 risk")
    page.get_by_role("searchbox", name="Sök", exact=True).fill("")
    page.get_by_label("Utan värden").check()
    expect(page.locator("#risks .list a")).to_have_text(["Gåvor tas emot"])
    expect(page).to_have_url(re.compile(r"\?utan-varde=1$"))


def test_a_risk_is_valued_by_keyboard_alone(open_as: Opener, risk: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/risk/{risk.pk}/bedom/")
    for name, steps in (("likelihood", 2), ("consequence", 3)):
        page.locator(f"[name={name}]:not(:checked)").first.focus()
        page.keyboard.press("Space")
        for _step in range(steps):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("Hände i mars.")
    page.locator("[data-save]").press("Enter")
    expect(page.locator(".rv").first).to_contain_text("3 × 4 = 12")
    stored = UndesiredEvent.objects.get(pk=risk.pk)
    assert (stored.likelihood_reason, stored.consequence_reason) == ("Hände i mars.", "Hände i mars.")


def test_a_participant_gives_values_on_a_telephone(open_as: Opener, workshop: Workshop, unit_manager: User) -> None:
    page = open_as(unit_manager, f"/verkstad/{workshop.pk}/", width=360)
    page.get_by_role("link", name="Ge dina värden").click()
    page.get_by_text("3 Möjlig").click()
    page.get_by_text("4 Allvarlig").click()
    page.get_by_role("button", name="Spara, och vidare till nästa").click()
    expect(page.locator(".crumbs")).to_contain_text("Risk 2 av 3")
    assert Assessment.objects.filter(person=unit_manager).count() == 1


ADDRESSES = (
    "/plan/{plan}/risker/",
    "/plan/{plan}/risker/?ruta=3x4&troskel=1",
    "/plan/{plan}/risker/?vy=forandring",
    "/plan/{plan}/risker/ny/",
    "/risk/{risk}/",
    "/risk/{risk}/bedom/",
    "/plan/{plan}/verkstader/",
    "/plan/{plan}/verkstader/ny/",
    "/verkstad/{workshop}/",
    "/verkstad/{workshop}/stang/",
    "/verkstad/{workshop}/risk/{risk}/",
    "/verkstad/{workshop}/risk/{risk}/slutsats/",
)


def _wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    open_as: Opener, workshop: Workshop, risk: UndesiredEvent, controller: User, width: int, scheme: str
) -> None:
    page = open_as(controller, "/", width=width, scheme=scheme)
    found = []
    for address in ADDRESSES:
        page.goto(address.format(plan=workshop.plan_id, risk=risk.pk, workshop=workshop.pk))
        found += [f"{address} {one}" for one in axe_findings(page)]
        found += [f"{address} is too wide"] if _wider_than_the_window(page) else []
    assert found == []


def test_errors_are_told_first_and_axe_finds_nothing(open_as: Opener, risk: UndesiredEvent, controller: User) -> None:
    page = open_as(controller, f"/risk/{risk.pk}/bedom/")
    page.locator("[name=treatment][value=accept]").check()
    page.locator("[data-save]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert axe_findings(page) == []
