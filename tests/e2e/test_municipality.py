"""What the municipality decides for all boards, in a real browser: every page by axe, and goals moved by keyboard."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    BoardFactory,
    CommonRiskFactory,
    CouncilGoalFactory,
    GoalFactory,
    OrientationGoalFactory,
    PlanFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import CommonRisk, CouncilGoal, Plan, RiskCategory
from rimlig.planning.municipality.common_answers import refuse, take_up
from rimlig.planning.municipality.council_goals import copy_goals
from rimlig.planning.standards import make_standard_scale

pytestmark = pytest.mark.browser


@pytest.fixture
def central(board: Board) -> User:
    """Siv is central controller."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    return user


@pytest.fixture
def draft(board: Board) -> Plan:
    """A municipality with goals of two years, scales in use, and common risks with all sorts of answers."""
    municipality = board.municipality
    scale = make_standard_scale(municipality, by=None)
    plan: Plan = PlanFactory(board=board, year=2027, scale=scale)
    other = PlanFactory(board=BoardFactory(municipality=municipality, name="Socialnämnden"), year=2027, scale=scale)
    _goals(municipality)
    sent = timezone.now()
    category = RiskCategory.objects.get(municipality=municipality, name="Mutor")
    required = CommonRiskFactory(
        municipality=municipality,
        year=2027,
        text="En leverantör bjuder på resor inför en upphandling",
        reason="Revisorerna har sett det hos två nämnder.",
        control="Alla gåvor förs in i ett register",
        follow_up="Stickprov i gåvoregistret",
        category=category,
        required=True,
        sent_at=sent,
    )
    offered = CommonRiskFactory(
        municipality=municipality, year=2027, text="Avtal löper ut utan att någon märker det", sent_at=sent
    )
    CommonRiskFactory(
        municipality=municipality, year=2027, text="Ett system som få kan", sent_at=sent, withdrawn_at=sent
    )
    CommonRiskFactory(municipality=municipality, year=2027, text="Behörigheter finns kvar när någon slutar")
    CommonRiskFactory(municipality=municipality, year=2026, text="Lönefel upptäcks sent", sent_at=sent)
    method = WorkingMethodFactory(process__plan=other, process__name="Inköp", name="Direktupphandling")
    event = take_up(other, required, method, by=None)
    type(event).objects.filter(pk=event.pk).update(likelihood=3, consequence=4)
    refuse(other, offered, reason="Nämnden har inga egna avtal.", by=None)
    UndesiredEventFactory(working_method=WorkingMethodFactory(process__plan=plan))
    council = CouncilGoal.objects.get(municipality=municipality, year=2027, number="1.2")
    GoalFactory(plan=plan, council_goal=council, number="1.2", title="Elever når målen")
    return plan


def _goals(municipality: Municipality) -> None:
    above = OrientationGoalFactory(municipality=municipality, number="1", title="En kommun att växa upp i", position=0)
    for place, title in enumerate(("Barn får en trygg start", "Elever når målen", "Unga har en fritid")):
        CouncilGoalFactory(
            municipality=municipality, orientation=above, number=f"1.{place + 1}", title=title, position=place
        )
    copy_goals(municipality, 2027, by=None)
    this_year = CouncilGoal.objects.filter(municipality=municipality, year=2027)
    this_year.filter(number="1.2").update(title="Alla elever når målen")
    this_year.filter(number="1.3").delete()
    CouncilGoalFactory(municipality=municipality, year=2027, number="2.1", title="Ekonomin är i balans", position=9)


def pages(plan: Plan) -> dict[str, str]:
    """Give each page an address."""
    start = f"/kommun/{plan.board.municipality_id}"
    goal = CouncilGoal.objects.get(year=2027, number="1.1")
    risk = CommonRisk.objects.get(text__startswith="Avtal")
    unsent = CommonRisk.objects.get(text__startswith="Behörigheter")
    category = RiskCategory.objects.get(name="Mutor")
    return {
        "goals": f"{start}/mal/2027/",
        "no-goals": f"{start}/mal/2029/",
        "goals-to-copy": f"{start}/mal/2028/",
        "add-goal": f"{start}/mal/2027/nytt/",
        "change-goal": f"/kommun/mal/{goal.pk}/andra/",
        "remove-goal": f"/kommun/mal/{goal.pk}/ta-bort/",
        "copy-goals": f"{start}/mal/2028/kopiera/",
        "import-goals": f"{start}/mal/2028/las-in/",
        "scales": f"{start}/skalor/",
        "change-scales": f"{start}/skalor/andra/",
        "categories": f"{start}/riskkategorier/",
        "change-category": f"/kommun/riskkategori/{category.pk}/andra/",
        "common": f"{start}/gemensamma-risker/2027/",
        "no-common": f"{start}/gemensamma-risker/2029/",
        "change-common": f"/kommun/gemensam-risk/{unsent.pk}/andra/",
        "send-common": f"/kommun/gemensam-risk/{unsent.pk}/skicka/",
        "withdraw-common": f"/kommun/gemensam-risk/{risk.pk}/dra-tillbaka/",
        "asked": f"/plan/{plan.pk}/gemensamma-risker/",
        "take-up": f"/plan/{plan.pk}/gemensamma-risker/{risk.pk}/ta-upp/",
        "wording": f"/plan/{plan.pk}/fullmaktiges-lydelse/",
        "refuse": f"/plan/{plan.pk}/gemensamma-risker/{risk.pk}/avsta/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_has_anything_that_axe_finds(
    open_as: Opener, draft: Plan, central: User, width: int, scheme: str
) -> None:
    page = open_as(central, "/", width=width, scheme=scheme)
    for name, address in pages(draft).items():
        answer = page.goto(address)
        assert (name, answer and answer.status) == (name, 200)
        assert (name, axe_findings(page)) == (name, [])
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, width)


def test_a_goal_is_moved_by_keyboard_and_keeps_the_focus(open_as: Opener, draft: Plan, central: User) -> None:
    page = open_as(central, pages(draft)["goals"])
    first = CouncilGoal.objects.get(year=2027, number="1.1")
    page.locator(f"#councilgoal-{first.pk} a").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#announce")).to_have_text("Flyttat: 1.1 Barn får en trygg start")
    assert page.evaluate("document.activeElement.closest('[data-movable]').id") == f"councilgoal-{first.pk}"
    expect(page.locator("#goals section:first-child li b.num")).to_have_text(["1.2", "1.1"])
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#goals section:first-child li b.num")).to_have_text(["1.1", "1.2"])


def _lines(page: Any) -> list[str]:
    found: list[str] = page.locator("tbody tr td:nth-child(4)").all_inner_texts()
    return found


def test_pasted_goals_are_shown_put_right_and_stored(open_as: Opener, draft: Plan, central: User) -> None:
    page = open_as(central, pages(draft)["import-goals"])
    page.get_by_label("Eller klistra in målen").fill("1 Växa upp\n1.1 Barn får en trygg start\nutan nummer")
    page.get_by_role("button", name="Titta innan något lagras").click()
    expect(page.get_by_role("heading", name="1 rad måste rättas")).to_be_focused()
    assert [line.strip().partition("\n")[0] for line in _lines(page)] == [
        "Nytt inriktningsmål",
        "Nytt mål under 1",
        "Raden börjar inte med ett nummer, som 1 eller 1.1.",
    ]
    page.get_by_label("Eller klistra in målen").fill("1 Växa upp\n1.1 Barn får en trygg start")
    page.get_by_role("button", name="Titta igen").click()
    page.get_by_role("button", name="Lagra alla").click()
    expect(page.locator("main > .callout.success")).to_have_text("Lagrat: 1 mål och 1 inriktningsmål.")
    stored = CouncilGoal.objects.get(year=2028)
    assert (str(stored), str(stored.orientation), stored.origin and stored.origin.year) == (
        "1.1 Barn får en trygg start",
        "1 Växa upp",
        2027,
    )
