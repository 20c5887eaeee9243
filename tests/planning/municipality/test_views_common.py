import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import person
from factories import (
    BoardFactory,
    CommonRiskFactory,
    GoalFactory,
    PlanFactory,
    RoleAssignmentFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import CommonRisk, CommonRiskRefusal, Plan, UndesiredEvent
from rimlig.planning.municipality.common_answers import refuse, take_up


@pytest.fixture
def siv(board: Board) -> User:
    """The central controller."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    return user


@pytest.fixture
def central(client: Client, siv: User) -> Client:
    client.force_login(siv)
    return client


@pytest.fixture
def joel(client: Client, controller: User) -> Client:
    """The board's controller is signed in."""
    client.force_login(controller)
    return client


@pytest.fixture
def risk(board: Board) -> CommonRisk:
    made: CommonRisk = CommonRiskFactory(
        municipality=board.municipality, text="Avtal löper ut", control="Avtalsregister", sent_at=timezone.now()
    )
    return made


def _page(board: Board) -> str:
    return f"/kommun/{board.municipality_id}/gemensamma-risker/2026/"


def _asked(plan: Plan) -> str:
    return f"/plan/{plan.pk}/gemensamma-risker/"


def _text(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_a_risk_goes_from_written_to_sent_to_withdrawn(central: Client, board: Board) -> None:
    central.post(f"{_page(board)}ny/", {"text": "Avtal löper ut", "required": "on"})
    risk = CommonRisk.objects.get()
    start = f"/kommun/gemensam-risk/{risk.pk}"
    assert "Inte skickade än Avtal löper ut Obligatorisk" in _text(central.get(_page(board)))
    central.post(f"{start}/andra/", {"text": "Avtal löper ut obemärkt", "version": 1})
    answer = central.post(f"{start}/skicka/", follow=True)
    assert "Risken är skickad till alla nämnder." in _text(answer)
    assert "Inget svar än" in _text(answer)
    central.post(f"{start}/dra-tillbaka/")
    risk.refresh_from_db()
    assert (risk.text, risk.required, risk.withdrawn_at is None) == ("Avtal löper ut obemärkt", False, False)


def test_a_risk_that_is_sent_cannot_be_changed_or_removed_and_the_form_says_why(
    central: Client, risk: CommonRisk
) -> None:
    for action, sent in (("andra", {"text": "Nytt", "version": 1}), ("ta-bort", {})):
        answer = central.post(f"/kommun/gemensam-risk/{risk.pk}/{action}/", sent)
        assert answer.status_code == 422
        assert "texten ligger fast" in _text(answer)


def test_last_years_risks_are_copied(central: Client, board: Board, risk: CommonRisk) -> None:
    next_year = _page(board).replace("2026", "2027")
    assert "Kopiera riskerna från 2026" in _text(central.get(next_year))
    answer = central.post(f"{next_year}kopiera/", follow=True)
    assert "1 risk kopierades." in _text(answer)
    assert "Avtal löper ut Rekommenderad · kopierad från förra året" in _text(answer)


def test_a_boards_controller_reads_the_overview_and_changes_nothing(
    joel: Client, board: Board, risk: CommonRisk
) -> None:
    text = _text(joel.get(_page(board)))
    assert "Avtal löper ut" in text
    assert "Skriv en gemensam risk" not in text
    assert joel.post(f"/kommun/gemensam-risk/{risk.pk}/dra-tillbaka/").status_code == 403


def test_the_way_from_the_administration_leads_to_the_latest_year(
    central: Client, board: Board, risk: CommonRisk
) -> None:
    answer = central.get(f"/kommun/{board.municipality_id}/gemensamma-risker/")
    assert answer["Location"] == _page(board)


def test_a_board_takes_a_risk_up_into_a_method_that_it_has(joel: Client, plan: Plan, risk: CommonRisk) -> None:
    method = WorkingMethodFactory(process__plan=plan, name="Avtalsbevakning")
    answer = joel.post(f"{_asked(plan)}{risk.pk}/ta-upp/", {"method": method.pk}, follow=True)
    assert answer.redirect_chain == [(f"{_asked(plan)}#risk-{risk.pk}", 302)]
    assert "Risken står i planen under Avtalsbevakning." in _text(answer)
    assert "Nämnden har svarat på alla." in _text(answer)
    assert UndesiredEvent.objects.get().working_method == method


def test_a_board_takes_a_risk_up_into_a_new_process(joel: Client, plan: Plan, risk: CommonRisk) -> None:
    goal = GoalFactory(plan=plan)
    address = f"{_asked(plan)}{risk.pk}/ta-upp/"
    answer = joel.post(address, {"new_method": "Avtalsbevakning"})
    assert answer.status_code == 422
    assert "Välj en process ovan, eller ge en ny ett namn här." in _text(answer)
    joel.post(address, {"new_method": "Avtalsbevakning", "new_process": "Inköp", "goals": [goal.pk]})
    method = UndesiredEvent.objects.get().working_method
    assert (method.name, method.process.name, method.process.goals.get()) == ("Avtalsbevakning", "Inköp", goal)


def test_the_answer_to_last_years_risk_is_suggested_for_the_copy(joel: Client, plan: Plan, risk: CommonRisk) -> None:
    rolled = UndesiredEventFactory(working_method__process__plan=plan, common_risk=risk, text="Avtal glöms")
    copy = CommonRiskFactory(municipality=risk.municipality, origin=risk, sent_at=timezone.now())
    address = f"{_asked(plan)}{copy.pk}/ta-upp/"
    assert f'<option value="{rolled.pk}" selected>Avtal glöms</option>' in joel.get(address).content.decode()
    joel.post(address, {"event": rolled.pk})
    rolled.refresh_from_db()
    assert rolled.common_risk == copy


def test_a_recommended_risk_is_left_out_for_a_reason(joel: Client, plan: Plan, risk: CommonRisk) -> None:
    address = f"{_asked(plan)}{risk.pk}/avsta/"
    answer = joel.post(address, {"reason": " "})
    assert "Skriv varför nämnden inte tar upp risken." in _text(answer)
    joel.post(address, {"reason": "Inga egna avtal."})
    assert "Nämndens skäl Inga egna avtal." in _text(joel.get(_asked(plan)))
    assert CommonRiskRefusal.objects.get().board == plan.board


def test_a_required_risk_offers_no_way_out(joel: Client, board: Board, plan: Plan) -> None:
    risk = CommonRiskFactory(municipality=board.municipality, required=True, sent_at=timezone.now())
    assert "Avstå" not in _text(joel.get(_asked(plan)))
    answer = joel.post(f"{_asked(plan)}{risk.pk}/avsta/", {"reason": "Vill inte"})
    assert answer.status_code == 422
    assert "Risken är obligatorisk för alla nämnder" in _text(answer)


def test_a_decided_plan_says_what_to_do(joel: Client, plan: Plan, risk: CommonRisk) -> None:
    adopted(plan)
    text = _text(joel.get(_asked(plan)))
    assert "1 risk väntar på nämndens svar. Planen är inte ett utkast. Börja en revidering" in text
    assert "Ta upp" not in text.partition("Inget svar än")[2]


def test_who_only_reads_sees_the_answers_and_no_buttons(
    client: Client, board_member: User, plan: Plan, risk: CommonRisk
) -> None:
    client.force_login(board_member)
    text = _text(client.get(_asked(plan)))
    assert "Inget svar än" in text
    assert client.get(f"{_asked(plan)}{risk.pk}/ta-upp/").status_code == 403


def test_a_risk_that_is_not_asked_of_the_board_is_not_there(joel: Client, plan: Plan) -> None:
    for risk in (CommonRiskFactory(sent_at=timezone.now()), CommonRiskFactory(municipality=plan.board.municipality)):
        assert joel.get(f"{_asked(plan)}{risk.pk}/ta-upp/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_however_many_risks_and_boards(
    client: Client, siv: User, board: Board, plan: Plan, rows: int, django_assert_num_queries: Any
) -> None:
    client.force_login(siv)
    other = PlanFactory(board=BoardFactory(municipality=board.municipality), year=2026)
    for _row in range(rows):
        risk = CommonRiskFactory(municipality=board.municipality, sent_at=timezone.now())
        take_up(plan, risk, WorkingMethodFactory(process__plan=plan), by=None)
        refuse(other, risk, reason="Inga avtal", by=None)
        PlanFactory(board=BoardFactory(municipality=board.municipality), year=2026)
    with django_assert_num_queries(9):
        client.get(_page(board))
    with django_assert_num_queries(7):
        client.get(_asked(plan))
