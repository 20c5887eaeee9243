"""The frame of every page in a real browser: one line where there is room, one menu where there is not."""

import pytest
from playwright.sync_api import expect

from cast import person
from e2e.conftest import Opener, axe_findings, open_menu
from factories import BoardFactory, PlanFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Socialnämnden för individ- och familjeomsorg, arbetsmarknad och vuxenutbildning"


@pytest.fixture
def long_named(board: Board) -> tuple[User, Plan]:
    """Somebody with a long name, and the plan of a board with a longer one."""
    other = BoardFactory(municipality=board.municipality, name=LONG)
    return person("Maximiliana Wallenstråle-Håkansson", Role.CONTROLLER, other), PlanFactory(board=other)


def test_the_ways_stand_in_one_line(open_as: Opener, long_named: tuple[User, Plan]) -> None:
    somebody, plan = long_named
    page = open_as(somebody, f"/plan/{plan.pk}/")
    header = page.locator("header.top").bounding_box()
    assert header is not None
    assert header["height"] < 75
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    expect(page.get_by_role("navigation", name="Huvudmeny").get_by_role("link")).to_have_count(
        page.locator(".main-ways a").count()
    )
    expect(page.get_by_role("link", name="Notiser")).to_be_visible()


def test_the_menu_closes_by_esc_and_gives_the_focus_back(open_as: Opener, controller: User) -> None:
    page = open_as(controller, "/")
    summary = page.locator(".pull-own > summary")
    summary.press("Enter")
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("main").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1440, "dark")])
def test_axe_finds_nothing_in_the_open_menu(
    open_as: Opener, long_named: tuple[User, Plan], width: int, scheme: str
) -> None:
    somebody, plan = long_named
    page = open_as(somebody, f"/plan/{plan.pk}/risker/", width=width, scheme=scheme)
    open_menu(page)
    expect(page.get_by_role("link", name="Mitt konto")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_on_a_telephone_the_menu_opens_without_a_script(open_as: Opener, controller: User, plan: Plan) -> None:
    page = open_as(controller, f"/plan/{plan.pk}/", width=360, java_script_enabled=False)
    expect(page.get_by_role("link", name="Översikt")).to_have_count(0)
    open_menu(page)
    page.get_by_role("link", name="Översikt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026: inga svar har begärts än")
