import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import CommonRiskFactory, CouncilGoalFactory, GoalFactory, adopted
from rimlig.organisation.models import Board, User
from rimlig.planning.models import CouncilGoal, Goal, Plan
from rimlig.planning.outline.completeness import missing


@pytest.fixture
def goal(plan: Plan) -> Goal:
    """A goal that the council has reworded since the plan took it."""
    council = CouncilGoalFactory(municipality=plan.board.municipality, number="1.1", title="Trygg start")
    made: Goal = GoalFactory(plan=plan, council_goal=council, number="1.1", title="Trygg start")
    CouncilGoal.objects.update(title="Tryggare start")
    return made


def _page(plan: Plan) -> str:
    return f"/plan/{plan.pk}/fullmaktiges-lydelse/"


def _text(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_the_difference_is_shown_and_the_councils_words_taken_at_a_press(
    client: Client, controller: User, plan: Plan, goal: Goal
) -> None:
    client.force_login(controller)
    text = _text(client.get(_page(plan)))
    assert "I planen 1.1 Trygg start Fullmäktiges 1.1 Tryggare start Ta fullmäktiges lydelse 1.1" in text
    answer = client.post(f"{_page(plan)}{goal.pk}/", follow=True)
    assert "Planens mål har samma lydelse som fullmäktiges" in _text(answer)
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Tryggare start", 2)


def test_a_decided_plan_keeps_its_words(client: Client, controller: User, plan: Plan, goal: Goal) -> None:
    adopted(plan)
    client.force_login(controller)
    assert "Ta fullmäktiges lydelse" not in _text(client.get(_page(plan)))
    answer = client.post(f"{_page(plan)}{goal.pk}/")
    assert (answer.status_code, Goal.objects.get().title) == (422, "Trygg start")


def test_who_only_reads_takes_nothing(client: Client, board_member: User, plan: Plan, goal: Goal) -> None:
    client.force_login(board_member)
    assert "Tryggare start" in _text(client.get(_page(plan)))
    assert client.post(f"{_page(plan)}{goal.pk}/").status_code == 403


def test_the_goal_of_another_plan_is_not_there(client: Client, controller: User, plan: Plan) -> None:
    client.force_login(controller)
    assert client.post(f"{_page(plan)}{GoalFactory().pk}/").status_code == 404


def test_what_the_municipality_asks_of_the_plan_is_among_what_is_missing(board: Board, plan: Plan, goal: Goal) -> None:
    required = CommonRiskFactory(municipality=board.municipality, required=True, sent_at=timezone.now())
    CommonRiskFactory(municipality=board.municipality, sent_at=timezone.now())
    asked = {"goal_worded_otherwise", "required_risk_unanswered", "recommended_risk_unanswered"}
    start = f"/plan/{plan.pk}"
    assert [(one.code, one.address, one.hinders) for one in missing(plan) if one.code in asked] == [
        ("required_risk_unanswered", f"{start}/gemensamma-risker/{required.pk}/ta-upp/", True),
        ("goal_worded_otherwise", f"{start}/fullmaktiges-lydelse/", False),
        ("recommended_risk_unanswered", f"{start}/gemensamma-risker/", False),
    ]
