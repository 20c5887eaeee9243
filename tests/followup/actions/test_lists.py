"""The list, the board and the timeline of actions: who sees which, how many, and what it costs."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import ActionFactory, OrgUnitFactory, PlanFactory, PlannedFollowUpFactory, UndesiredEventFactory, adopted
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.operations import move_action
from rimlig.followup.actions.queries import actions_awaiting
from rimlig.followup.models import Action
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, PlanState, Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_november")]
QUERIES = {"/atgarder/?visa=alla": 6, "/atgarder/tavla/?visa=alla": 9, "/atgarder/tidslinje/?visa=alla": 6}


@pytest.fixture
def add(process: Process, controller: User) -> Callable[..., Action]:
    """Add an action in the cast's plan; the controller is responsible unless another is given."""

    def give(text: str, **more: Any) -> Action:
        event = UndesiredEventFactory(working_method__process=process, text="Fel närvaro")
        values = {"status": "ongoing", "responsible": controller, "due": date(2026, 12, 1), **more}
        action: Action = ActionFactory(event=event, text=text, **values)
        return action

    return give


def texts_in(page: str) -> list[str]:
    return re.findall(r'class="name" href="/atgard/\d+/">([^<]*)<', page)


def counts_in(page: str) -> dict[str, int]:
    found = re.findall(r'class="pill[^"]*" href="[^"]*"[^>]*>([^<]+) <span class="num">(\d+)', page)
    return {label: int(number) for label, number in found}


def test_the_list_begins_with_what_is_mine_and_is_to_be_done_first(
    client: Client, manager: User, linden: Action, add: Callable[..., Action]
) -> None:
    add("Samordnarens")
    add("Min senare", responsible=manager)
    client.force_login(manager)
    page = client.get("/atgarder/").content.decode()
    assert texts_in(page) == ["Inför en lista", "Min senare"]
    assert "försenad 6 dagar" in page


def test_every_choice_says_how_many_it_gives(
    client: Client, manager: User, linden: Action, add: Callable[..., Action]
) -> None:
    add("Pågår")
    add("Väntar", status="on_hold")
    add("Klar", status="closed")
    add("Gammal", status="")
    client.force_login(manager)
    assert counts_in(client.get("/atgarder/?visa=alla").content.decode()) == {
        "Mina": 1,
        "Mina enheter": 1,
        "Alla i nämnden": 3,
        "Öppna": 3,
        "Försenade": 1,
        "Ej påbörjad": 1,
        "Pågående": 1,
        "Väntläge": 1,
        "Avslutad": 1,
        "Alla": 5,
    }


def test_my_units_are_those_below_my_place(client: Client, manager: User, linden: Action, board: Any) -> None:
    follow_up = linden.follow_up
    ActionFactory(event=None, follow_up=follow_up, text="Ekens", unit=OrgUnitFactory(board=board, name="Eken"))
    client.force_login(manager)
    assert texts_in(client.get("/atgarder/?visa=enhet").content.decode()) == ["Inför en lista"]
    assert texts_in(client.get("/atgarder/?visa=alla").content.decode()) == ["Inför en lista", "Ekens"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("status=sena", ["Sen"]),
        ("status=on_hold", ["Väntar"]),
        ("status=alla&ordning=status", ["Utan status", "Väntar", "Sen"]),
        ("q=vänt", ["Väntar"]),
        ("q=närvaro+brandt", ["Sen", "Väntar"]),
        ("q=finns+inte", []),
        ("status=banan&sida=-1&ordning=x&visa=y", ["Sen", "Väntar"]),
    ],
)
def test_the_list_is_narrowed_searched_and_ordered(
    asked: str, shown: list[str], client: Client, controller: User, add: Callable[..., Action]
) -> None:
    add("Väntar", status="on_hold")
    add("Sen", due=date(2026, 11, 1))
    add("Utan status", status="")
    client.force_login(controller)
    found = texts_in(client.get(f"/atgarder/?visa=alla&{asked}").content.decode())
    assert (sorted(found) if "ordning=status" in asked else found) == (
        sorted(shown) if "ordning=status" in asked else shown
    )


def test_what_was_carried_over_counts_in_the_latest_plan_that_is_decided_and_replaced_editions_are_out(
    client: Client, controller: User, add: Callable[..., Action], plan: Plan
) -> None:
    this_year = PlanFactory(board=plan.board, year=plan.year - 1)
    old = ActionFactory(event__working_method__process__plan=this_year, text="I år")
    adopted(this_year)
    add("Nästa år", origin=old)
    client.force_login(controller)
    # As long as next year's plan is a draft, the action goes on where it stands.
    assert texts_in(client.get("/atgarder/?visa=alla").content.decode()) == ["I år"]
    adopted(plan)
    assert texts_in(client.get("/atgarder/?visa=alla").content.decode()) == ["Nästa år"]
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPLACED)
    assert texts_in(client.get("/atgarder/?visa=alla").content.decode()) == []


def test_nobody_sees_another_municipalitys_actions(
    client: Client, other_municipality_controller: User, add: Callable[..., Action]
) -> None:
    add("Lindhagas")
    client.force_login(other_municipality_controller)
    for address in ("/atgarder/", "/atgarder/tavla/", "/atgarder/tidslinje/", "/atgarder/fil/"):
        assert "Lindhagas" not in client.get(f"{address}?visa=alla&status=alla").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_a_list_costs_the_same_however_many_there_are(
    address: str,
    number: int,
    client: Client,
    board: Any,
    process: Process,
    manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for status in ("not_started", "ongoing", "on_hold", "closed"):
        for _ in range(number):
            unit = OrgUnitFactory(board=board)
            follow_up = PlannedFollowUpFactory(working_method__process=process)
            ActionFactory(
                event=None, follow_up=follow_up, unit=unit, status=status, responsible=manager, due=date(2026, 12, 1)
            )
            ActionFactory(event=UndesiredEventFactory(working_method__process=process), unit=unit, status=status)
    client.force_login(manager)
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)


def test_the_file_has_what_is_chosen_and_no_formula(
    client: Client, controller: User, add: Callable[..., Action]
) -> None:
    add("=1+1", due=date(2026, 11, 14))
    add("Klar", status="closed")
    client.force_login(controller)
    text = client.get("/atgarder/fil/?visa=alla&som=csv").content.decode("utf-8-sig")
    heading, row = text.splitlines()
    assert heading.startswith("Åtgärd;Status;Ansvarig;Klar senast;Dagar försenad;Enhet;")
    assert row.startswith("'=1+1;Pågående;Joel Brandt;2026-11-14;6;;Fel närvaro;Likvärdig förskola;")
    book = openpyxl.load_workbook(BytesIO(client.get("/atgarder/fil/?visa=alla&som=xlsx").content))
    sheet = book["Åtgärder"]
    assert [cell.value for cell in sheet[2]][:5] == ["=1+1", "Pågående", "Joel Brandt", "2026-11-14", 6]
    assert sheet["A2"].data_type == "s"
    assert client.get("/atgarder/fil/?som=exe").status_code == 404


def test_the_board_has_a_card_per_action_with_the_steps_that_it_can_take(
    client: Client, manager: User, linden: Action, add: Callable[..., Action]
) -> None:
    add("Annans")
    client.force_login(manager)
    page = client.get("/atgarder/tavla/?visa=alla").content.decode()
    columns = dict(re.findall(r'data-column="(\w+)"(.*?)</section>', page, re.DOTALL))
    assert [(key, texts_in(column)) for key, column in columns.items()] == [
        ("not_started", ["Inför en lista"]),
        ("ongoing", ["Annans"]),
        ("on_hold", []),
        ("closed", []),
    ]
    assert re.findall(r'data-step="(\w+)"', columns["not_started"]) == ["ongoing", "on_hold", "closed"]
    assert "data-step" not in columns["ongoing"]


def _opened(page: str) -> list[str]:
    """Return the columns that a telephone opens."""
    return re.findall(r'data-column="(\w+)"(?:(?!<section).)*?<details class="opener" open>', page, re.DOTALL)


def test_a_telephone_opens_the_column_that_matters_first(
    client: Client, controller: User, add: Callable[..., Action]
) -> None:
    client.force_login(controller)
    add("Klar", status="closed", due=None)
    assert _opened(client.get("/atgarder/tavla/?visa=alla").content.decode()) == ["closed"]
    add("Ej", status="not_started", due=None)
    assert _opened(client.get("/atgarder/tavla/?visa=alla").content.decode()) == ["not_started"]
    add("Pågår", status="ongoing", due=None)
    assert _opened(client.get("/atgarder/tavla/?visa=alla").content.decode()) == ["ongoing"]
    add("Väntar", status="on_hold", due=date(2026, 9, 10), hold_reason="Budget")
    page = client.get("/atgarder/tavla/?visa=alla").content.decode()
    assert _opened(page) == ["on_hold"]
    assert page.count("1 försenad") == 2  # in the heading, and where a telephone has it
    add("Pågår sent", status="ongoing", due=date(2026, 9, 10))
    assert _opened(client.get("/atgarder/tavla/?visa=alla").content.decode()) == ["ongoing"]
    add("Ej sent", status="not_started", due=date(2026, 9, 10))
    add("Ej sent heller", status="not_started", due=date(2026, 9, 11))
    assert _opened(client.get("/atgarder/tavla/?visa=alla").content.decode()) == ["not_started"]


def test_the_board_keeps_the_latest_of_what_is_closed(
    client: Client, controller: User, add: Callable[..., Action]
) -> None:
    for number in range(12):
        add(f"Klar {number:02}", status="closed")
    client.force_login(controller)
    page = client.get("/atgarder/tavla/?visa=alla").content.decode()
    assert texts_in(page) == [f"Klar {number:02}" for number in reversed(range(2, 12))]
    assert "2 till i listan" in page


@pytest.mark.parametrize(("number", "more"), [(10, []), (11, ["Visa 3 till"])])
def test_the_list_says_how_many_a_telephone_has_left(
    number: int, more: list[str], client: Client, controller: User, add: Callable[..., Action]
) -> None:
    for place in range(number):
        add(f"Åtgärd {place:02}")
    client.force_login(controller)
    page = client.get("/atgarder/?visa=alla").content.decode()
    assert re.findall(r"Visa \d+ till", page) == more


def test_a_card_that_was_moved_leads_back_to_the_board(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    sent = {"status": "ongoing", "version": 1, "next": "/atgarder/tavla/?visa=mina"}
    answer = client.post(f"/atgard/{linden.pk}/status/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/atgarder/tavla/?visa=mina")
    sent = {"status": "on_hold", "said": "Budget", "version": 2, "next": "https://ond.example/"}
    assert client.post(f"/atgard/{linden.pk}/status/", sent)["Location"] == f"/atgard/{linden.pk}/"


def test_the_timeline_has_a_mark_and_a_row_for_each_and_says_what_it_leaves_out(
    client: Client, controller: User, add: Callable[..., Action]
) -> None:
    add("Sen", due=date(2026, 9, 10))
    add("Snart")
    add("Utan dag", due=None)
    client.force_login(controller)
    page = client.get("/atgarder/tidslinje/?visa=alla").content.decode()
    assert texts_in(page) == ["Sen", "Snart"]
    drawing = page.partition('role="img"')[2].partition("</svg>")[0]
    assert re.findall(r'class="(\w+-mark)"', drawing) == ["late-mark", "ahead-mark"]
    months = re.findall(r"<text[^>]*>(\w+)</text>", drawing)
    # A year and a half, so that a few actions do not stand in a corner of an empty page.
    assert (months[:6], months[-3:], len(months)) == (
        ["sep", "2026", "okt", "nov", "dec", "jan"],
        ["jan", "2028", "feb"],
        18 + 3,
    )
    assert re.findall(r'class="today" x1="(\d+)"', drawing) == [str(56 * 2 + 56 * 19 // 30)]
    assert "1 saknar dag" in page


def test_what_awaits_me_is_open_mine_and_in_the_order_of_its_days(
    manager: User, controller: User, linden: Action, add: Callable[..., Action]
) -> None:
    later = add("Senare", responsible=manager, due=date(2026, 12, 24))
    undated = add("Utan dag", responsible=manager, due=None)
    add("Annans")
    move_action(add("Klar", responsible=manager), ActionStatus.CLOSED, effect="Det fungerar.", version=1, by=manager)
    assert list(actions_awaiting(manager)) == [linden, later, undated]
