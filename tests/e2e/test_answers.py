"""Answering in a browser: few clicks, saved while one writes, lost sessions, two people at once, and what axe says."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings
from factories import (
    PASSWORD,
    FollowUpResultFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.followup.answering.operations import save_answer
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO_SENTENCES = "Bemanningen har följts upp varje månad. Alla grupper har letts av en förskollärare."
RESULT = "Vad visade uppföljningen?"
MEASURES = "Vad har ni gjort åt det?"
ASK_AGAIN = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
"""What the browser says when a page comes back from its memory: then the page asks what others have written."""


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, with one before it."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 9))
    method = WorkingMethodFactory(process=process, name="Varje grupp leds av en förskollärare.")
    OngoingControlFactory(working_method=method, text="Bemanningslistan stäms av mot legitimationsregistret.")
    UndesiredEventFactory(working_method=method, text="Kompetensen fördelas ojämnt.", assessed=True)
    follow_up = PlannedFollowUpFactory(working_method=method, text="Andel förskollärare i varje grupp")
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    municipality = process.plan.board.municipality
    FollowUpResultFactory(
        follow_up=follow_up, unit=unit, period=PeriodFactory(municipality=municipality, code="T1"), deviation="minor"
    )
    row: FollowUpResult = FollowUpResultFactory(
        follow_up=follow_up,
        unit=unit,
        period=PeriodFactory(municipality=municipality, code="T2"),
        to_answer=True,
        due=date(2026, 9, 18),
    )
    return row


@pytest.fixture
def amira(answer: FollowUpResult) -> User:
    """The manager of the answer's unit."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=answer.in_plan.board, unit=answer.unit)
    return user


@pytest.fixture
def siv(answer: FollowUpResult) -> User:
    """Siv helps."""
    return person("Siv Norrby", Role.CONTROLLER, answer.in_plan.board)


def _is_saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_contain_text("Sparat ")


def test_from_signing_in_to_filed_in_five_clicks(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(None, "/")
    page.get_by_label("E-postadress").fill(amira.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    clicks = 0
    for name in ("Logga in", "Svara", "Ingen avvikelse", RESULT, "Lämna in"):
        if name == "Lämna in":
            page.keyboard.type(TWO_SENTENCES)
        target = {
            "Svara": page.get_by_role("link", name="Svara Andel förskollärare i varje grupp"),
            "Ingen avvikelse": page.get_by_role("radio", name="Ingen avvikelse"),
            RESULT: page.get_by_label(RESULT),
        }.get(name, page.get_by_role("button", name=name))
        target.click()
        clicks += 1
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()
    answer.refresh_from_db()
    assert (answer.state, answer.deviation, answer.result, clicks) == ("filed", "none", TWO_SENTENCES, 5)


def test_what_is_written_is_there_after_the_browser_was_closed(
    open_as: Opener, answer: FollowUpResult, amira: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.get_by_label(RESULT).fill("En mening som inte får försvinna.")
    _is_saved(page)
    expect(page.locator("[name=version]").first).to_have_value("2")
    page.context.close()
    other = open_as(amira, f"/svar/{answer.pk}/", width=360)
    expect(other.get_by_label(RESULT)).to_have_value("En mening som inte får försvinna.")


def test_a_lost_session_loses_no_word(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    Session.objects.all().delete()
    page.get_by_label(RESULT).fill("Skrivet när sessionen var slut.")
    expect(page.get_by_text("Du är utloggad.")).to_be_visible()
    answer.refresh_from_db()
    assert answer.result == ""
    page.goto(f"/svar/{answer.pk}/")
    page.get_by_label("E-postadress").fill(amira.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_label(RESULT)).to_have_value("Skrivet när sessionen var slut.")
    expect(page.get_by_text("Här är det som du skrev förra gången")).to_be_visible()
    _is_saved(page)
    expect(page.locator("[name=version]").first).to_have_value("2")
    assert page.evaluate("localStorage.length") == 0
    answer.refresh_from_db()
    assert answer.result == "Skrivet när sessionen var slut."


def test_no_connection_is_said_and_the_text_is_saved_when_it_comes_back(
    open_as: Opener, answer: FollowUpResult, amira: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.context.set_offline(True)
    page.get_by_label(RESULT).fill("Skrivet i källaren.")
    expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    page.context.set_offline(False)
    _is_saved(page)
    expect(page.locator("[name=version]").first).to_have_value("2")
    answer.refresh_from_db()
    assert answer.result == "Skrivet i källaren."


def test_two_people_in_different_places_see_each_other(
    open_as: Opener, answer: FollowUpResult, amira: User, siv: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    save_answer(answer, {"measures": "Sivs åtgärd."}, version=1, by=siv)
    page.get_by_label(RESULT).fill("Amiras text.")
    expect(page.get_by_label(MEASURES)).to_have_value("Sivs åtgärd.")
    expect(page.get_by_text("Siv Norrby har också skrivit här.")).to_be_visible()
    expect(page.locator("[name=version]").first).to_have_value("3")
    answer.refresh_from_db()
    assert (answer.result, answer.measures) == ("Amiras text.", "Sivs åtgärd.")


def test_what_another_writes_comes_to_a_page_that_only_looks(
    open_as: Opener, answer: FollowUpResult, amira: User, siv: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    save_answer(answer, {"result": "Sivs text.", "deviation": "minor"}, version=1, by=siv)
    page.evaluate(ASK_AGAIN)
    expect(page.get_by_label(RESULT)).to_have_value("Sivs text.")
    expect(page.get_by_role("radio", name="Mindre avvikelse")).to_be_checked()


@pytest.mark.parametrize(
    ("choice", "stored"),
    [
        ("Behåll min", "Amiras text."),
        ("Ta den andras", "Sivs text."),
        ("Behåll båda", "Sivs text.\n\nAmiras text."),
    ],
)
def test_two_people_in_the_same_place_choose(
    choice: str, stored: str, open_as: Opener, answer: FollowUpResult, amira: User, siv: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    save_answer(answer, {"result": "Sivs text."}, version=1, by=siv)
    page.get_by_label(RESULT).fill("Amiras text.")
    expect(page.locator(".conflict")).to_contain_text("Siv Norrby skrev under tiden:")
    expect(page.locator(".conflict")).to_contain_text("Sivs text.")
    expect(page.get_by_label(RESULT)).to_have_value("Amiras text.")
    assert axe_findings(page) == []
    page.get_by_role("button", name=choice).click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.get_by_label(RESULT)).to_have_value(stored)
    expect(page.locator("[name=version]").first).to_have_value("2" if stored == "Sivs text." else "3")
    answer.refresh_from_db()
    assert answer.result == stored


def test_what_one_has_saved_elsewhere_is_not_called_somebody_elses(
    open_as: Opener, answer: FollowUpResult, amira: User
) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    save_answer(answer, {"result": "Från telefonen."}, version=1, by=amira)
    page.get_by_label(RESULT).fill("Från datorn.")
    expect(page.locator(".conflict")).to_contain_text("Sparat under tiden, i en annan flik eller på en annan enhet:")
    expect(page.locator(".conflict")).to_contain_text("Från telefonen.")


def test_filing_leads_to_what_is_missing_first(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.get_by_role("radio", name="Mindre avvikelse").check()
    page.get_by_label(RESULT).fill(TWO_SENTENCES)
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_role("alert").filter(has_text="Det här behöver rättas")).to_be_focused()
    page.get_by_role("link", name=MEASURES).click()
    expect(page.get_by_label(MEASURES)).to_be_focused()
    page.keyboard.type("Vikarie från oktober.")
    page.get_by_role("button", name="Lämna in").dblclick()
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()


def test_the_last_answer_is_taken_over_and_marked(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.get_by_role("button", name="Utgå från det svaret").click()
    expect(page.get_by_label(RESULT)).to_have_value("Alla uppgifter stämde.")
    mark = page.get_by_text("Hämtat från Tertial 1 2026, inte ändrat ännu.")
    expect(mark).to_have_count(3)
    page.get_by_label(RESULT).press_sequentially(" Också nu.")
    expect(mark).to_have_count(2)


def test_without_a_script_the_answer_is_filed_too(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/", java_script_enabled=False)
    page.get_by_role("radio", name="Ingen avvikelse").check()
    page.get_by_label(RESULT).fill(TWO_SENTENCES)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Sparat. Inget är inlämnat")).to_be_visible()
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()


def test_an_answer_on_paper_says_whose_it_is(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    whose = page.locator("main").get_by_text("Tertial 2 2026 · Förskolan Tallbacken")
    expect(whose.filter(visible=True)).to_have_count(1)
    page.emulate_media(media="print")
    expect(whose.filter(visible=True)).to_have_count(1)
    expect(page.locator(".crumbs")).to_be_hidden()


def test_evidence_and_actions_come_before_filing(open_as: Opener, answer: FollowUpResult, amira: User) -> None:
    page = open_as(amira, f"/svar/{answer.pk}/")
    page.get_by_role("radio", name="Större avvikelse").check()
    places = [
        page.get_by_label(MEASURES),
        page.get_by_role("heading", name="Åtgärder"),
        page.get_by_role("link", name="Lägg till underlag"),
        page.get_by_role("button", name="Lämna in"),
        page.get_by_role("heading", name="Kommentarer och granskning"),
    ]
    # What is written goes with the person to the page of the evidence, and is there when the file has been added.
    page.get_by_label(RESULT).fill(TWO_SENTENCES)
    heights = [place.bounding_box() for place in places]
    assert [box["y"] for box in heights if box] == sorted(box["y"] for box in heights if box)
    page.get_by_role("link", name="Lägg till underlag").click()
    page.get_by_label("Filer").set_input_files(
        {"name": "Bemanning.csv", "mimeType": "text/csv", "buffer": b"grupp;datum\nA;2026-09-01\n"}
    )
    page.get_by_role("button", name="Lägg till").click()
    piece = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Bemanning.csv", exact=True))
    expect(piece).to_contain_text("CSV")
    expect(piece).to_contain_text("Tillagt av Amira Holm")
    assert axe_findings(page) == []
    expect(page.get_by_label(RESULT)).to_have_value(TWO_SENTENCES)
    page.get_by_role("radio", name="Ingen avvikelse").check()
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()
    answer.refresh_from_db()
    assert (answer.state, answer.result, answer.evidence.count()) == ("filed", TWO_SENTENCES, 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    width: int, scheme: str, open_as: Opener, answer: FollowUpResult, amira: User
) -> None:
    page = open_as(amira, "/", width=width, scheme=scheme)
    for address in ("/", f"/svar/{answer.pk}/"):
        page.goto(address)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("radio", name="Större avvikelse").check()
    page.get_by_role("button", name="Lämna in").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    assert axe_findings(page) == []
    save_answer(
        answer,
        {"result": "Ramavtalsuppföljningsrutinsgenomgångsprotokollet saknades. " * 9, "measures": "Ny rutin."},
        version=2,
        by=amira,
    )
    page.goto(f"/svar/{answer.pk}/")
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text("Inlämnat av Amira Holm")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
