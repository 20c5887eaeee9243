"""Searching with the keyboard alone, and the page in every state under axe."""

import pytest
from playwright.sync_api import expect

from e2e.conftest import Opener, axe_findings
from factories import ProcessFactory
from rimlig.organisation.models import Board, User
from searchables import WORD, one_of_each

LONG = "Kommunstyrelsens internkontrollsamordningsnämnd för arbetsmarknads- och vuxenutbildningsfrågor"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_any_page_to_a_thing_by_keyboard(open_as: Opener, board: Board, controller: User) -> None:
    plan = one_of_each(board)
    ProcessFactory(plan=plan, name="Upphandling av mat")
    page = open_as(controller, f"/plan/{plan.pk}/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Sök i allt")).to_be_focused()
    page.keyboard.type("upphand/l")  # while one writes it is a sign like others
    expect(page.get_by_role("searchbox", name="Sök i allt")).to_have_value("upphand/l")
    page.get_by_role("searchbox", name="Sök i allt").fill("upphandla")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 träff")).to_be_visible()
    page.wait_for_load_state()  # the script is there
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Ord eller nummer")).to_be_focused()
    page.get_by_role("link", name="Upphandling av mat").press("Enter")
    expect(page.get_by_role("heading", name="Upphandling av mat")).to_be_visible()


def test_on_a_telephone_the_key_leads_to_the_page(open_as: Opener, board: Board, controller: User) -> None:
    page = open_as(controller, "/", width=360)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Ord eller nummer")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_the_page_is_whole_in_every_state(
    open_as: Opener, board: Board, controller: User, width: int, scheme: str
) -> None:
    plan = one_of_each(board)
    ProcessFactory(plan=plan, name=f"{LONG} {WORD}", reason=f"{LONG} {WORD} " * 30)
    page = open_as(controller, "/sok/", width=width, scheme=scheme)
    found = []
    for address in (
        "/sok/",
        "/sok/?q=-",
        "/sok/?q=xylofon",
        f"/sok/?q={WORD}",
        f"/sok/?q={WORD}&slag=unit&ar=2026&sida=2",
    ):
        page.goto(address)
        found += [f"{address} {one}" for one in axe_findings(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"{address} is too wide"] if wide else []
    assert found == []
