"""The pages that an administrator and a controller open once or twice a year, in a real browser, with very long names."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from cast import person
from e2e.conftest import Opener, axe_findings, open_menu
from factories import BoardFactory, MunicipalityFactory, OrgUnitFactory, RoleAssignmentFactory, SubstitutionFactory
from rimlig.controlsystem.operations import adopt_system, begin_from_template, begin_review, write_section
from rimlig.organisation.models import Board, Municipality, Role, RoleAssignment, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Kommunstyrelsens internkontrollsamordningsnämnd för arbetsmarknads- och vuxenutbildningsfrågor"
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])


@pytest.fixture
def long_board() -> Board:
    """A board whose name, unit and people have names as long as they come."""
    board: Board = BoardFactory(
        municipality=MunicipalityFactory(name="Upplands Väsby och Österåkers kommun"), name=LONG
    )
    unit = OrgUnitFactory(board=board, name="Förskolepedagogikutvecklingsenheten vid Sankt Olofsgatan")
    RoleAssignmentFactory(
        user__name="Anna-Karin Wrangelbrandt-Oxenstierna", role=Role.UNIT_MANAGER, board=board, unit=unit
    )
    return board


def _administrator(municipality: Municipality) -> User:
    user = person("Ada Lind")
    RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=municipality)
    return user


def _findings(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        answer = page.goto(address)
        found += [] if answer and answer.status == 200 else [f"{address} does not answer"]
        found += [f"{address} {one}" for one in axe_findings(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found += [f"{address} is too wide"] if wide else []
    return found


@LOOKS
def test_the_administrators_pages_are_whole(open_as: Opener, long_board: Board, width: int, scheme: str) -> None:
    administrator = _administrator(long_board.municipality)
    role = RoleAssignment.objects.get(role=Role.UNIT_MANAGER, board=long_board)
    to_come = RoleAssignmentFactory(user=role.user, role=Role.PERFORMER, board=long_board, starts=date(2099, 1, 1))
    standing_in = SubstitutionFactory(assignment=role)
    town = f"/kommun/{long_board.municipality_id}"
    whom = f"{town}/personer/{role.user_id}"
    addresses = [
        f"{town}/",
        f"{town}/organisation/",
        f"{town}/roller/",
        f"{town}/personer/",
        f"{town}/personer/ny/",
        f"{whom}/",
        f"{whom}/andra/",
        f"{whom}/avsluta/",
        f"{whom}/roll/",
        f"{whom}/roll/{role.pk}/avsluta/",
        f"{whom}/roll/{to_come.pk}/ta-tillbaka/",
        f"{town}/personer/{standing_in.substitute_id}/ersattare/{standing_in.pk}/avsluta/",
        f"{whom}/roll/{role.pk}/ersattare/",
        f"/namnd/{long_board.pk}/organisation/",
        "/konto/",
        "/konto/namn/",
        "/konto/ersattare/",
        "/konto/sessioner/",
        "/konto/losenord/",
        "/konto/tvafaktor/",
    ]
    assert _findings(open_as(administrator, "/", width=width, scheme=scheme), addresses) == []


@LOOKS
def test_the_system_of_internal_control_is_whole(open_as: Opener, long_board: Board, width: int, scheme: str) -> None:
    controller = person("Joel Brandt", Role.CONTROLLER, long_board)
    page = open_as(controller, "/", width=width, scheme=scheme)
    board = f"/namnd/{long_board.pk}/internkontrollsystem/"
    found = _findings(page, [board, f"{board}borja/"])
    system = begin_from_template(long_board, by=controller)
    section = system.sections.first()
    assert section is not None
    document = f"/internkontrollsystem/{system.pk}/"
    pages = [board, document, f"{document}nytt-avsnitt/", f"{document}bifoga/", f"{document}faststall/"]
    found += _findings(page, [*pages, f"{document}ta-bort/", f"/internkontrollsystem/avsnitt/{section.pk}/"])
    minutes = {"meeting_date": date(2025, 12, 10), "paragraph": "112", "registry_number": "LIN 2025/112"}
    adopted = adopt_system(system, **minutes, version=system.version, by=controller)
    found += _findings(page, [document, f"{document}se-over/"])
    again = begin_review(adopted, by=controller)
    changed = again.sections.all()[0]
    write_section(
        changed,
        component=changed.component,
        heading="En ny rubrik",
        text=f"{LONG} svarar.",
        version=changed.version,
        by=controller,
    )
    found += _findings(page, [f"/internkontrollsystem/{again.pk}/", f"/internkontrollsystem/{again.pk}/skillnader/"])
    assert found == []


@LOOKS
def test_an_empty_municipality_says_what_to_do_first(open_as: Opener, width: int, scheme: str) -> None:
    municipality = MunicipalityFactory()
    page = open_as(_administrator(municipality), "/", width=width, scheme=scheme)
    town = f"/kommun/{municipality.pk}"
    assert _findings(page, ["/", *(f"{town}/{name}/" for name in ("organisation", "mal", "skalor"))]) == []
    page.goto("/")
    open_menu(page)
    page.locator("header").get_by_role("link", name="Administration").click()
    page.locator("main").get_by_role("link", name="Nämnder och enheter").click()
    page.get_by_role("link", name="Lägg till en nämnd").click()
    expect(page.locator(".crumbs a")).to_have_text(["Start", "Administration", "Nämnder och enheter"])
    expect(page.locator(".pull-own [aria-current]")).to_have_text("Administration")
