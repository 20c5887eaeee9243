"""The controller's board in a browser: by keyboard, on a telephone, and looked at by axe."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from e2e.conftest import Opener, axe_findings
from factories import FollowUpResultFactory, OrgUnitFactory, PeriodFactory, PlannedFollowUpFactory
from rimlig.followup.models import AnswerComment, FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def answers(process: Process) -> list[FollowUpResult]:
    """Three units have filed; one of them deviates, with a reason why no action is needed."""
    today, board = timezone.localdate(), process.plan.board
    period = PeriodFactory(
        municipality=board.municipality,
        code="T2",
        starts=today - timedelta(days=60),
        ends=today - timedelta(days=20),
        opens=today - timedelta(days=30),
        due=today + timedelta(days=5),
        closes=today + timedelta(days=30),
    )
    follow_up = PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare i varje grupp")
    return [
        FollowUpResultFactory(
            follow_up=follow_up,
            period=period,
            unit=OrgUnitFactory(board=board, name=name),
            filed=True,
            deviation=level,
            result="Alla grupper har en legitimerad förskollärare.",
        )
        for name, level in (("Ekhult", "none"), ("Granen", "minor"), ("Sjövik", "none"))
    ]


def test_answers_are_reviewed_beside_the_board_by_keyboard(
    open_as: Opener, answers: list[FollowUpResult], controller: User
) -> None:
    page = open_as(controller, "/", width=1440)
    # From what awaits one, straight to the first answer, beside the board.
    page.get_by_role("link", name="Granska").click()
    panel = page.locator("#panel")
    expect(panel.locator("article")).to_have_attribute("data-answer", str(answers[0].pk))
    page.keyboard.press("ArrowRight")
    expect(panel.locator("article")).to_have_attribute("data-answer", str(answers[1].pk))
    page.keyboard.press("ArrowLeft")
    expect(panel.locator("article")).to_have_attribute("data-answer", str(answers[0].pk))
    page.keyboard.press("a")
    expect(panel.locator("article")).to_have_attribute("data-answer", str(answers[1].pk))
    expect(page.locator("#announce")).to_have_text("Godkänt.")
    expect(page.locator(f"#answer-{answers[0].pk} .word")).to_have_text("ingen avvikelse")
    assert page.url.endswith(f"/plan/{answers[0].in_plan.pk}/svar/")
    expect(page.locator("#board-head")).to_contain_text("2 svar väntar på dig.")
    expect(page.get_by_role("link", name="Att granska 2")).to_be_visible()
    page.keyboard.press("b")
    expect(panel.get_by_label("Vad undrar du, eller vill ha ändrat?")).to_be_focused()
    # While one writes the letters are letters.
    page.keyboard.type("ab?")
    panel.locator("[data-send-back] form button").click()
    expect(panel.locator("article")).to_have_attribute("data-answer", str(answers[2].pk))
    expect(page.locator(f"#answer-{answers[1].pk} .word")).to_have_text("skickat tillbaka")
    assert [row.state for row in FollowUpResult.objects.order_by("pk")] == ["approved", "returned", "filed"]
    assert AnswerComment.objects.get().text == "ab?"


def test_marked_words_are_asked_about(open_as: Opener, answers: list[FollowUpResult], controller: User) -> None:
    page = open_as(controller, f"/svar/{answers[0].pk}/granska/", width=1440)
    page.locator("[data-quotable=result] p").click(click_count=3)
    page.get_by_role("button", name="Fråga om det markerade").click()
    page.keyboard.type("Vilka grupper?")
    page.locator("[data-send-back] form button").click()
    expect(page.locator(".callout.success")).to_have_text("Skickat tillbaka till dem som svarar.")
    said = AnswerComment.objects.get()
    assert (said.field, said.quote) == ("result", "Alla grupper har en legitimerad förskollärare.")


def test_without_javascript_everything_is_done_on_pages(
    open_as: Opener, answers: list[FollowUpResult], controller: User
) -> None:
    page = open_as(controller, f"/plan/{answers[0].in_plan.pk}/svar/", width=1440, java_script_enabled=False)
    page.locator(f"#answer-{answers[0].pk}").click()
    page.get_by_role("button", name="Godkänn", exact=True).click()
    expect(page.locator(".callout.success")).to_have_text("Godkänt.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Andel förskollärare i varje grupp")
    assert FollowUpResult.objects.get(pk=answers[0].pk).state == "approved"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    open_as: Opener, answers: list[FollowUpResult], controller: User, width: int, scheme: str
) -> None:
    answer = answers[0]
    plan = answer.in_plan.pk
    page = open_as(controller, "/", width=width, scheme=scheme)
    findings: dict[str, Any] = {}
    for address in (
        f"/plan/{plan}/svar/",
        f"/plan/{plan}/svar/?visa=avvikelser",
        f"/plan/{plan}/svar/?visa=saknas",
        f"/plan/{plan}/svar/godkann/?period=T2",
        f"/plan/{plan}/svar/paminn/?period=T2",
        f"/svar/{answer.pk}/",
        f"/svar/{answer.pk}/granska/",
        f"/svar/{answer.pk}/kommentera/",
        f"/uppfoljning/{answer.follow_up_id}/slutsats/T2/",
    ):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        findings[address] = [*axe_findings(page), *(["wider than the screen"] if wide else [])]
    assert findings == {address: [] for address in findings}
