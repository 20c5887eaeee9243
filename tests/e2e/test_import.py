"""Taking in a document and the report in a real browser: what axe says of each state, narrow and wide, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from factories import ImportFactory
from office_files import DOCUMENT
from rimlig.documents.interchange import to_data
from rimlig.documents.review import review
from rimlig.followup.models import PeriodCode
from rimlig.imports.models import Import
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, User
from worker import empty_queue, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]


def _is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def addresses(board: Board, controller: User) -> dict[str, str]:
    """Every state of an import, and every report, under the name of the state."""
    found = {**to_data(DOCUMENT), "warnings": [vars_of(remark) for remark in review(DOCUMENT)]}
    rows = {
        "progress": ImportFactory(board=board, uploaded_by=controller, state="reading", done=3, total=40),
        "preview": ImportFactory(board=board, uploaded_by=controller, state="read", document=found),
        "failed": ImportFactory(board=board, uploaded_by=controller, state="failed", problem="Filen är tom."),
        "stopped": ImportFactory(board=board, uploaded_by=controller, state="stopped"),
        "cancelled": ImportFactory(board=board, uploaded_by=controller, state="cancelled", document=found),
    }
    stored = store_document(DOCUMENT, board, year=2031, period=PeriodCode.VB, by=None)
    rows["stored"] = ImportFactory(
        board=board, uploaded_by=controller, state="stored", document=found, plan=stored.plan
    )
    store_document(DOCUMENT, board, year=2030, by=None)
    return {
        "list": "/importera/",
        **{state: f"/importera/{row.pk}/" for state, row in rows.items()},
        "report": f"/rapport/{stored.plan.pk}/uppfoljning/VB/",
        "action plans": f"/rapport/{stored.plan.pk}/handlingsplaner/",
    }


def vars_of(remark: object) -> dict[str, str]:
    """Return a frozen record's fields."""
    return {name: getattr(remark, name) for name in ("code", "message", "where")}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_in_any_state(
    open_as: Opener, controller: User, addresses: dict[str, str], width: int, scheme: str
) -> None:
    page = open_as(controller, "/importera/", width=width, scheme=scheme)
    found = {}
    for state, address in addresses.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if state == "report":  # what its rows rest on comes when they are opened
            page.wait_for_load_state("networkidle")
        found[state] = (axe_findings(page), _is_as_wide_as_the_screen(page))
    assert found == dict.fromkeys(addresses, ([], True))


def test_axe_finds_nothing_wrong_with_errors(open_as: Opener, controller: User, board: Board) -> None:
    page = open_as(controller, "/importera/", width=360)
    expect(page.get_by_text("Inget ännu.")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Läs filen").click()
    expect(page.locator("#id_file_error")).to_have_text("Välj filen som nämnden fick.")
    assert axe_findings(page) == []


def test_a_file_dropped_on_the_page_is_read(open_as: Opener, controller: User, board: Board) -> None:
    empty_queue()
    page = open_as(controller, "/importera/")
    expect(page.get_by_text("Släpp filen här, eller välj den:")).to_be_visible()
    transfer = page.evaluate_handle(
        "() => { const files = new DataTransfer(); files.items.add(new File(['Pannkakor'], 'recept.txt')); return files }"
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("heading", name="Filen läses")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Filen gick inte att läsa")).to_be_visible()
    assert Import.objects.get().file_name == "recept.txt"


def test_a_remark_leads_to_its_folded_place(open_as: Opener, controller: User, addresses: dict[str, str]) -> None:
    page = open_as(controller, addresses["preview"])
    page.evaluate("document.querySelectorAll('.card > details.fold').forEach(one => { one.open = true })")
    place = page.locator("#g0p0m0")
    page.evaluate("document.querySelectorAll('#g0, #g0p0').forEach(one => { one.open = false })")
    expect(place).to_be_hidden()
    page.locator("a[href='#g0p0m0']").first.click()
    expect(place).to_be_in_viewport()


def test_writing_another_year_shows_what_stands_in_the_way(
    open_as: Opener, controller: User, addresses: dict[str, str]
) -> None:
    page = open_as(controller, addresses["preview"])
    expect(page.locator("#taken").get_by_text("Nämnden har redan just det här dokumentet")).to_be_visible()
    page.get_by_label("År").fill("2030")
    page.get_by_label("Tertial 1").check()
    expect(page.get_by_text("Lindhaga stadsdelsnämnd har redan innehåll för 2030:")).to_be_visible()
    consent = page.get_by_label("Ersätt alltsammans med det här dokumentet")
    consent.check()
    expect(consent).to_be_checked()
    page.get_by_label("År").fill("2029")
    page.get_by_label("År").press("Tab")
    expect(page.locator("#taken").get_by_text("har redan innehåll")).to_be_hidden()


def test_without_javascript_a_document_is_taken_in(open_as: Opener, controller: User, board: Board) -> None:
    empty_queue()
    page = open_as(controller, "/importera/", java_script_enabled=False)
    page.get_by_label("Rapporten").set_input_files(
        {"name": "recept.txt", "mimeType": "text/plain", "buffer": b"Pannkakor"}
    )
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", name="Filen läses")).to_be_visible()
    work()
    # The page loads itself anew.
    expect(page.get_by_role("heading", name="Filen gick inte att läsa")).to_be_visible()
