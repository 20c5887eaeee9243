"""A period from opened to concluded: eight preschools, of which two deviate, and four people who never meet."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener
from factories import (
    OrgUnitFactory,
    PlacementFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.models import Action, FollowUpResult
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.followup.reviewing.operations import approve
from rimlig.organisation.models import Board, OrgUnit, Role, User
from rimlig.planning.models import Plan, Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Björkdungen", "Ekhult", "Granen", "Kvarnbacken", "Lyktan", "Sjövik", "Tallbacken", "Äppelgården")
WHAT = "Andel förskollärare i varje grupp"
RESULT, MEASURES = "Vad visade uppföljningen?", "Vad har ni gjort åt det?"


def _in_role(name: str, role: Role, board: Board, unit: OrgUnit) -> User:
    user = person(name)
    RoleAssignmentFactory(user=user, role=role, board=board, unit=unit)
    return user


@pytest.fixture
def units(board: Board) -> dict[str, OrgUnit]:
    """The preschools, and the department that they stand under."""
    department = OrgUnitFactory(board=board, name="Avdelning förskola", kind="department")
    PlacementFactory(unit=department)
    found = {"Avdelning": department}
    for name in NAMES:
        found[name] = OrgUnitFactory(board=board, name=f"Förskolan {name}")
        PlacementFactory(unit=found[name], parent=department)
    return found


@pytest.fixture
def opened(process: Process, units: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch) -> Plan:
    """The plan is adopted, and the second tertial takes answers: each preschool has one to give, and no one else."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 9))
    method = WorkingMethodFactory(process=process)
    PlannedFollowUpFactory(working_method=method, text=WHAT, answering="all_units", schedule="periods", periods=["T2"])
    plan = adopted(process.plan)
    assert ask_for_answers(plan, by=None).asked_for == len(NAMES)
    return plan


def _answer_of(name: str) -> FollowUpResult:
    return FollowUpResult.objects.get(unit__name=f"Förskolan {name}")


def _all_is_well(name: str, units: dict[str, OrgUnit], siv: User, joel: User) -> None:
    """Let a preschool answer that nothing deviates, and both reviewers approve."""
    by = UserFactory()
    row = save_answer(_answer_of(name), {"deviation": "none", "result": "Alla grupper har en."}, version=1, by=by)
    row = file_answer(row, version=row.version, by=by)
    row = approve(row, version=row.version, by=siv)
    approve(row, version=row.version, by=joel)


def _write(page: Page, level: str, result: str, measures: str) -> None:
    page.get_by_role("radio", name=level).check()
    page.get_by_label(RESULT).fill(result)
    page.get_by_label(MEASURES).fill(measures)


def _file(page: Page, name: str) -> None:
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text(f"Inlämnat av {name}")).to_be_visible()


def test_two_of_eight_deviate_and_the_board_is_told(
    open_as: Opener, opened: Plan, units: dict[str, OrgUnit], controller: User
) -> None:
    board = opened.board
    siv = _in_role("Siv Norrby", Role.DEPARTMENT_MANAGER, board, units["Avdelning"])
    david = _in_role("David Sund", Role.UNIT_MANAGER, board, units["Granen"])
    gun = _in_role("Gun Wik", Role.UNIT_MANAGER, board, units["Sjövik"])
    for name in set(NAMES) - {"Granen", "Sjövik"}:
        _all_is_well(name, units, siv, controller)

    # David has a major deviation, and something to do about it.
    davids = open_as(david, "/")
    davids.get_by_role("link", name=f"Svara {WHAT}").click()
    _write(davids, "Större avvikelse", "Två av fyra grupper har saknat förskollärare.", "Två tjänster är utlysta.")
    davids.get_by_role("link", name="Lägg till åtgärd").click()
    davids.get_by_label("Vad ska göras").fill("Tillsätt två tjänster")
    davids.get_by_label("Ansvarig").select_option(label="David Sund")
    davids.get_by_label("Klar senast").fill("2026-10-30")
    davids.get_by_role("button", name="Lägg till", exact=True).click()
    expect(davids.get_by_role("link", name="Tillsätt två tjänster")).to_be_visible()
    _file(davids, "David Sund")
    assert Action.objects.get().result == _answer_of("Granen")

    # Gun's is minor; no action is needed, and she says why.
    guns = open_as(gun, f"/svar/{_answer_of('Sjövik').pk}/", width=360)
    _write(guns, "Mindre avvikelse", "En grupp saknade förskollärare i sex veckor.", "En börjar i oktober.")
    guns.get_by_label("Behövs ingen åtgärd? Berätta varför").fill("Tjänsten är redan tillsatt.")
    _file(guns, "Gun Wik")

    # Siv approves David's, and asks Gun for more.
    sivs = open_as(siv, f"/svar/{_answer_of('Granen').pk}/granska/")
    sivs.get_by_role("button", name="Godkänn", exact=True).click()
    expect(sivs.locator(".callout.success")).to_be_visible()
    sivs.goto(f"/svar/{_answer_of('Sjövik').pk}/granska/")
    sivs.locator("[data-send-back] summary").click()
    sivs.locator("[data-send-back] textarea[name=text]").fill("Vilken grupp gäller det?")
    sivs.locator("[data-send-back] form button").click()
    expect(sivs.locator(".callout.success")).to_have_text("Skickat tillbaka till dem som svarar.")

    # Gun reads the question where she left off, and answers it.
    guns.goto("/")
    guns.get_by_role("link", name=WHAT).first.click()
    expect(guns.get_by_text("Vilken grupp gäller det?").first).to_be_visible()
    guns.get_by_label(RESULT).fill("Gruppen Kotten saknade förskollärare i sex veckor.")
    _file(guns, "Gun Wik")
    sivs.goto(f"/svar/{_answer_of('Sjövik').pk}/granska/")
    sivs.get_by_role("button", name="Godkänn", exact=True).click()
    expect(sivs.locator(".callout.success")).to_be_visible()

    # Joel approves both, and concludes for the board.
    joels = open_as(controller, f"/plan/{opened.pk}/svar/?period=T2")
    for name in ("Granen", "Sjövik"):
        joels.goto(f"/svar/{_answer_of(name).pk}/granska/")
        joels.get_by_role("button", name="Godkänn", exact=True).click()
        expect(joels.locator(".callout.success")).to_be_visible()
    follow_up = _answer_of("Granen").follow_up_id
    joels.goto(f"/uppfoljning/{follow_up}/slutsats/T2/")
    expect(joels.get_by_role("heading", name="2 av 8 enheter avviker")).to_be_visible()
    joels.get_by_role("button", name="Spara").click()
    expect(joels.get_by_role("heading", name="2 av 8 enheter avviker")).to_have_count(0)
    concluded = FollowUpResult.objects.get(unit=None)
    assert (concluded.state, concluded.deviation, len(concluded.basis)) == ("concluded", "major", 8)
    assert concluded.result.startswith("Två av åtta enheter avviker")
    assert set(FollowUpResult.objects.exclude(unit=None).values_list("state", flat=True)) == {"approved"}
