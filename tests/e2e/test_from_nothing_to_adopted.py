"""A board's plan from nothing to adopted, by keyboard alone."""

import hashlib
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cast import person
from e2e.conftest import Opener, axe_findings
from e2e.keyboard import Keyboard
from factories import CouncilGoalFactory, OrgUnitFactory, PlacementFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(board: Board) -> int:
    """The present year, with two goals of the council, and a unit that can answer follow-ups."""
    this_year = timezone.localdate().year
    for number, title in (("1.1", "Barn får en trygg start"), ("1.2", "Ekonomin är i balans")):
        CouncilGoalFactory(municipality=board.municipality, year=this_year, number=number, title=title)
    PlacementFactory(unit=OrgUnitFactory(board=board, name="Förskolan Eken"))
    return this_year


@pytest.fixture
def head(board: Board) -> User:
    """Helena leads the administration."""
    return person("Helena Lund", Role.HEAD_OF_ADMINISTRATION, board)


def test_a_plan_comes_from_nothing_to_adopted_by_keyboard_alone(
    open_as: Opener, board: Board, year: int, controller: User, head: User
) -> None:
    keys = Keyboard(open_as(controller, "/"))
    _begin(keys, year)
    _build(keys)
    _plan_the_follow_up(keys, year)
    _value_the_risk(keys)
    _introduce(keys, year)
    keys.follow("Plan")
    keys.at(f"Internkontrollplan {year}")
    expect(keys.page.get_by_text("Ingenting hindrar att planen föreslås.")).to_be_visible()
    _propose(Keyboard(open_as(head, "/")), year)
    _adopt(keys, year)
    document = _fetch_the_document(keys)
    expect(keys.page.locator("code").first).to_have_text(hashlib.sha256(document).hexdigest())
    keys.follow("Plan")
    keys.at(f"Internkontrollplan {year}")
    names = keys.all_names()
    assert "Nämndens beslut" in names
    assert [name for name in names if name.startswith(("Ändra", "Flytta", "Mer:", "Hämta")) or " under " in name] == []
    assert Plan.objects.get(board=board).state == "adopted"


def _begin(keys: Keyboard, year: int) -> None:
    """Begin the plan without the council's goals, and take up the one that concerns the board."""
    keys.follow("Ny plan Lindhaga stadsdelsnämnd")
    keys.at("Ny plan Lindhaga stadsdelsnämnd")
    keys.tick("Ta upp alla fullmäktiges mål för året")
    keys.follow("Börja planen")
    keys.at(f"Internkontrollplan {year}")
    keys.follow("Lägg till det första målet")
    keys.at("Lägg till mål")
    keys.follow("Till innehållet")
    keys.tick("1.1 Barn får en trygg start")
    keys.follow("Ta upp")
    keys.at(f"Internkontrollplan {year}")


def _build(keys: Keyboard) -> None:
    """Add a row of each kind where it stands. After each the focus is on the new row."""
    goal, process, method = "1.1 Barn får en trygg start", "Likvärdig förskola", "Varje grupp har en förskollärare"
    for kind, above, text, save in (
        ("Process", goal, process, "Enter"),
        ("Arbetssätt", process, method, "Enter"),
        ("Löpande kontroll", method, "Bemanningen stäms av varje vecka", "Control+Enter"),
        ("Oönskad händelse", method, "Kompetensen fördelas ojämnt", "Control+Enter"),
        ("Uppföljning", method, "Andelen förskollärare per grupp", "Control+Enter"),
    ):
        keys.follow(f"{kind} under {above}")
        keys.write_here(text, save=save)
        keys.has_focus_on(f"Ändra {kind}: {text}")
    assert axe_findings(keys.page) == []


def _plan_the_follow_up(keys: Keyboard, year: int) -> None:
    keys.follow("Planera hur och när: Andelen förskollärare per grupp")
    keys.at("Planera en uppföljning")
    keys.choose("Hur ofta", "varje vald period")
    keys.tick("T1")
    keys.tick("VB")
    keys.choose("Vem som svarar", "alla enheter")
    keys.select("Utförs av (får lämnas tomt)", "enhetschef")
    keys.select("Granskas av (får lämnas tomt)", "internkontrollsamordnare")
    keys.follow("Spara")
    keys.at(f"Internkontrollplan {year}")
    keys.has_focus_on("Ändra Uppföljning: Andelen förskollärare per grupp")


def _value_the_risk(keys: Keyboard) -> None:
    keys.follow("Inte bedömd än: Kompetensen fördelas ojämnt")
    keys.at("Kompetensen fördelas ojämnt")
    keys.follow("Värdera och hantera")
    expect(keys.page).to_have_title(re.compile("^Värdera och hantera –"))
    assert axe_findings(keys.page) == []
    keys.choose("Hur sannolikt är det?", "3 ")
    keys.write("Varför den sannolikheten (får lämnas tomt)", "Det hände i två grupper i våras.")
    keys.choose("Hur allvarligt vore det?", "4 ")
    keys.write("Varför den konsekvensen (får lämnas tomt)", "Barnen får inte den undervisning som de har rätt till.")
    keys.choose("Hur sannolikt är det med kontrollerna?", "2 ")
    keys.choose("Hur allvarligt vore det med kontrollerna?", "4 ")
    keys.choose("Vad gör nämnden med risken?", "Kontrollera")
    keys.follow("Spara")
    expect(keys.page.get_by_text("3 × 4 = 12").first).to_be_visible()
    keys.at("Kompetensen fördelas ojämnt")


def _introduce(keys: Keyboard, year: int) -> None:
    keys.follow("Rapport")
    keys.at("Internkontrollplan")
    keys.follow("Skriv rapport")
    keys.at(f"Planen {year}")
    keys.follow("Börja skriva")
    keys.at("Börja skriva Planen")
    keys.follow("Börja")
    keys.at("Internkontrollplan")
    keys.follow("Inledning saknas")
    expect(keys.page.locator("#section")).to_be_focused()
    change = f"Ändra Inledning: Plan Lindhaga stadsdelsnämnd {year}"
    keys.follow(change)
    keys.write_here("Planen säger vad nämnden följer upp under året.", save="Control+Enter")
    keys.has_focus_on(change)
    expect(keys.page.locator("#beside .toc")).to_contain_text(re.compile(r"Inledning\s*klar"))


def _propose(keys: Keyboard, year: int) -> None:
    keys.follow(f"Internkontrollplan {year}")
    keys.at(f"Internkontrollplan {year}")
    keys.follow("Föreslå för nämnden")
    keys.at(f"Föreslå planen för nämnden Lindhaga stadsdelsnämnd {year}")
    keys.follow("Föreslå för nämnden")
    keys.at(f"Internkontrollplan {year}")


def _adopt(keys: Keyboard, year: int) -> None:
    """Go to the plan, which is proposed by now, record what the minutes say, and come to the decision."""
    keys.follow("Plan")
    keys.at(f"Internkontrollplan {year}")
    keys.follow("Skriv in nämndens beslut")
    keys.at(f"Skriv in nämndens beslut Lindhaga stadsdelsnämnd {year}")
    keys.write_date("Sammanträdesdag", timezone.localdate())
    keys.write("Paragraf", "112")
    keys.write("Diarienummer", f"SDN {year}/118")
    keys.follow("Skriv in beslutet")
    keys.at(f"Nämndens beslut Lindhaga stadsdelsnämnd {year}")


def _fetch_the_document(keys: Keyboard) -> bytes:
    keys.tab_to("Dokumentet som beslutades (PDF/A)")
    with keys.page.expect_download() as waiting:
        keys.press("Enter")
    return Path(waiting.value.path()).read_bytes()
