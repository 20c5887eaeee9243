import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import GoalFactory, OngoingControlFactory, PlanFactory, ProcessFactory, adopted
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan, PlanState
from rimlig.search.asking import LONGEST, Asked
from rimlig.search.finding import PAGE, Wanted, find
from rimlig.search.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(plan: Plan) -> None:
    """Some controls to find."""
    for text in (
        "Kontrollerna görs av förskollärare varje månad",
        "Rektorn kontrollerar betygen",
        "Lärarna bedömer prov tillsammans",
        "Ärenden som ÄR ÖVERKLAGADE följs upp",
        "Lex Sarah är känd av alla",
    ):
        OngoingControlFactory(working_method__process__plan=plan, text=text)


def titles(user: User, words: str) -> list[str]:
    found = find(user, Wanted(Asked.read(words), kind=Kind.CONTROL))
    assert found.total == len(found.hits)
    return [str(hit.title).replace("<mark>", "").replace("</mark>", "") for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "first", "number"),
    [
        ("kontrollen", "Kontrollerna görs av förskollärare varje månad", 2),
        ("KONTROLL", "Rektorn kontrollerar betygen", 2),
        ("betyg", "Rektorn kontrollerar betygen", 1),
        ("kontroll betyg", "Rektorn kontrollerar betygen", 1),
        ("försk", "Kontrollerna görs av förskollärare varje månad", 1),
        # The word itself before the compound that has it inside.
        ("lärare", "Lärarna bedömer prov tillsammans", 2),
        ("överklagad", "Ärenden som ÄR ÖVERKLAGADE följs upp", 1),
        ("klagad", "Ärenden som ÄR ÖVERKLAGADE följs upp", 1),
        ('"lex sarah"', "Lex Sarah är känd av alla", 1),
        ("kontroll -betyg", "Kontrollerna görs av förskollärare varje månad", 1),
        ("betyg OR sarah", "Rektorn kontrollerar betygen", 2),
    ],
)
def test_words_find_texts(said: None, controller: User, words: str, first: str, number: int) -> None:
    found = titles(controller, words)
    assert (found[0], len(found)) == (first, number)


@pytest.mark.parametrize("words", ["xylofon", '"sarah lex"', "betyg lex", "kontroll -kontroll"])
def test_words_that_stand_nowhere_find_nothing(said: None, controller: User, words: str) -> None:
    assert titles(controller, words) == []


@pytest.mark.parametrize("words", ["", "   ", "-kontroll", "-", '""', "!!", "or", "\x00"])
def test_what_says_nothing_is_not_sought(said: None, controller: User, words: str) -> None:
    assert not Asked.read(words).is_something
    assert find(controller, Wanted(Asked.read(words))).total == 0


@settings(deadline=None)
@given(words=st.text(max_size=60))
def test_anything_can_be_sought(words: str) -> None:
    asked = Asked.read(words)
    assert len(asked.line) <= LONGEST
    find(User(pk=0), Wanted(asked))


@pytest.mark.parametrize(
    "words", ["'", "a:*", "a & b |", "\\", "förs' :*", "%", "_", "<b>x", "('a", "å" * 500, "kontroll '"]
)
def test_signs_of_the_database_are_only_signs(said: None, controller: User, words: str) -> None:
    find(controller, Wanted(Asked.read(words)))


@pytest.mark.parametrize("number", ["2.10", " 2.10 "])
def test_a_goals_number_leads_to_the_goal_first(plan: Plan, controller: User, number: str) -> None:
    goal = GoalFactory(plan=plan, number="2.10", title="Trygga äldre")
    GoalFactory(plan=plan, number="2.1", title="Barn")
    ProcessFactory(plan=plan, name="2.10 2.10 2.10")
    hit = find(controller, Wanted(Asked.read(number))).hits[0]
    assert hit.thing.url == f"/plan/{plan.pk}/?mal={goal.pk}"


@pytest.mark.parametrize("number", ["LIN 2025/118", "lin 2025/118", "LIN2025/118"])
def test_a_registry_number_leads_to_the_plan_and_its_decision_first(plan: Plan, controller: User, number: str) -> None:
    ProcessFactory(plan=plan, name="LIN 2025/118 och LIN 2025/118")
    adopted(plan)
    hits = find(controller, Wanted(Asked.read(number))).hits
    assert [hit.kind for hit in hits[:2]] == [Kind.PLAN, Kind.DECISION]


def test_a_board_and_a_year_find_the_plan(board: Board, controller: User) -> None:
    plans = [PlanFactory(board=board, year=year) for year in (2025, 2026)]
    hits = find(controller, Wanted(Asked.read("lindhaga 2025"))).hits
    assert [hit.thing.url for hit in hits] == [f"/plan/{plans[0].pk}/"]


def test_replaced_editions_are_left_out_until_they_are_asked_for(board: Board, controller: User) -> None:
    plan = PlanFactory(board=board)
    ProcessFactory(plan=plan, name="Upphandling")
    adopted(plan)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPLACED)
    assert find(controller, Wanted(Asked.read("upphandling"))).total == 0
    assert find(controller, Wanted(Asked.read("upphandling"), old=True)).total == 1


def test_a_title_answers_better_than_a_text_and_a_later_year_before_an_earlier(board: Board, controller: User) -> None:
    early, late = (PlanFactory(board=board, year=year) for year in (2024, 2026))
    for plan in (early, late):
        ProcessFactory(plan=plan, name="Upphandling")
    ProcessFactory(plan=late, name="Inköp", reason="Det är mycket upphandling.")
    hits = find(controller, Wanted(Asked.read("upphandling"))).hits
    assert [(hit.thing.crumbs[1], "Upphandling" in hit.title) for hit in hits] == [
        ("2026", True),
        ("2024", True),
        ("2026", False),
    ]


def test_pages_hold_each_hit_once(plan: Plan, controller: User) -> None:
    for number in range(PAGE + 3):
        ProcessFactory(plan=plan, name=f"Upphandling {number}")
    pages = [find(controller, Wanted(Asked.read("upphandling"), page=page)) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [PAGE, 3, 3]  # beyond the last page stands the last
    urls = [hit.thing.url for page in pages[:2] for hit in page.hits]
    assert len(set(urls)) == PAGE + 3
