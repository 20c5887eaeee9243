"""What is put together by rule, in a real browser: phrases, the board's one page, all boards; and passing on what somebody left."""

from datetime import date

import pytest
from playwright.sync_api import expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import ActionFactory, RoleAssignmentFactory
from overview_world import TODAY, World, make_world
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import UndesiredEvent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(board: Board, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: TODAY)
    return make_world(board)


@pytest.fixture
def central(board: Board) -> User:
    return RoleAssignmentFactory(role="central_controller", municipality=board.municipality, board=None).user


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_axe_finds_nothing_and_nothing_stands_outside(
    open_as: Opener, world: World, central: User, width: int, scheme: str
) -> None:
    of_municipality = f"/kommun/{world.board.municipality_id}"
    left = person("Bo Ek", Role.UNIT_MANAGER, world.board)
    ActionFactory(
        event=UndesiredEvent.objects.filter(working_method__process__plan=world.plan)[0],
        text="Gå igenom rutinen för " + "specialkost och överkänslighet " * 6,
        responsible=left,
        due=date(2026, 12, 1),
    )
    addresses = (
        f"{of_municipality}/formuleringar/",
        f"{of_municipality}/formuleringar/levels/",
        f"{of_municipality}/oversikt/{world.plan.year}/T2/",
        f"/rapport/{world.plan.pk}/sammanfattning/T2/",
        f"/namnd/{world.board.pk}/atgarder-efter/{left.pk}/",
    )
    page = open_as(central, addresses[0], width=width, scheme=scheme)
    found = {}
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        outside = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[address] = (axe_findings(page), outside)
    assert found == dict.fromkeys(addresses, ([], 0))
