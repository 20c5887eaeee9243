"""The plan's life in a real browser: from proposal to protocol, every page with axe, in both lights and widths."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cast import person
from decided import decide
from e2e.conftest import Opener, axe_findings
from factories import (
    ActionFactory,
    FollowUpResultFactory,
    OngoingControlFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Plan, Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Vinterväghållningsentreprenadsupphandlingsunderlagsgranskning"


@pytest.fixture
def head(plan: Plan) -> User:
    """Helena proposes the plan, and writes in what the board decided."""
    return person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, plan.board)


@pytest.fixture
def written(process: Process) -> Plan:
    """A plan that can be proposed, with a word that is wider than a telephone."""
    method = WorkingMethodFactory(process=process, name=LONG)
    OngoingControlFactory(working_method=method)
    UndesiredEventFactory(
        working_method=method,
        likelihood=3,
        likelihood_reason="Hände i mars.",
        consequence=4,
        consequence_reason="Många berörs.",
        treatment="control",
    )
    PlannedFollowUpFactory(
        working_method=method,
        text="Räkna vuxna kl. 16",
        schedule="periods",
        periods=["VB"],
        performer_role=Role.UNIT_MANAGER,
        reviewer_role=Role.CONTROLLER,
    )
    return Plan.objects.get(pk=process.plan_id)


@pytest.fixture
def decided(written: Plan, head: User) -> Plan:
    """The plan as the board adopted it, with a deviation and an open and a closed action since."""
    decide(written, head)
    plan = Plan.objects.get(pk=written.pk)
    method = plan.processes.get().working_methods.get()
    follow_up = method.follow_ups.get()
    period = PeriodFactory(municipality=plan.board.municipality, year=2026, code="VB")
    FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor")
    ActionFactory(event=method.events.get(), text="Lista på vikarier", status="ongoing")
    ActionFactory(event=method.events.get(), text="Nytt schema", status="closed")
    return plan


def test_a_plan_is_proposed_and_the_decision_written_in(open_as: Opener, written: Plan, head: User) -> None:
    page = open_as(head, f"/plan/{written.pk}/foresla/")
    page.get_by_role("button", name="Föreslå för nämnden").press("Enter")
    expect(page.get_by_role("link", name="Skriv in nämndens beslut")).to_be_visible()
    page.goto(f"/plan/{written.pk}/faststall/")
    page.get_by_role("button", name="Skriv in beslutet").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert axe_findings(page) == []
    page.get_by_label("Sammanträdesdag").fill("2025-12-10")
    page.get_by_label("Paragraf").fill("§ 112")
    page.get_by_label("Diarienummer").fill("LIN 2025/118")
    page.get_by_role("button", name="Skriv in beslutet").press("Enter")
    expect(page.get_by_text("Samma som när det beslutades")).to_have_count(2)
    assert Plan.objects.get(pk=written.pk).state == "adopted"


def test_what_is_left_is_told_afterwards(open_as: Opener, decided: Plan, controller: User) -> None:
    page = open_as(controller, f"/plan/{decided.pk}/nasta-ar/")
    expect(page.get_by_text("Mindre avvikelse")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile(r"åtgärd Lista på vikarier$")).check()
    page.get_by_role("button", name="Skapa utkastet för 2027").press("Enter")
    left = page.locator("section", has=page.get_by_role("heading", name="Det här lämnades"))
    expect(left.get_by_role("listitem")).to_have_count(2)
    expect(left).to_contain_text("Lista på vikarier")


def _undecided(plan: Plan, _: User) -> list[str]:
    return [f"/plan/{plan.pk}/{page}/" for page in ("foresla", "beslut", "ta-tillbaka")]


def _decided(plan: Plan, controller: User) -> list[str]:
    first = [f"/plan/{plan.pk}/{page}/" for page in ("beslut", "revidera", "stang", "nasta-ar", "faststall")]
    rolled = roll_over(plan, set(), by=controller).target
    revision = begin_revision(plan, f"Ny lag. {LONG}", by=controller)
    same = [f"/plan/{plan.pk}/revidera/", f"/plan/{revision.pk}/skillnader/", f"/plan/{revision.pk}/dra-tillbaka/"]
    return [*first, f"/plan/{rolled.pk}/fran-forra-aret/", *same]


def _wider_than_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
@pytest.mark.parametrize(("state", "addresses"), [("written", _undecided), ("decided", _decided)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    request: pytest.FixtureRequest,
    open_as: Opener,
    head: User,
    controller: User,
    state: str,
    addresses: Callable[[Plan, User], list[str]],
    width: int,
    scheme: str,
) -> None:
    plan: Plan = request.getfixturevalue(state)
    RoleAssignmentFactory(user=head, role=Role.CONTROLLER, board=plan.board)
    page = open_as(head, "/", width=width, scheme=scheme)
    found = []
    for address in addresses(plan, controller):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        found += [f"{address} {one}" for one in axe_findings(page)]
        found += [f"{address} is too wide"] if _wider_than_the_window(page) else []
    assert found == []
