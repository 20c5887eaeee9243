"""The look of documents, Word templates and open data in a real browser: seen before it is saved, whole in both modes."""

import pytest
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    AppearanceFactory,
    BoardFactory,
    MunicipalityFactory,
    OpenDataFactory,
    RoleAssignmentFactory,
    WordTemplateFactory,
    adopted,
)
from factories.planning import PlanFactory
from rimlig.organisation.models import Board, Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Kommunstyrelsens internkontrollsamordningsnämnd för arbetsmarknads- och vuxenutbildningsfrågor"


@pytest.fixture
def long_board() -> Board:
    """A board with a name as long as they come, in a municipality with a look and open data."""
    municipality = MunicipalityFactory(code="lindhaga", name="Upplands Väsby och Österåkers kommun")
    AppearanceFactory(municipality=municipality, with_logo=True, header=LONG, footer=LONG)
    OpenDataFactory(municipality=municipality)
    board: Board = BoardFactory(municipality=municipality, name=LONG)
    adopted(PlanFactory(board=board, year=2026))
    return board


def _administrator(board: Board) -> User:
    user = person("Kim Åberg")
    RoleAssignmentFactory(user=user, role=Role.ADMINISTRATOR, municipality=board.municipality, board=None)
    return user


def _findings(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        answer = page.goto(address)
        found += [] if answer and answer.status == 200 else [f"{address} does not answer"]
        found += [f"{address} {one}" for one in axe_findings(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"{address} is too wide"] if wide else []
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_the_pages_are_whole(open_as: Opener, long_board: Board, width: int, scheme: str) -> None:
    template = WordTemplateFactory(municipality=long_board.municipality, name=f"{LONG}.docx")
    town = f"/kommun/{long_board.municipality_id}"
    addresses = [
        f"{town}/utseende/",
        f"{town}/wordmallar/",
        f"{town}/wordmallar/falt/",
        f"/wordmall/{template.pk}/",
        f"{town}/oppna-data/",
        "/oppna-data/lindhaga/",
    ]
    assert _findings(open_as(_administrator(long_board), "/", width=width, scheme=scheme), addresses) == []


def test_the_look_is_seen_while_it_is_chosen_and_a_pale_colour_is_refused(open_as: Opener, long_board: Board) -> None:
    page = open_as(_administrator(long_board), f"/kommun/{long_board.municipality_id}/utseende/")
    colour = page.get_by_label("Färg")
    colour.fill("#123456")
    colour.blur()
    expect(page.locator("#preview")).to_contain_text("Ingenting är sparat än.")
    expect(page.locator("#preview")).to_contain_text("#123456")
    colour.fill("#ffcc00")
    colour.blur()
    expect(page.locator("#preview")).to_contain_text("kontrasten 1.5 : 1")
    colour.fill("#123456")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Utseendet är sparat.")).to_be_visible()
