"""The main job in a real browser: last year's report in, the plan changed, this year's report out in every format."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from factories import PASSWORD
from office_files import DOCUMENT
from rimlig.documents.document import Document, Kind
from rimlig.documents.interchange import from_json
from rimlig.followup.models import FollowUpResult
from rimlig.followup.queries import document_of
from rimlig.imports.reading import read_document
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan
from rimlig.reporting.pdf import render_pdf
from rimlig.reporting.report import Report
from worker import empty_queue, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHANGED = "Ett av tjugo saknade attest, och det är rättat."


def test_last_years_report_in_and_this_years_report_out(
    open_as: Opener, board: Board, controller: User, tmp_path: Path
) -> None:
    empty_queue()
    source = tmp_path / "uppföljning 2031.pdf"
    source.write_bytes(render_pdf(Report(DOCUMENT, municipality="Ekenäs")))
    page = open_as(None, "/importera/")
    _sign_in(page, controller)
    _take_in(page, source)
    plan = Plan.objects.get()
    assert replace(_stored(plan), board=DOCUMENT.board) == replace(DOCUMENT, warnings=())
    _change_a_result(page)
    expected = _stored(plan)
    assert expected != replace(DOCUMENT, board=board.name, warnings=())
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Rapport").click()
    expect(page.get_by_text(CHANGED)).to_be_visible()
    assert axe_findings(page) == []
    for name, ending in (("PDF", "pdf"), ("Word", "docx"), ("Excel", "xlsx"), ("JSON", "json")):
        content = _download(page, name, f"follow-up-lindhaga-stadsdelsnamnd-2031.{ending}")
        read_back = from_json(content) if ending == "json" else read_document(content)
        assert replace(read_back, warnings=()) == expected, name


def _sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in en rapport")


def _take_in(page: Page, source: Path) -> None:
    """Choose the file, see the progress and what was found, and store it."""
    page.get_by_label("Rapporten").set_input_files(source)
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", name="Filen läses")).to_be_visible()
    assert Plan.objects.count() == 0
    work()
    expect(page.get_by_role("heading", name="Det här hittades")).to_be_visible()
    expect(page.get_by_text("Dokumentet nämner Ekenäs kommunstyrelse")).to_be_visible()
    assert Plan.objects.count() == 0
    page.get_by_role("button", name="Lagra").click()
    expect(page.get_by_text("Rapporten är lagrad som plan för Lindhaga stadsdelsnämnd 2031")).to_be_visible()


def _change_a_result(page: Page) -> None:
    """From the plan to the process, and there the board's result of a follow-up."""
    result = FollowUpResult.objects.get(result="Tre av tjugo saknade attest.")
    page.get_by_role("link", name="Resultat och åtgärder").first.click()
    row = page.locator(f"#result-{result.pk}")
    row.hover()
    row.locator("a[hx-get]").click()
    row.locator(f"#result-{result.pk}-result").fill(CHANGED)
    row.locator("[data-save]").click()
    expect(row).to_contain_text(CHANGED)


def _download(page: Page, name: str, file_name: str) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("link", name=name).first.click()
    assert begun.value.suggested_filename == file_name
    return Path(begun.value.path()).read_bytes()


def _stored(plan: Plan) -> Document:
    """Return what the system has, as the document that it would be."""
    result = FollowUpResult.objects.select_related("period").first()
    assert result is not None
    return replace(document_of(plan, Kind.FOLLOW_UP, result.period), warnings=())
