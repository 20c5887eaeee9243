"""The overview in a real browser: from a number to its list, on a telephone, on paper, and what axe says of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from overview_world import TODAY, World, make_world
from rimlig.organisation.models import Board, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(board: Board, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    return make_world(board)


def _overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_number_leads_to_its_list(open_as: Opener, world: World, board_member: User) -> None:
    page = open_as(board_member, f"/namnd/{world.board.pk}/oversikt/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tertial 2: 4 av 7 svar är inne")
    page.get_by_role("link", name=re.compile("1 Försenade ?, Förskolan Ekhult")).click()
    expect(page.locator(".matrix td.hit")).to_have_count(1)
    page.go_back()
    page.get_by_label("Del av förvaltningen").select_option("Avdelning norr")
    page.get_by_role("button", name="Visa").click()
    expect(page).to_have_url(re.compile(rf"enhet={world.department.pk}"))
    expect(page.locator(".bars").first.get_by_role("row")).to_have_count(3)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing_and_nothing_stands_outside(
    open_as: Opener, world: World, auditor: User, width: int, scheme: str
) -> None:
    addresses = (
        f"/namnd/{world.board.pk}/oversikt/",
        f"/kommun/{world.board.municipality_id}/oversikt/",
        f"/plan/{world.plan.pk}/oversikt/luckor/",
    )
    page = open_as(auditor, addresses[0], width=width, scheme=scheme)
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = (axe_findings(page), _overflow(page))
    assert found == dict.fromkeys(addresses, ([], 0))


def test_on_paper_the_tables_stand_without_the_frame(open_as: Opener, world: World, auditor: User) -> None:
    page = open_as(auditor, f"/namnd/{world.board.pk}/oversikt/", width=794)
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator(".choose")).to_be_hidden()
    expect(page.locator(".bars").first).to_be_visible()
    assert _overflow(page) == 0
