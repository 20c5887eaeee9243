"""From a conclusion to what it rests on, in a real browser: opened in place, on a page of its own, and what axe says."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings
from factories import ActionFactory, EvidenceFactory, FollowUpResultFactory, OrgUnitFactory, PlannedFollowUpFactory
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import Process

FILED = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def conclusion(process: Process) -> FollowUpResult:
    """A conclusion that deviates, with an answer of a unit with a long name, evidence and an action, and one not given."""
    follow_up = PlannedFollowUpFactory(
        working_method__process=process, text="Ramavtalsuppföljningsrutinsgenomgångsprotokoll"
    )
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, deviation="minor", result="En enhet avviker.")
    board = process.plan.board
    unit = OrgUnitFactory(board=board, name="Förskolan Äppelgårdsängsbacken i Kvarnbackadalen")
    same = {"follow_up": follow_up, "period": row.period}
    answer = FollowUpResultFactory(**same, unit=unit, result="Två av sex avtal saknade uppföljning.", to_answer=True)
    EvidenceFactory(result=answer, name="Sammanställning_av_ramavtalsuppföljningen_september.pdf")
    FollowUpResult.objects.filter(pk=answer.pk).update(
        state="filed", step=1, deviation="minor", filed_by=answer.evidence.get().added_by, filed_at=FILED
    )
    ActionFactory(event=None, follow_up=follow_up, result=answer, unit=unit, text="En mall för uppföljning")
    FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board), to_answer=True)
    return row


def _wider(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} wider than the page"] if over else []


def test_a_conclusion_opens_in_place_to_its_answers(
    open_as: Opener, conclusion: FollowUpResult, controller: User
) -> None:
    page = open_as(controller, f"/rapport/{conclusion.in_plan.pk}/uppfoljning/VB/")
    page.get_by_text("bygger på 1 av 2 svar").first.click()
    expect(page.get_by_text("Sammanställning_av_ramavtalsuppföljningen_september.pdf").first).to_be_attached()
    assert axe_findings(page) == []


def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    open_as: Opener, conclusion: FollowUpResult, controller: User
) -> None:
    page = open_as(controller, "/")
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (
            f"/sparning/{conclusion.follow_up_id}/VB/",
            f"/rapport/{conclusion.in_plan.pk}/uppfoljning/VB/utan-underlag/",
            f"/revisorsakt/{conclusion.follow_up_id}/",
        ):
            page.goto(address)
            found += [f"{address} at {width}: {one}" for one in (*axe_findings(page), *_wider(page))]
    assert found == []


def _folded(page: Page) -> list[str]:
    """Return the first words of the parts of the auditor's file that are not seen."""
    return [
        text.split("\n")[0] for text in page.locator(".part > .opener:not([open]):visible summary").all_inner_texts()
    ]


@pytest.mark.parametrize("scripted", [True, False])
def test_on_a_telephone_the_auditors_file_is_its_headings_each_one_press_away(
    open_as: Opener, conclusion: FollowUpResult, controller: User, *, scripted: bool
) -> None:
    page = open_as(controller, f"/revisorsakt/{conclusion.follow_up_id}/", width=360, java_script_enabled=scripted)
    assert _folded(page) == ["Beslut", "Svar och slutsatser 3", "Åtgärder", "Underlag", "Historik"]
    said = page.get_by_text("Två av sex avtal saknade uppföljning.").first
    expect(said).to_be_hidden()
    page.locator("summary", has_text="Svar och slutsatser").click()
    page.locator("summary", has_text="Äppelgårdsängsbacken").click()
    expect(said).to_be_visible()
    if scripted:
        page.locator("summary", has_text="Historik").click()
        assert axe_findings(page) == []


def test_a_link_to_an_edition_opens_it_and_nothing_is_folded_on_a_wide_screen_or_on_paper(
    open_as: Opener, conclusion: FollowUpResult, controller: User
) -> None:
    address = f"/revisorsakt/{conclusion.follow_up_id}/"
    place = f"utgava-{conclusion.in_plan.pk}"
    page = open_as(controller, address, width=360)
    edition = page.locator(f"#{place} > .of-part")
    page.locator(f"#{place} > .opener > summary").click()
    expect(edition).to_be_hidden()
    page.evaluate(f"window.location.hash = '{place}'")
    expect(edition).to_be_visible()
    hidden = (
        "[...document.querySelectorAll('.of-part, .of-part tr')].filter((one) => !one.getClientRects().length).length"
    )
    assert page.evaluate(hidden) > 0
    page.emulate_media(media="print")
    assert page.evaluate(hidden) == 0
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(hidden) == 0
    expect(page.locator(".opener:visible, .rest:visible")).to_have_count(0)
