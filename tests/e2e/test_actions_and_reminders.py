"""The pages around the answers: actions, reminders, the year, periods. Looked at by axe, on a telephone and on paper."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    ActionFactory,
    ActionPlanFactory,
    AnswerCommentFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    MailFactory,
    NoticeFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    ReviewFactory,
    RoleAssignmentFactory,
)
from rimlig.followup.models import Action, FollowUpResult
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Ramavtalsuppföljningsrutinsgenomgångsprotokollet kompletteras med verksamhetsberättelsens uppgifter"


@pytest.fixture
def central(board: Board, monkeypatch: pytest.MonkeyPatch) -> User:
    """Who may see all of these pages: the board's controller, and the municipality's central one and administrator too."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 9))
    user = person("Kim Åberg", Role.CONTROLLER, board)
    for role in (Role.CENTRAL_CONTROLLER, Role.ADMINISTRATOR):
        RoleAssignmentFactory(user=user, role=role, board=None, municipality=board.municipality)
    return user


@pytest.fixture
def answers(process: Process, central: User) -> dict[str, FollowUpResult]:
    """One answer in each state, in a period that takes answers."""
    board = process.plan.board
    period = PeriodFactory(municipality=board.municipality, code="T2")
    follow_up = PlannedFollowUpFactory(working_method__process=process, text=LONG)
    same = {"follow_up": follow_up, "period": period, "due": period.due}
    unit = lambda name: OrgUnitFactory(board=board, name=name)  # noqa: E731  # said four times below
    rows = {
        "open": FollowUpResultFactory(**same, unit=unit("Ekhult"), to_answer=True),
        "filed": FollowUpResultFactory(**same, unit=unit("Granen"), filed=True, deviation="minor", filed_by=central),
        "approved": FollowUpResultFactory(**same, unit=unit("Sjövik"), deviation="major", result=f"{LONG}. " * 12),
        "returned": FollowUpResultFactory(**same, unit=unit("Lyktan"), filed=True),
    }
    review = ReviewFactory(result=rows["returned"], verdict="returned")
    AnswerCommentFactory(result=rows["returned"], review=review, text="Vilka grupper?")
    FollowUpResult.objects.filter(pk=rows["returned"].pk).update(state="returned", step=0)
    EvidenceFactory(result=rows["open"], name=LONG)
    return rows


@pytest.fixture
def action(answers: dict[str, FollowUpResult], central: User) -> Action:
    """A late action with a long text; beside it one that waits for something, and an action plan."""
    follow_up = answers["open"].follow_up
    own = {"event": None, "follow_up": follow_up, "responsible": central}
    row: Action = ActionFactory(**own, text=LONG, due=date(2026, 9, 1))
    ActionFactory(**own, text="Rekrytera", status="on_hold", hold_reason="Budgeten beslutas i oktober.")
    return row


def _addresses(answers: dict[str, FollowUpResult], action: Action, board: Board) -> list[str]:
    plan = ActionPlanFactory(plan=answers["open"].in_plan, heading=LONG)
    place = f"/kommun/{board.municipality_id}"
    return [
        *("/notiser/", "/konto/paminnelser/", "/arshjul/", "/arshjul/?ar=2020", f"{place}/utskick/"),
        *("/atgarder/", "/atgarder/?q=finnsinte", "/atgarder/tavla/", "/atgarder/tidslinje/"),
        *(f"/atgard/{action.pk}/{step}" for step in ("", "status/?till=on_hold", "anteckning/", "andra/")),
        *(f"/handlingsplan/{plan.pk}/{step}" for step in ("", "status/?till=closed", "andra/")),
        *(f"/plan/{plan.plan_id}/{step}/" for step in ("handlingsplaner", "handlingsplaner/ny", "svar")),
        *(f"/svar/{answer.pk}/" for answer in answers.values()),
        f"/svar/{answers['open'].pk}/underlag/",
        *(f"{place}/{page}/" for page in ("perioder/2026", "perioder/2026/T1", "uppfoljningsregler")),
    ]


def _wider(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px wider than the screen"] if over else []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_axe_finds_nothing_on_any_of_the_pages(
    width: int,
    scheme: str,
    open_as: Opener,
    central: User,
    answers: dict[str, FollowUpResult],
    action: Action,
    board: Board,
) -> None:
    NoticeFactory(person=central, text=LONG)
    MailFactory(person=central, error="451 4.7.1 Greylisting", attempts=2)
    page = open_as(central, "/", width=width, scheme=scheme)
    found: dict[str, Any] = {}
    for address in ("/", *_addresses(answers, action, board)):
        response = page.goto(address)
        assert response is not None
        findings = [*axe_findings(page), *_wider(page)]
        if width < 1000:
            page.set_viewport_size({"width": 320, "height": 740})
            findings += _wider(page)
            page.set_viewport_size({"width": width, "height": 740})
        found[address] = findings if response.status == 200 else [f"status {response.status}", *findings]
    assert {address: findings for address, findings in found.items() if findings} == {}


def test_a_card_is_moved_by_mouse_and_by_keyboard(open_as: Opener, central: User, action: Action) -> None:
    Action.objects.filter(pk=action.pk).update(status="not_started")
    page = open_as(central, "/atgarder/tavla/")
    card, ongoing = page.locator(f"#card-{action.pk}"), page.locator("[data-column=ongoing]")
    card.drag_to(ongoing)
    expect(ongoing.locator(f"#card-{action.pk}")).to_be_visible()
    # To wait needs a reason, so it is asked for.
    card.drag_to(page.locator("[data-column=on_hold]"))
    page.locator("textarea[name=said]").fill("Budgeten.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    waiting = page.locator("[data-column=on_hold]")
    expect(waiting.locator(f"#card-{action.pk}")).to_be_visible()
    # The same by keyboard: the card's own button.
    card.get_by_role("button", name="Pågående").focus()
    page.keyboard.press("Enter")
    expect(ongoing.locator(f"#card-{action.pk}")).to_be_visible()
    action.refresh_from_db()
    assert action.status == "ongoing"
