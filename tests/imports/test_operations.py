from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoAssertNumQueries

from copies import documents_with_copies
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import ActionPlan, Document, Event, FollowUp, Goal, Kind, Process, WorkingMethod
from rimlig.followup.models import Action, FollowUpResult, PeriodCode
from rimlig.followup.queries import document_of
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models import Limit, Plan, PlannedFollowUp, ProcessGoal
from rimlig.planning.models import Process as StoredProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    municipality = Municipality.objects.create(code="lindhaga", name="Lindhaga")
    return Board.objects.create(municipality=municipality, code="sdn", name="Lindhaga stadsdelsnämnd")


def _storable(document: Document) -> Document:
    """Put the numbers of units in the order that the database demands."""
    plans = tuple(
        replace(plan, units_at_risk=min(units), units_total=max(units)) if None not in units else plan
        for plan in document.action_plans
        for units in [(plan.units_at_risk, plan.units_total)]
    )
    return replace(document, action_plans=plans)


@settings(derandomize=True, max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents_with_copies())
def test_a_stored_report_comes_out_as_it_went_in(board: Board, document: Document) -> None:
    document = _storable(document)
    with transaction.atomic():
        stored = store_document(document, board, year=2018, by=None)
        out = document_of(stored.plan, Kind.FOLLOW_UP, stored.period)
        transaction.set_rollback(True)  # each example meets an empty board
    assert replace(out, warnings=()) == replace(document, year=2018, board=board.name)


def _report(*processes: Process) -> Document:
    goals = tuple(Goal(f"1.{number}", f"Mål {number}", (process,)) for number, process in enumerate(processes, 1))
    return Document(Kind.FOLLOW_UP, 2018, "Rapport", goals=goals)


METHOD = WorkingMethod("Attest", "Listan stäms av", (Event("Fel lön"),), (FollowUp("Stickprov", result="Bra"),))
PLANS = Document(Kind.ACTION_PLANS, 2018, action_plans=(ActionPlan("Avtal följs inte", "Två enheter", 2, 8),))


def test_copies_are_stored_once_and_the_difference_as_a_limit(board: Board) -> None:
    own = replace(METHOD, events=(*METHOD.events, Event("Vite")))
    store_document(_report(Process("Lön", (METHOD,)), Process("Lön", (own,))), board, year=2018, by=None)
    assert StoredProcess.objects.count() == 1
    assert ProcessGoal.objects.count() == 2
    limit = Limit.objects.get()
    assert (limit.event.text, limit.placement.goal.number) == ("Vite", "1.2")


def test_a_second_document_of_the_same_kind_is_refused_and_changes_nothing(board: Board) -> None:
    stored = store_document(_report(Process("Lön", (METHOD,))), board, year=2018, by=None)
    before = document_of(stored.plan, Kind.FOLLOW_UP, stored.period)
    with pytest.raises(RuleBroken) as refused:
        store_document(_report(Process("Inköp", (METHOD,))), board, year=2018, by=None)
    assert str(refused.value) == (
        "Lindhaga stadsdelsnämnd har redan en plan för 2018 med sådant innehåll. Inget har ändrats."
        " Välj att ersätta den om det här dokumentet ska ta dess plats."
    )
    assert document_of(stored.plan, Kind.FOLLOW_UP, stored.period) == before


def test_replacing_leaves_nothing_of_the_old_tables_and_all_of_the_action_plans(board: Board) -> None:
    store_document(_report(Process("Lön", (METHOD,))), board, year=2018, by=None)
    store_document(PLANS, board, year=2018, by=None)
    new = _report(Process("Inköp", (METHOD,)))
    stored = store_document(new, board, year=2018, replace=True, by=None)
    out = document_of(stored.plan, Kind.FOLLOW_UP, stored.period)
    assert out.goals == new.goals
    assert out.action_plans == PLANS.action_plans
    assert (PlannedFollowUp.objects.count(), FollowUpResult.objects.count(), Action.objects.count()) == (1, 1, 0)


def test_action_plans_come_out_as_their_own_document(board: Board) -> None:
    stored = store_document(PLANS, board, year=2018, by=None)
    assert stored.period is None
    out = document_of(stored.plan, Kind.ACTION_PLANS)
    assert out == replace(PLANS, board=board.name)


@pytest.mark.parametrize(
    ("document", "year"),
    [
        (PLANS, 1066),
        (replace(PLANS, action_plans=(ActionPlan("Avtal", "", 9, 8),)), 2018),
        (_report(Process("Lön", (replace(METHOD, events=(Event("Fel lön", 99, 1),)),))), 2018),
        (replace(_report(), goals=(Goal("1." * 40, ""),)), 2018),
    ],
)
def test_values_that_the_database_cannot_hold_are_refused_before_anything_is_stored(
    board: Board, document: Document, year: int
) -> None:
    with pytest.raises(RuleBroken):
        store_document(document, board, year=year, by=None)
    assert Plan.objects.count() == 0


def test_the_period_gets_the_dates_of_the_year(board: Board) -> None:
    stored = store_document(_report(), board, year=2018, period=PeriodCode.T2, by=None)
    assert stored.period is not None
    assert (str(stored.period.starts), str(stored.period.ends)) == ("2018-05-01", "2018-08-31")


def test_taking_a_document_out_asks_the_same_number_of_questions_whatever_its_size(
    board: Board, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year, count in ((2018, 1), (2019, 3)):
        processes = [Process(f"Lön {n}", (METHOD,) * count) for n in range(count)]
        stored = store_document(_report(*processes), board, year=year, by=None)
        with django_assert_num_queries(QUERIES_OF_A_DOCUMENT):
            document_of(stored.plan, Kind.FOLLOW_UP, stored.period)


QUERIES_OF_A_DOCUMENT = 17
