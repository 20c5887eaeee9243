"""Actions and action plans narrowed to what a number in the overview counts: a board, a unit, a year, a status."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import (
    ActionFactory,
    ActionPlanFactory,
    ActionPlanUnitFactory,
    BoardFactory,
    OrgUnitFactory,
    PlacementFactory,
    PlanFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    UserFactory,
    adopted,
)
from rimlig.followup.actions.selection import Selection
from rimlig.followup.models import Action, ActionPlan
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_november")]
QUERIES_OF_ALL_PLANS = 6


@pytest.fixture
def central(board: Board) -> User:
    """Siv leads the municipality's internal control, and sees all of its boards."""
    user: User = UserFactory(name="Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, municipality=board.municipality, board=None)
    return user


@pytest.fixture
def other_board(board: Board) -> Board:
    other: Board = BoardFactory(municipality=board.municipality, name="Tekniska nämnden")
    return other


@pytest.fixture
def add(process: Process) -> Callable[..., Action]:
    """Add an open action in the cast's plan, or under the event that is given."""

    def give(text: str, **more: Any) -> Action:
        event = more.pop("event", None) or UndesiredEventFactory(working_method__process=process)
        action: Action = ActionFactory(event=event, text=text, **{"status": "ongoing", "due": None, **more})
        return action

    return give


def _texts(user: User, **asked: Any) -> list[str]:
    return sorted(Selection(visa="alla", **asked).of(user).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("namnd=3&enhet=4&sedan=2024&status=sena", Selection(namnd=3, enhet=4, sedan=2024, status="sena")),
        ("namnd=-1&enhet=x&sedan=%C2%B2&status=y", Selection()),
        ("namnd=99999999999999999999&enhet=&sedan=1.5", Selection()),
    ],
)
def test_an_address_is_read_as_far_as_it_can_be_understood(asked: str, understood: Selection) -> None:
    selection = Selection.read(QueryDict(asked))
    assert selection == understood
    assert selection.narrows is bool(understood.namnd)
    assert Selection.read(QueryDict(selection.address().removeprefix("?"))) == selection


def test_a_board_keeps_its_own(central: User, board: Board, other_board: Board, add: Callable[..., Action]) -> None:
    add("Vår")
    add("Deras", event=UndesiredEventFactory(working_method__process__plan__board=other_board))
    assert _texts(central) == ["Deras", "Vår"]
    assert _texts(central, namnd=board.pk) == ["Vår"]
    assert _texts(central, namnd=other_board.pk) == ["Deras"]
    assert _texts(central, namnd=0) == ["Deras", "Vår"]


def test_a_unit_keeps_its_own_and_those_below_it(central: User, board: Board, add: Callable[..., Action]) -> None:
    department = OrgUnitFactory(board=board, name="Förskolan")
    unit = PlacementFactory(unit__board=board, unit__name="Granen", parent=department).unit
    add("Avdelningens", unit=department)
    add("Enhetens", unit=unit)
    add("En annans", unit=OrgUnitFactory(board=board, name="Lyktan"))
    add("Hela förvaltningens", unit=None)
    assert _texts(central, enhet=department.pk) == ["Avdelningens", "Enhetens"]
    assert _texts(central, enhet=unit.pk) == ["Enhetens"]


def test_a_year_is_that_in_which_an_action_began(
    central: User, board: Board, process: Process, add: Callable[..., Action]
) -> None:
    last_year = PlanFactory(board=board, year=process.plan.year - 1)
    old = add("Ny rutin", event=UndesiredEventFactory(working_method__process__plan=last_year))
    event = UndesiredEventFactory(working_method__process=process)
    adopted(last_year)
    adopted(process.plan)
    add("Ny rutin, i år", event=event, origin=old)
    add("Ny i år", event=event)
    assert _texts(central, sedan=process.plan.year - 1) == ["Ny rutin, i år"]
    assert _texts(central, sedan=process.plan.year) == ["Ny i år"]


def test_narrowings_hold_together_with_the_status(
    client: Client, central: User, board: Board, other_board: Board, add: Callable[..., Action]
) -> None:
    unit = OrgUnitFactory(board=board, name="Granen")
    add("Sen", unit=unit, due=date(2026, 11, 1))
    add("I tid", unit=unit, due=date(2026, 12, 1))
    add("Klar", unit=unit, status="closed", due=date(2026, 11, 1))
    late_elsewhere = UndesiredEventFactory(working_method__process__plan__board=other_board)
    add("Sen hos andra", event=late_elsewhere, due=date(2026, 11, 1))
    asked = {"namnd": board.pk, "enhet": unit.pk}
    assert _texts(central, **asked, status="sena") == ["Sen"]
    assert _texts(central, **asked, status="closed") == ["Klar"]
    client.force_login(central)
    page = client.get("/atgarder/", {"visa": "alla", "status": "sena", **asked}).content.decode()
    assert re.findall(r'class="name" href="/atgard/\d+/">([^<]*)<', page) == ["Sen"]
    for narrowed in (board.name, "Granen"):
        assert narrowed in page
    assert "/atgarder/?visa=alla&amp;status=sena" in page  # the way to all of them again


def test_what_one_may_not_know_of_has_no_name_and_no_rows(
    client: Client, controller: User, other_board: Board, add: Callable[..., Action]
) -> None:
    add("Deras", event=UndesiredEventFactory(working_method__process__plan__board=other_board))
    ActionPlanFactory(plan=other_board.plans.get(), heading="Deras plan")
    client.force_login(controller)
    for address in ("/atgarder/", "/handlingsplaner/"):
        page = client.get(address, {"visa": "alla", "namnd": other_board.pk}).content.decode()
        assert "Deras" not in page
        assert "Tekniska nämnden" not in page


def _headings(client: Client, **asked: Any) -> list[str]:
    return sorted(row.heading for row in client.get("/handlingsplaner/", asked).context["page"])


def test_action_plans_are_narrowed_by_board_unit_and_status(
    client: Client, central: User, board: Board, other_board: Board, process: Process
) -> None:
    unit = OrgUnitFactory(board=board, name="Granen")
    ours = {"plan": process.plan}
    found: ActionPlan = ActionPlanFactory(**ours, heading="Vid Granen", status="ongoing", due=date(2026, 11, 1))
    ActionPlanUnitFactory(action_plan=found, unit=unit)
    ActionPlanFactory(**ours, heading="Någon annanstans", status="ongoing", due=date(2026, 12, 1))
    ActionPlanFactory(**ours, heading="Avslutad", status="closed")
    ActionPlanFactory(plan__board=other_board, heading="Deras", status="ongoing")
    client.force_login(central)
    assert _headings(client) == ["Deras", "Någon annanstans", "Vid Granen"]
    assert _headings(client, namnd=board.pk) == ["Någon annanstans", "Vid Granen"]
    assert _headings(client, namnd=board.pk, status="sena") == ["Vid Granen"]
    assert _headings(client, namnd=board.pk, status="closed") == ["Avslutad"]
    assert _headings(client, enhet=unit.pk) == ["Vid Granen"]
    assert _headings(client, namnd=other_board.pk, enhet=unit.pk) == []


def test_the_list_of_all_action_plans_costs_the_same_however_many_there_are(
    client: Client, controller: User, process: Process, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(controller)
    for count in (1, 3):
        while ActionPlan.objects.count() < count:
            ActionPlanFactory(plan=process.plan, status="ongoing", responsible=UserFactory())
        with django_assert_num_queries(QUERIES_OF_ALL_PLANS):
            assert len(client.get("/handlingsplaner/").context["page"].object_list) == count
