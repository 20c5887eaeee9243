from typing import Any

import pytest
from django.db import connection

from factories import CouncilGoalFactory, GoalFactory, MunicipalityFactory, OrientationGoalFactory, PlanFactory, adopted
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Board, Municipality, User
from rimlig.planning.models import CouncilGoal, Goal, OrientationGoal
from rimlig.planning.municipality.council_goals import (
    NewGoal,
    NewOrientation,
    add_goal,
    add_orientation,
    change_goal,
    change_orientation,
    copy_goals,
    move,
    remove_goal,
    remove_orientation,
    store_goals,
)
from rimlig.planning.municipality.queries_goals import (
    differing_goals,
    goals_of_next_year,
    goals_of_year,
    goals_to_take,
    years_with_goals,
)
from rimlig.planning.outline.goals import take_goals, use_council_wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality(board: Board) -> Municipality:
    return board.municipality


def _goals(municipality: Municipality, year: int = 2026) -> list[str]:
    return [str(goal) for goal in CouncilGoal.objects.filter(municipality=municipality, year=year)]


def _by_whom(row: Any) -> list[tuple[str, int | None]]:
    contexts = row.history.order_by("pgh_id").values_list("pgh_context__metadata", flat=True)
    return [(context["operation"], context["user"]) for context in contexts]


def _change(goal: CouncilGoal, **values: Any) -> CouncilGoal:
    now = {"number": goal.number, "title": goal.title, "orientation": goal.orientation, "origin": goal.origin}
    return change_goal(goal, **{**now, "version": goal.version, "by": None, **values})


def test_goals_are_added_last_and_it_is_written_who_did_it(municipality: Municipality, controller: User) -> None:
    above = add_orientation(municipality, 2026, number="1", title="Växa upp", by=controller)
    for number in ("1.1", "1.2"):
        goal = add_goal(municipality, 2026, number=number, title="Trygg start", orientation=above, by=controller)
    assert _goals(municipality) == ["1.1 Trygg start", "1.2 Trygg start"]
    assert (goal.orientation, _by_whom(goal)) == (above, [("planning.add_goal", controller.pk)])


@pytest.mark.parametrize("add", [add_goal, add_orientation])
def test_a_number_that_is_taken_is_refused_in_words(municipality: Municipality, add: Any) -> None:
    add(municipality, 2026, number="1", title="Först", by=None)
    with pytest.raises(RuleBroken, match=r"^Året har redan ett (inriktnings)?mål med det numret\.$"):
        add(municipality, 2026, number="1", title="Sedan", by=None)


def test_a_goal_cannot_stand_below_an_orientation_goal_of_another_year(municipality: Municipality) -> None:
    above = OrientationGoalFactory(municipality=municipality, year=2025)
    with pytest.raises(RuleBroken, match="samma år"):
        add_goal(municipality, 2026, number="1.1", title="Trygg start", orientation=above, by=None)


def test_who_comes_second_sees_what_the_first_wrote_and_overwrites_nothing(municipality: Municipality) -> None:
    opened = CouncilGoalFactory(municipality=municipality, number="1.1", title="Som beslutat")
    _change(opened, title="Den förstas")
    with pytest.raises(Outdated) as outdated:
        _change(opened, title="Den andras")
    assert (outdated.value.current.title, CouncilGoal.objects.get().title) == ("Den förstas", "Den förstas")


def test_the_same_change_sent_twice_is_made_once(municipality: Municipality) -> None:
    opened = OrientationGoalFactory(municipality=municipality, number="1", title="Som beslutat")
    for _time in range(2):
        now = change_orientation(opened, number="1", title="Ändrad", version=1, by=None)
    assert (now.title, now.version) == ("Ändrad", 2)


def test_changing_what_somebody_has_removed_is_refused(municipality: Municipality) -> None:
    goal = CouncilGoalFactory(municipality=municipality)
    CouncilGoal.objects.all().delete()
    with pytest.raises(RuleBroken, match="Det du skrev har inte sparats"):
        _change(goal, title="Ny")


def test_a_goal_moves_among_the_goals_of_its_own_orientation_goal(municipality: Municipality) -> None:
    above = OrientationGoalFactory(municipality=municipality)
    first = CouncilGoalFactory(municipality=municipality, orientation=above, number="1.1", title="A", position=0)
    CouncilGoalFactory(municipality=municipality, number="9", title="Utan", position=1)
    last = CouncilGoalFactory(municipality=municipality, orientation=above, number="1.2", title="B", position=2)
    assert move(first, 1, by=None)
    assert _goals(municipality) == ["1.2 B", "9 Utan", "1.1 A"]
    assert [move(last, -1, by=None), move(first, 1, by=None)] == [False, False]
    assert _goals(municipality) == ["1.2 B", "9 Utan", "1.1 A"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_goal_that_a_plan_uses_stays_and_the_board_is_named(municipality: Municipality) -> None:
    goal = CouncilGoalFactory(municipality=municipality)
    GoalFactory(council_goal=goal, plan=PlanFactory(board__name="Kulturnämnden", board__municipality=municipality))
    with pytest.raises(RuleBroken, match="Målet står i planen hos Kulturnämnden"):
        remove_goal(goal, by=None)
    assert CouncilGoal.objects.get() == goal


def test_a_goal_that_no_plan_uses_is_removed_once(municipality: Municipality) -> None:
    goal = CouncilGoalFactory(municipality=municipality)
    for _time in range(2):
        remove_goal(goal, by=None)
    assert _goals(municipality) == []


def test_an_orientation_goal_with_goals_stays(municipality: Municipality) -> None:
    above = OrientationGoalFactory(municipality=municipality)
    below = CouncilGoalFactory(municipality=municipality, orientation=above)
    with pytest.raises(RuleBroken, match=r"^1 mål står under det"):
        remove_orientation(above, by=None)
    remove_goal(below, by=None)
    remove_orientation(above, by=None)
    assert OrientationGoal.objects.count() == 0


def test_an_import_is_stored_whole_or_not_at_all(municipality: Municipality) -> None:
    CouncilGoalFactory(municipality=municipality, number="1.2", title="Redan här")
    with pytest.raises(RuleBroken, match="det numret"):
        store_goals(
            municipality,
            2026,
            [NewOrientation("1", "Växa upp")],
            [NewGoal("1.1", "Trygg start", "1"), NewGoal("1.2", "En till", "1")],
            by=None,
        )
    assert (_goals(municipality), OrientationGoal.objects.count()) == (["1.2 Redan här"], 0)


def test_goals_of_an_import_come_below_the_orientation_goals_that_came_or_were_there(
    municipality: Municipality,
) -> None:
    OrientationGoalFactory(municipality=municipality, number="2")
    goals = [NewGoal("1.1", "Trygg start", "1"), NewGoal("2.1", "Balans", "2"), NewGoal("3", "Fri")]
    assert store_goals(municipality, 2026, [NewOrientation("1", "Växa upp")], goals, by=None) == (1, 3)
    above = CouncilGoal.objects.values_list("number", "orientation__number")
    assert list(above) == [("1.1", "1"), ("2.1", "2"), ("3", None)]


def test_next_year_begins_with_linked_copies_and_tells_what_differs(municipality: Municipality) -> None:
    above = OrientationGoalFactory(municipality=municipality, number="1")
    for number in ("1.1", "1.2", "1.3"):
        CouncilGoalFactory(municipality=municipality, orientation=above, number=number, title=f"Mål {number}")
    assert copy_goals(municipality, 2027, by=None) == 3
    copies = CouncilGoal.objects.filter(year=2027)
    assert [(goal.origin and goal.origin.year, goal.orientation and goal.orientation.origin) for goal in copies] == [
        (2026, above)
    ] * 3
    copies.filter(number="1.2").update(title="Ändrat")
    copies.filter(number="1.3").delete()
    add_goal(municipality, 2027, number="1.4", title="Nytt", by=None)
    year = goals_of_year(municipality, 2027)
    assert [(goal.number, goal.origin and goal.origin.title) for goal in year.goals] == [
        ("1.1", "Mål 1.1"),
        ("1.2", "Mål 1.2"),
        ("1.4", None),
    ]
    assert [goal.number for goal in year.dropped] == ["1.3"]
    assert [section.orientation and section.orientation.number for section in year.sections] == ["1", None]
    assert years_with_goals(municipality) == [2026, 2027]


def test_a_year_that_has_goals_is_not_copied_into(municipality: Municipality) -> None:
    CouncilGoalFactory(municipality=municipality, year=2026)
    CouncilGoalFactory(municipality=municipality, year=2027, number="7", title="Eget")
    with pytest.raises(RuleBroken, match=r"^Året har redan mål"):
        copy_goals(municipality, 2027, by=None)
    assert _goals(municipality, 2027) == ["7 Eget"]


def test_a_year_without_goals_cannot_be_copied(municipality: Municipality) -> None:
    with pytest.raises(RuleBroken, match="inga mål för 2026"):
        copy_goals(municipality, 2027, by=None)


def test_a_draft_takes_up_goals_once_and_keeps_its_words_when_the_council_changes_its(board: Board) -> None:
    plan = PlanFactory(board=board)
    council = [
        CouncilGoalFactory(municipality=board.municipality, number=f"1.{n}", title=f"Mål {n}", position=n)
        for n in (2, 1)
    ]
    assert [goal.number for goal in goals_to_take(plan)] == ["1.1", "1.2"]
    assert [goal.number for goal in take_goals(plan, council, by=None)] == ["1.1", "1.2"]
    assert take_goals(plan, council, by=None) == []
    assert list(goals_to_take(plan)) == []
    _change(council[1], title="Omskrivet")
    differing = differing_goals(plan).get()
    assert (differing.title, differing.council_goal and differing.council_goal.title) == ("Mål 1", "Omskrivet")
    assert use_council_wording(differing, by=None).title == "Omskrivet"
    assert list(differing_goals(plan)) == []


def test_goals_of_another_municipality_or_year_are_not_taken_up(board: Board) -> None:
    plan = PlanFactory(board=board)
    for stranger in (CouncilGoalFactory(), CouncilGoalFactory(municipality=board.municipality, year=2027)):
        with pytest.raises(RuleBroken, match="Ingenting lades till"):
            take_goals(plan, [stranger], by=None)
    assert Goal.objects.count() == 0


def test_a_decided_plan_takes_up_nothing(board: Board) -> None:
    plan = PlanFactory(board=board)
    goal = CouncilGoalFactory(municipality=board.municipality)
    adopted(plan)
    with pytest.raises(RuleBroken):
        take_goals(plan, [goal], by=None)
    assert plan.goals.count() == 0


def test_a_plan_that_is_rolled_over_finds_the_goals_that_its_goals_have_become(board: Board) -> None:
    before = CouncilGoalFactory(municipality=board.municipality, year=2026)
    after = CouncilGoalFactory(municipality=board.municipality, year=2027, origin=before)
    plan = PlanFactory(board=board, year=2026)
    assert list(goals_of_next_year(GoalFactory(plan=plan, council_goal=before))) == [after]
    assert list(goals_of_next_year(GoalFactory(plan=plan))) == []


def test_municipalities_never_see_each_others_goals(municipality: Municipality) -> None:
    add_goal(MunicipalityFactory(), 2026, number="1", title="Annans", by=None)
    assert goals_of_year(municipality, 2026).goals == ()
