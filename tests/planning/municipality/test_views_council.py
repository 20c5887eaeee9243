import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import person
from factories import CouncilGoalFactory, GoalFactory, OrientationGoalFactory, PlanFactory, RoleAssignmentFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import CouncilGoal, OrientationGoal

HTMX = {"HX-Request": "true"}


@pytest.fixture
def central(client: Client, board: Board) -> Client:
    """Siv, central controller, is signed in."""
    user = person("Siv Lund")
    RoleAssignmentFactory(user=user, role=Role.CENTRAL_CONTROLLER, board=None, municipality=board.municipality)
    client.force_login(user)
    return client


@pytest.fixture
def goal(board: Board) -> CouncilGoal:
    above = OrientationGoalFactory(municipality=board.municipality, number="1", title="Växa upp")
    made: CouncilGoal = CouncilGoalFactory(
        municipality=board.municipality, orientation=above, number="1.1", title="Trygg start"
    )
    return made


def _page(board: Board, year: int = 2026) -> str:
    return f"/kommun/{board.municipality_id}/mal/{year}/"


def _text(answer: Any) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_everybody_reads_the_goals_and_only_some_may_change_them(
    client: Client, central: Client, goal: CouncilGoal, board: Board, board_member: User
) -> None:
    assert "Lägg till ett mål" in _text(central.get(_page(board)))
    client.force_login(board_member)
    answer = client.get(_page(board))
    assert "1.1 Trygg start Inte i någon plan än." in _text(answer)
    assert "Lägg till" not in _text(answer)
    for address in (f"/kommun/mal/{goal.pk}/andra/", f"{_page(board)}nytt/"):
        assert client.get(address).status_code == 403


def test_the_way_from_the_administration_leads_to_the_latest_year(
    central: Client, goal: CouncilGoal, board: Board
) -> None:
    answer = central.get(f"/kommun/{board.municipality_id}/mal/")
    assert (answer.status_code, answer["Location"]) == (302, _page(board, 2026))


@pytest.mark.parametrize("year", [1989, 2101])
def test_a_year_that_cannot_be_is_not_there(central: Client, board: Board, year: int) -> None:
    assert central.get(_page(board, year)).status_code == 404


def test_a_goal_is_added_below_the_orientation_goal_that_one_was_at(
    central: Client, goal: CouncilGoal, board: Board
) -> None:
    form = central.get(f"{_page(board)}nytt/?under={goal.orientation_id}").content.decode()
    assert f'<option value="{goal.orientation_id}" selected>1 Växa upp</option>' in form
    sent = {"number": " 1.2 ", "title": "Elever  når målen", "orientation": goal.orientation_id}
    answer = central.post(f"{_page(board)}nytt/", sent)
    assert (answer.status_code, answer["Location"]) == (302, _page(board))
    added = CouncilGoal.objects.get(number="1.2")
    assert (added.title, added.orientation_id) == ("Elever når målen", goal.orientation_id)


def test_a_number_that_is_taken_is_said_in_the_form(central: Client, goal: CouncilGoal, board: Board) -> None:
    answer = central.post(f"{_page(board)}nytt/", {"number": "1.1", "title": "Igen"})
    assert answer.status_code == 422
    assert "Året har redan ett mål med det numret." in _text(answer)
    answer = central.post(f"{_page(board)}nytt-inriktningsmal/", {"number": "1", "title": "Igen"})
    assert "Året har redan ett inriktningsmål med det numret." in _text(answer)


def test_who_saves_second_sees_the_others_words_and_can_save_over(central: Client, goal: CouncilGoal) -> None:
    address = f"/kommun/mal/{goal.pk}/andra/"
    sent = {"number": "1.1", "title": "Min", "orientation": goal.orientation_id, "version": 1}
    CouncilGoal.objects.filter(pk=goal.pk).update(title="Den andras", version=2)
    answer = central.post(address, sent)
    assert answer.status_code == 409
    assert "Målets lydelse: det som står där nu Den andras Målets lydelse: ditt Min" in _text(answer)
    assert '<input type="hidden" name="version" value="2"' in answer.content.decode()
    assert central.post(address, {**sent, "version": 2}).status_code == 302
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Min", 3)


def test_a_goal_in_a_plan_is_not_removed_and_the_page_says_where_it_stands(
    central: Client, goal: CouncilGoal, board: Board
) -> None:
    in_plan = GoalFactory(plan=PlanFactory(board=board), council_goal=goal)
    address = f"/kommun/mal/{goal.pk}/ta-bort/"
    answer = central.post(address)
    assert answer.status_code == 422
    assert "Målet står i planen hos Lindhaga stadsdelsnämnd" in _text(answer)
    in_plan.delete()
    assert central.post(address)["Location"] == _page(board)
    assert CouncilGoal.objects.count() == 0


def test_an_orientation_goal_is_changed_and_then_removed(central: Client, board: Board) -> None:
    above = OrientationGoalFactory(municipality=board.municipality, number="1", title="Växa")
    start = f"/kommun/inriktningsmal/{above.pk}"
    central.post(f"{start}/andra/", {"number": "2", "title": "Växa upp", "version": 1})
    assert str(OrientationGoal.objects.get()) == "2 Växa upp"
    central.post(f"{start}/ta-bort/")
    assert OrientationGoal.objects.count() == 0


def test_moving_works_without_javascript_and_with_it(central: Client, goal: CouncilGoal, board: Board) -> None:
    CouncilGoalFactory(municipality=board.municipality, orientation=goal.orientation, number="1.2", position=99)
    address = f"/kommun/mal/{goal.pk}/flytta/"
    assert central.get(address)["Location"] == _page(board)
    answer = central.post(address, {"direction": "down"})
    assert answer["Location"] == f"{_page(board)}#councilgoal-{goal.pk}"
    assert list(CouncilGoal.objects.values_list("number", flat=True)) == ["1.2", "1.1"]
    part = central.post(address, {"direction": "up"}, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div class="stack wide" id="goals" data-say="Flyttat: 1.1 Trygg start">')
    assert part.count("autofocus") == 1
    part = central.post(address, {"direction": "up"}, headers=HTMX).content.decode()
    assert 'data-say="Det står redan först."' in part


def test_an_orientation_goal_moves_with_its_goals(central: Client, goal: CouncilGoal, board: Board) -> None:
    other = OrientationGoalFactory(municipality=board.municipality, number="2", title="Bo", position=99)
    central.post(f"/kommun/inriktningsmal/{other.pk}/flytta/", {"direction": "up"})
    assert [str(row) for row in OrientationGoal.objects.all()] == ["2 Bo", "1 Växa upp"]


def test_last_years_goals_are_copied_and_the_page_tells_what_differs(
    central: Client, goal: CouncilGoal, board: Board
) -> None:
    CouncilGoalFactory(municipality=board.municipality, number="1.2", title="Utgår", position=99)
    assert "Kopiera målen från 2026" in _text(central.get(_page(board, 2027)))
    answer = central.post(f"{_page(board, 2027)}kopiera/", follow=True)
    assert "2 mål kopierades." in _text(answer)
    CouncilGoal.objects.filter(year=2027, number="1.2").delete()
    CouncilGoal.objects.filter(year=2027, number="1.1").update(title="Tryggare start")
    CouncilGoalFactory(municipality=board.municipality, year=2027, number="1.3", title="Nytt mål", position=100)
    text = _text(central.get(_page(board, 2027)))
    assert "1.1 Tryggare start Omformulerat. Förra året: 1.1 Trygg start" in text
    assert "1.3 Nytt mål Nytt i år." in text
    assert "1 mål från 2026 fortsätter inte" in text
    assert text.endswith("1.2 Utgår")


def test_a_list_is_shown_and_stored_only_when_somebody_says_so(central: Client, board: Board) -> None:
    address = f"{_page(board)}las-in/"
    file = SimpleUploadedFile("mal.csv", "1;Växa upp\r\n1.1;Trygg start\r\n".encode("cp1252"))
    answer = central.post(address, {"file": file})
    assert "1 1 Växa upp Nytt inriktningsmål 2 1.1 Trygg start Nytt mål under 1" in _text(answer)
    assert CouncilGoal.objects.count() == 0
    answer = central.post(address, {"text": "1 Växa upp\n1.1 Trygg start", "store": "1"}, follow=True)
    assert "Lagrat: 1 mål och 1 inriktningsmål." in _text(answer)
    stored = CouncilGoal.objects.get()
    assert (str(stored), str(stored.orientation)) == ("1.1 Trygg start", "1 Växa upp")


def test_nothing_is_stored_while_a_line_is_wrong(central: Client, board: Board) -> None:
    answer = central.post(f"{_page(board)}las-in/", {"text": "1.1 Trygg start\n1.1 Igen", "store": "1"})
    assert "2 rader måste rättas" in _text(answer)
    assert 'name="store"' not in answer.content.decode()
    assert CouncilGoal.objects.count() == 0


@pytest.mark.parametrize("sent", [{"text": ""}, {"file": SimpleUploadedFile("x.xlsx", b"PK not a workbook")}])
def test_what_cannot_be_read_is_said_in_the_form(central: Client, board: Board, sent: dict[str, Any]) -> None:
    answer = central.post(f"{_page(board)}las-in/", sent)
    assert answer.status_code == 422
    assert "Det här behöver rättas" in _text(answer)


@pytest.mark.parametrize("goals", [1, 3])
def test_the_page_asks_the_same_number_of_questions_however_many_goals(
    central: Client, board: Board, goals: int, django_assert_num_queries: Any
) -> None:
    for position in range(goals):
        above = OrientationGoalFactory(municipality=board.municipality)
        before = CouncilGoalFactory(municipality=board.municipality, year=2025)
        goal = CouncilGoalFactory(
            municipality=board.municipality, orientation=above, origin=before, position=position + 900
        )
        GoalFactory(council_goal=goal)
    with django_assert_num_queries(8):
        central.get(_page(board))
