"""A control test in a browser: from the answer's page to evidence of an answer that is filed, and what axe says on the way."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import FollowUpResultFactory, OrgUnitFactory, PlannedFollowUpFactory, RoleAssignmentFactory
from rimlig.followup.models import ControlTestRun, FollowUpResult
from rimlig.followup.running.operations import QUEUE
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process
from worker import empty_queue, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAYMENTS = "Lev.nr;Fakturanr;Belopp;Betaldatum\n" + "".join(
    f"{supplier};F17;1 000,50;2026-03-0{supplier}\n" for supplier in (1, 1, 2, 3)
)


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that examines a sample, to be written."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    empty_queue()
    follow_up = PlannedFollowUpFactory(
        working_method__process=process, text="Fakturor betalas en gång", examination="sample"
    )
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True)
    return row


@pytest.fixture
def amira(answer: FollowUpResult) -> User:
    """The manager of the answer's unit."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=answer.in_plan.board, unit=answer.unit)
    return user


def _begin(page: Page, tmp_path: Path, content: str) -> None:
    file = tmp_path / "betalningar.csv"
    file.write_text(content, encoding="utf-8")
    page.get_by_label("Leverantörsbetalningar").set_input_files(file)
    page.get_by_role("button", name="Kör", exact=True).click()
    expect(page.get_by_role("heading", name="Granskningen körs")).to_be_visible()


def test_from_the_answer_to_evidence_that_is_filed(
    open_as: Opener, answer: FollowUpResult, amira: User, tmp_path: Path
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.get_by_role("link", name="Kör en granskning").click()
    assert axe_findings(page) == []
    page.get_by_role("link", name="Möjliga dubbelbetalningar").click()
    assert axe_findings(page) == []

    _begin(page, tmp_path, "Namn;Belopp\nÅsa;1\n")
    assert axe_findings(page) == []
    work(QUEUE)
    expect(page.get_by_role("heading", name="Granskningen gick inte att köra")).to_be_visible()
    expect(page.get_by_text("betalningar.csv saknar det som granskningen behöver")).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("link", name="Välj andra filer").click()
    _begin(page, tmp_path, PAYMENTS)
    work(QUEUE)
    expect(page.get_by_text("Faktura F17 på 1\u00a0000,50 från 1 finns också på rad 2.")).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("button", name="Ta med siffrorna i svaret").click()
    expect(page.get_by_text("Siffrorna står nu i svaret.")).to_be_visible()
    expect(page.get_by_label("Hur många av dem hade fel?")).to_have_value("1")
    expect(page.get_by_role("link", name="Möjliga dubbelbetalningar, 4 betalningar, 1 avvikelse")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("radio", name="Ingen avvikelse").click()
    page.get_by_label("Vad visade uppföljningen?").fill("En faktura har betalats två gånger och är återkrävd.")
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()
    page.get_by_role("link", name="Möjliga dubbelbetalningar, 4 betalningar, 1 avvikelse").click()
    expect(page.get_by_role("heading", name="Avvikelser")).to_be_visible()
    expect(page.get_by_role("button", name="Ta med siffrorna i svaret")).to_have_count(0)
    assert axe_findings(page) == []
    assert list(ControlTestRun.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "done"]


def test_a_run_that_is_found_on_a_telephone_is_stopped_there(
    open_as: Opener, answer: FollowUpResult, amira: User, tmp_path: Path
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/granskning/double-payments/", width=360, scheme="dark")
    _begin(page, tmp_path, PAYMENTS)
    page.get_by_role("button", name="Stoppa").click()
    expect(page.get_by_role("heading", name="Granskningen stoppades")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Kör den igen").click()
    work(QUEUE)
    expect(page.get_by_role("heading", name="Avvikelser")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
