"""The page of an action, and the forms that lead from it."""

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from pytest_django.fixtures import DjangoAssertNumQueries

from factories import (
    ActionFactory,
    ActionNoteFactory,
    BoardFactory,
    FollowUpResultFactory,
    FollowUpRulesFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    UndesiredEventFactory,
)
from rimlig.followup.models import Action, FollowUpResult
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process

pytestmark = pytest.mark.django_db
PAGE = 10
"""Queries of an action's page, however long its log and its chain of years."""


@pytest.fixture
def page(client: Client, manager: User, linden: Action, late_november: None) -> str:
    client.force_login(manager)
    return client.get(f"/atgard/{linden.pk}/").content.decode()


def test_the_page_says_what_the_action_answers_who_does_it_and_how_late_it_is(page: str, linden: Action) -> None:
    for said in (
        "<title>Åtgärd – Inför en lista – Lindhaga stadsdelsnämnd 2026 – Rimlig</title>",
        "Klar senast 14 november 2026",
        "försenad 6 dagar",
        "Stäm av närvaron",
        "Mindre avvikelse",
        "Ingen har ansvaret.",
        "Förskolan Linden",
        "Amira Holm",
        f"/atgard/{linden.pk}/status/?till=closed",
    ):
        assert said in page


def test_what_a_draft_answer_says_is_not_told_to_those_who_may_not_read_it(
    client: Client, linden: Action, board_member: User
) -> None:
    FollowUpResult.objects.filter(pk=linden.result_id).update(state="returned")
    client.force_login(board_member)
    page = client.get(f"/atgard/{linden.pk}/").content.decode()
    assert "Inför en lista" in page
    assert "Ingen har ansvaret." not in page
    assert "Mindre avvikelse" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_long_its_log_and_its_years(
    number: int, client: Client, linden: Action, manager: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    origin = None
    for year in range(2020, 2020 + number):
        plan = PlanFactory(board=linden.in_plan.board, year=year)
        origin = ActionFactory(event__working_method__process__plan=plan, origin=origin)
        for _ in range(number):
            ActionNoteFactory(action=origin)
    Action.objects.filter(pk=linden.pk).update(origin=origin)
    client.force_login(manager)
    with django_assert_num_queries(PAGE):
        page = client.get(f"/atgard/{linden.pk}/").content.decode()
    assert page.count("Förd vidare från") == number
    assert page.count("Annonsen är ute.") == number * number


def test_an_old_documents_action_is_shown_and_completed(client: Client, controller: User, process: Process) -> None:
    old = ActionFactory(
        event__working_method__process=process, text="Utbilda", status="", analysis="Gav effekt.", responsible=None
    )
    client.force_login(controller)
    assert "Status inte angiven" in client.get(f"/atgard/{old.pk}/").content.decode()
    sent = {"text": "Utbilda alla", "responsible": controller.pk, "due": "2026-12-01", "version": 1}
    answer = client.post(f"/atgard/{old.pk}/andra/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/atgard/{old.pk}/")
    old.refresh_from_db()
    assert (old.text, old.responsible, old.due, old.status) == ("Utbilda alla", controller, date(2026, 12, 1), "")


def test_a_status_that_needs_no_words_is_given_with_one_press(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    answer = client.post(f"/atgard/{linden.pk}/status/", {"status": "ongoing", "version": 1})
    assert answer.status_code == 302
    linden.refresh_from_db()
    assert linden.status == "ongoing"


def test_a_status_that_needs_words_asks_for_them(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    address = f"/atgard/{linden.pk}/status/"
    assert "Effektkontroll: vad kontrollerades" in client.get(f"{address}?till=closed").content.decode()
    assert client.post(address, {"status": "closed", "version": 1, "said": " "}).status_code == 422
    assert client.post(address, {"status": "closed", "version": 1, "said": "Tio av tio."}).status_code == 302
    linden.refresh_from_db()
    assert (linden.status, linden.effect, linden.effect_checked_by) == ("closed", "Tio av tio.", manager)


def test_a_step_that_cannot_be_taken_leads_to_the_page_and_an_unknown_one_is_not_there(
    client: Client, manager: User, linden: Action
) -> None:
    client.force_login(manager)
    answer = client.get(f"/atgard/{linden.pk}/status/?till=not_started")
    assert (answer.status_code, answer["Location"]) == (302, f"/atgard/{linden.pk}/")
    assert client.get(f"/atgard/{linden.pk}/status/?till=maybe").status_code == 404


def test_who_comes_second_sees_how_it_stands_and_loses_no_word(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    Action.objects.filter(pk=linden.pk).update(status="ongoing", version=2)
    address = f"/atgard/{linden.pk}/status/"
    answer = client.post(address, {"status": "on_hold", "version": 1, "said": "Budgeten."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Budgeten.</textarea>" in page
    assert 'name="version" value="2"' in page
    Action.objects.filter(pk=linden.pk).update(text="Inför tre listor", version=3)
    answer = client.post(f"/atgard/{linden.pk}/andra/", _values(manager, version=2))
    assert answer.status_code == 409
    assert "Inför tre listor" in answer.content.decode()
    assert "Inför två listor</textarea>" in answer.content.decode()


def _values(person: User, **more: Any) -> dict[str, Any]:
    return {"text": "Inför två listor", "responsible": person.pk, "due": "2026-12-01", **more}


def test_a_note_stands_in_the_log(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    client.post(f"/atgard/{linden.pk}/anteckning/", {"text": "Listan är beställd."})
    page = client.get(f"/atgard/{linden.pk}/").content.decode()
    assert "Listan är beställd." in page


# Who may move Linden's action on: roles and places typed out.
@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.UNIT_MANAGER, "unit", True),
        (Role.DEPARTMENT_MANAGER, "unit", True),
        (Role.PERFORMER, "unit", False),
        (Role.UNIT_MANAGER, "board", True),
        (Role.HEAD_OF_ADMINISTRATION, "board", True),
        (Role.CONTROLLER, "board", True),
        (Role.CENTRAL_CONTROLLER, "municipality", True),
        (Role.BOARD_MEMBER, "board", False),
        (Role.AUDITOR, "board", False),
        (Role.ADMINISTRATOR, "municipality", False),
    ],
)
def test_who_may_work_with_a_units_action(role: Role, place: str, may: bool, linden: Action) -> None:
    assert linden.unit is not None
    board = linden.unit.board
    unit = linden.unit if place == "unit" else None
    held = RoleAssignmentFactory(
        role=role,
        municipality=board.municipality,
        board=None if place == "municipality" else board,
        unit=unit,
    )
    assert held.user.has_perm("action.write", linden) is may


def test_the_responsible_and_their_substitute_may_work_with_it_wherever_they_are(
    linden: Action, board_member: User, outsider: User
) -> None:
    Action.objects.filter(pk=linden.pk).update(responsible=board_member)
    linden.refresh_from_db()
    assert board_member.has_perm("action.write", linden)
    assert not outsider.has_perm("action.write", linden)
    elsewhere = BoardFactory(municipality=linden.in_plan.board.municipality)
    substitute = RoleAssignmentFactory(role=Role.BOARD_MEMBER, board=elsewhere).user
    assert not substitute.has_perm("action.write", linden)
    substitute = User.objects.get(pk=substitute.pk)  # roles are asked for once per person and request
    SubstitutionFactory(assignment=board_member.assignments.get(), substitute=substitute)
    assert substitute.has_perm("action.write", linden)


def test_a_manager_adds_at_their_own_unit_only(client: Client, manager: User, linden: Action, process: Process) -> None:
    event = UndesiredEventFactory(working_method__process=process)
    client.force_login(manager)
    page = client.get(f"/risk/{event.pk}/atgard/ny/").content.decode()
    assert "Förskolan Linden" in page
    assert "Hela förvaltningen" not in page
    answer = client.post(f"/risk/{event.pk}/atgard/ny/", _values(manager))
    assert answer.status_code == 422
    client.post(f"/risk/{event.pk}/atgard/ny/", _values(manager, unit=linden.unit_id))
    assert [(row.text, row.unit, row.status) for row in event.actions.all()] == [
        ("Inför två listor", linden.unit, "not_started")
    ]


def test_the_controller_adds_for_the_whole_administration(client: Client, controller: User, process: Process) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    client.force_login(controller)
    answer = client.post(f"/uppfoljning/{follow_up.pk}/atgard/ny/", _values(controller))
    added = follow_up.actions.get()
    assert (added.unit, answer["Location"]) == (None, f"/atgard/{added.pk}/")


def test_with_htmx_an_action_is_added_in_the_answers_page(client: Client, manager: User, linden: Action) -> None:
    client.force_login(manager)
    address, htmx = f"/svar/{linden.result_id}/atgard/ny/", {"HX-Request": "true"}
    assert client.get(address, headers=htmx).content.decode().lstrip().startswith('<form class="form" id="add-action"')
    wrong = client.post(address, {}, headers=htmx)
    assert (wrong.status_code, wrong["HX-Retarget"]) == (422, "#add-action")
    done = client.post(address, _values(manager), headers=htmx).content.decode()
    assert done.lstrip().startswith('<section class="stack" id="actions-of-answer"')
    assert "Inför en lista" in done
    assert "Inför två listor" in done
    assert done.count("<li>") == 2


def _drawn(result: FollowUpResult, person: User) -> str:
    request = RequestFactory().get("/")
    request.user = person
    template = Template("{% load actions %}{% actions_of_answer result %}")
    return template.render(Context({"result": result, "request": request}))


def test_an_answer_says_when_the_municipality_asks_for_an_action(
    process: Process, controller: User, auditor: User
) -> None:
    asks = "kräver kommunen en åtgärd här"
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    minor = FollowUpResultFactory(follow_up=follow_up, deviation="minor")
    assert asks in _drawn(minor, controller)
    assert "Lägg till åtgärd" in _drawn(minor, controller)
    assert "Lägg till åtgärd" not in _drawn(minor, auditor)
    minor.no_action_reason = "Rättat på plats."
    assert asks not in _drawn(minor, controller)
    minor.no_action_reason = ""
    rules = FollowUpRulesFactory(municipality=process.plan.board.municipality, action_from="major")
    assert asks not in _drawn(minor, controller)
    rules.delete()
    ActionFactory(event=None, follow_up=follow_up, result=minor, text="Lista")
    drawn = _drawn(minor, controller)
    assert asks not in drawn
    assert "Lista" in drawn


def test_the_status_is_not_changed_in_place(client: Client, controller: User, linden: Action) -> None:
    client.force_login(controller)
    assert 'name="status"' not in client.get(f"/andra/atgard/{linden.pk}/").content.decode()
    client.post(f"/andra/atgard/{linden.pk}/", {"text": "Lista", "analysis": "", "status": "closed", "version": 1})
    linden.refresh_from_db()
    assert (linden.text, linden.status) == ("Lista", "not_started")


def test_the_history_names_who_became_responsible(client: Client, controller: User, linden: Action) -> None:
    client.force_login(controller)
    client.post(f"/atgard/{linden.pk}/andra/", {**_values(controller), "text": linden.text, "version": 1})
    history = client.get(f"/historik/atgard/{linden.pk}/").content.decode()
    assert "Ansvarig" in history
    assert "Joel Brandt" in history
