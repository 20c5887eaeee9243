"""Open actions when a person leaves and when a unit ends: told before, and passed on."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import ActionFactory, ActionPlanFactory, OrgUnitFactory, PlanFactory, UndesiredEventFactory, adopted
from organisation_trees import make_tree
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.operations import move_action
from rimlig.followup.actions.passing_on import (
    actions_by_name,
    find_actions,
    open_action_plans_of,
    open_actions_of,
    pass_on,
)
from rimlig.followup.models import Action
from rimlig.organisation.models import Board, Role, User
from rimlig.organisation.people.open_work import open_work_of
from rimlig.organisation.structure.endings import WorkLeft, end_units
from rimlig.planning.models import Plan, Process
from rimlig.reminders.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_november")]
TODAY = date(2026, 11, 20)


@pytest.fixture
def heir(board: Board) -> User:
    """Bo answers for another unit of the board."""
    return person("Bo Ek", Role.UNIT_MANAGER, board)


@pytest.fixture
def administrator(board: Board) -> User:
    """Kim lets people in and out."""
    return person("Kim Åberg", Role.ADMINISTRATOR, board)


def texts(person: User, board: Board) -> list[str]:
    return [row.text for row in open_actions_of(person, board)]


def test_what_a_person_is_responsible_for_is_told_per_board(manager: User, linden: Action, board: Board) -> None:
    ActionFactory(event=linden.event, follow_up=linden.follow_up, responsible=manager, status="closed", position=1)
    ActionPlanFactory(plan=linden.in_plan, responsible=manager, status="ongoing")
    elsewhere = ActionFactory(responsible=manager, status="ongoing")
    told = [(work.text, work.url) for work in open_work_of(manager, board.municipality)]
    assert told == [
        (
            "Personen ansvarar för 2 öppna åtgärder i Lindhaga stadsdelsnämnd.",
            f"/namnd/{board.pk}/atgarder-efter/{manager.pk}/",
        )
    ]
    assert len(open_work_of(manager, elsewhere.in_plan.board.municipality)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_is_told_in_two_queries(
    number: int, process: Process, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(number):
        ActionFactory(event=UndesiredEventFactory(working_method__process=process), responsible=manager)
    with django_assert_num_queries(2):
        assert len(list(actions_by_name(manager, process.plan.board.municipality))) == 1


def test_an_action_is_passed_on_with_a_line_in_its_log_and_one_notice(
    manager: User, linden: Action, heir: User, administrator: User, board: Board
) -> None:
    plan = ActionPlanFactory(plan=linden.in_plan, responsible=manager, status="ongoing")
    number = pass_on([linden, plan], board=board, giver=manager, to=heir, by=administrator)
    linden.refresh_from_db()
    plan.refresh_from_db()
    assert (number, linden.responsible, linden.version, plan.responsible) == (2, heir, 2, heir)
    assert [(note.text, note.by) for row in (linden, plan) for note in row.notes.all()] == [
        ("Lämnad vidare från Amira Holm till Bo Ek.", administrator)
    ] * 2
    assert [(notice.person, notice.text) for notice in Notice.objects.all()] == [
        (heir, "Du har tagit över 2 åtgärder från Amira Holm i Lindhaga stadsdelsnämnd.")
    ]


def test_what_was_closed_or_given_away_meanwhile_stays(
    manager: User, linden: Action, heir: User, controller: User, board: Board
) -> None:
    move_action(linden, ActionStatus.CLOSED, effect="Listan finns.", version=1, by=manager)
    other = ActionFactory(event=None, follow_up=linden.follow_up, responsible=controller, status="ongoing", position=1)
    assert pass_on([linden, other], board=board, giver=manager, to=heir, by=controller) == 0
    linden.refresh_from_db()
    other.refresh_from_db()
    assert (linden.responsible, other.responsible) == (manager, controller)
    assert not Notice.objects.exists()


def test_a_copy_in_next_years_draft_follows_its_action(
    manager: User, linden: Action, heir: User, controller: User, board: Board, plan: Plan
) -> None:
    adopted(plan)
    event = UndesiredEventFactory(working_method__process__plan=PlanFactory(board=board, year=2027))
    copy = ActionFactory(event=event, responsible=manager, status="not_started", origin=linden)
    assert texts(manager, board) == ["Inför en lista"]
    pass_on([linden], board=board, giver=manager, to=heir, by=controller)
    copy.refresh_from_db()
    assert copy.responsible == heir
    assert texts(manager, board) == []


def test_nobody_gets_an_action_of_a_board_where_they_have_no_role(
    manager: User, linden: Action, outsider: User, controller: User, board: Board
) -> None:
    with pytest.raises(RuleBroken, match="Olle Strand har ingen roll i Lindhaga stadsdelsnämnd"):
        pass_on([linden], board=board, giver=manager, to=outsider, by=controller)
    assert texts(manager, board) == ["Inför en lista"]


def test_the_administrator_passes_on_from_the_page(
    client: Client, manager: User, linden: Action, heir: User, administrator: User, board: Board
) -> None:
    address = f"/namnd/{board.pk}/atgarder-efter/{manager.pk}/"
    plan = ActionPlanFactory(plan=linden.in_plan, responsible=manager, status="ongoing", heading="Rutin saknas")
    client.force_login(administrator)
    page = client.get(address).content.decode()
    assert "Inför en lista · Förskolan Linden · 14 november 2026" in page
    assert "Rutin saknas" in page
    refused = client.post(address, {"rows": [], "to": heir.pk})
    assert (refused.status_code, "Välj minst en." in refused.content.decode()) == (422, True)
    stale = client.post(address, {"rows": [f"action-{linden.pk}", "action-0"], "to": heir.pk})
    assert "Något av det har under tiden avslutats eller lämnats över" in stale.content.decode()
    done = client.post(address, {"rows": [f"action-{linden.pk}"], "to": heir.pk}, follow=True).content.decode()
    assert "1 åtgärd har lämnats över till Bo Ek." in done
    assert (texts(manager, board), texts(heir, board)) == ([], ["Inför en lista"])
    assert open_action_plans_of(manager, board) == [plan]
    pass_on([plan], board=board, giver=manager, to=heir, by=administrator)
    assert "Amira Holm ansvarar inte för någon öppen åtgärd" in client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_many_actions(
    number: int,
    client: Client,
    process: Process,
    manager: User,
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _one in range(number):
        ActionFactory(event=UndesiredEventFactory(working_method__process=process), responsible=manager)
        ActionPlanFactory(plan=process.plan, responsible=manager, status="ongoing")
    client.force_login(controller)
    address = f"/namnd/{process.plan.board.pk}/atgarder-efter/{manager.pk}/"
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


def test_a_unit_that_ends_tells_its_open_actions_and_the_successor_goes_on_with_them(
    board: Board, process: Process, controller: User
) -> None:
    tree = make_tree(board)

    def action(text: str, **more: object) -> Action:
        event = UndesiredEventFactory(working_method__process=process)
        made: Action = ActionFactory(event=event, text=text, unit=tree.preschool, responsible=controller, **more)
        return made

    goes_on = action("Senare", status="ongoing", due=date(2027, 3, 1))
    late = action("Försenad", status="not_started", due=date(2026, 11, 1))
    in_time = action("Före sista dagen", status="ongoing", due=date(2026, 12, 1))
    closed = action("Klar", status="closed", due=date(2027, 3, 1))
    last_day = date(2026, 12, 31)
    assert [(work.text, work.stays) for work in find_actions([tree.preschool, tree.south], last_day)] == [
        ("Tallbackens förskola har 2 öppna åtgärder som fortsätter efter den dagen.", False)
    ]
    assert "3 öppna åtgärder" in find_actions([tree.preschool], TODAY)[0].text
    with pytest.raises(WorkLeft) as refused:
        end_units([tree.preschool], last_day=last_day, versions={tree.preschool.pk: 1}, by=controller)
    assert [work.text for work in refused.value.work] == [
        "Tallbackens förskola har 2 öppna åtgärder som fortsätter efter den dagen."
    ]
    other = OrgUnitFactory(board=board, name="Ekens förskola")
    end_units([tree.preschool], last_day=last_day, into=other, versions={tree.preschool.pk: 1}, by=controller)
    rows = [goes_on, late, in_time, closed]
    for row in rows:
        row.refresh_from_db()
    assert [(row.text, row.unit.name, row.responsible == controller) for row in rows if row.unit] == [
        ("Senare", "Ekens förskola", True),
        ("Försenad", "Ekens förskola", True),
        ("Före sista dagen", "Tallbackens förskola", True),
        ("Klar", "Tallbackens förskola", True),
    ]
    assert goes_on.version == 2
    event = goes_on.history.select_related("pgh_context").order_by("-pgh_id")[0]
    assert event.pgh_context.metadata["operation"] == "organisation.end_units"
