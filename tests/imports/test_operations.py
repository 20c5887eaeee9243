from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoAssertNumQueries

from copies import documents_with_copies
from plan_documents import DOCUMENT as PLAN
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import ActionPlan, Document, Event, FollowUp, Goal, Kind, Process, WorkingMethod
from rimlig.followup.models import Action, FollowUpResult, PeriodCode
from rimlig.followup.queries import document_of, scale_on_paper
from rimlig.imports.operations import already_stored, store_document
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment, User
from rimlig.planning.models import Limit, Plan, PlannedFollowUp, ProcessGoal, UndesiredEvent
from rimlig.planning.models import Process as StoredProcess
from rimlig.planning.standards import make_standard_scale

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


def _as_reported(document: Document) -> Document:
    """Return what a follow-up report says: how risks were valued and follow-ups planned stands in the plan's document."""
    return replace(
        document,
        scale=None,
        goals=tuple(
            replace(
                goal,
                processes=tuple(
                    Process(process.name, tuple(_as_reported_method(method) for method in process.working_methods))
                    for process in goal.processes
                ),
            )
            for goal in document.goals
        ),
    )


def _as_reported_method(method: WorkingMethod) -> WorkingMethod:
    events = (Event(e.text, e.likelihood, e.consequence, e.treatment, e.actions) for e in method.events)
    follow_ups = (FollowUp(f.text, f.deviation, f.result, f.measures, f.actions) for f in method.follow_ups)
    return WorkingMethod(method.name, method.control, tuple(events), tuple(follow_ups))


@settings(derandomize=True, max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents_with_copies())
def test_a_stored_report_comes_out_as_it_went_in(board: Board, document: Document) -> None:
    document = _storable(document)
    with transaction.atomic():
        stored = store_document(document, board, year=2018, by=None)
        out = document_of(stored.plan, Kind.FOLLOW_UP, stored.period)
        transaction.set_rollback(True)  # each example meets an empty board
    assert replace(out, warnings=()) == replace(_as_reported(document), year=2018, board=board.name)


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


QUERIES_OF_A_DOCUMENT = 18


@pytest.fixture
def known(board: Board) -> Board:
    """The board, with what the plan document names: categories, units and a person."""
    make_standard_scale(board.municipality, by=None)
    OrgUnit.objects.bulk_create(OrgUnit(board=board, name=name) for name in ("Hemtjänst norr", "Hemtjänst söder"))
    person = User.objects.create_user("ada@example.se", "Ada Ek")
    RoleAssignment.objects.create(user=person, role=Role.CONTROLLER, municipality=board.municipality, board=board)
    return board


def test_a_plan_comes_out_as_it_went_in_with_its_values_and_how_it_is_followed_up(known: Board) -> None:
    stored = store_document(PLAN, known, year=2027, by=None)
    out = document_of(stored.plan, Kind.PLAN)
    assert replace(out, warnings=(), scale=None) == replace(PLAN, board=known.name, scale=None)
    assert [remark.code for remark in stored.remarks] == ["scale-differs"]
    assert already_stored(PLAN, known, year=2027)


def test_a_plan_is_stored_as_the_choices_that_it_describes(known: Board) -> None:
    store_document(PLAN, known, year=2027, by=None)
    row = PlannedFollowUp.objects.get(text="Lönelistor granskas")
    assert (row.schedule, row.periods, row.due) == ("periods", ["T1", "VB"], None)
    assert (row.answering, [str(chosen) for chosen in row.chosen_units.all()]) == (
        "some_units",
        ["Hemtjänst norr", "Hemtjänst söder"],
    )
    assert (row.performer_role, row.performer, row.reviewer_role, str(row.reviewer)) == (
        *("performer", None),
        *("department_manager", "Ada Ek"),
    )
    assert (row.examination, row.examination_note) == ("sample", "tio listor")
    assert (row.criterion_none, row.criterion_minor, row.criterion_major) == (
        *("Alla tio listor stämmer.", "En lista avviker.\n\nEller ett beslut saknas.", "Fler än så."),
    )
    event = UndesiredEvent.objects.get(text="Jäv vid lönesättning")
    assert (str(event.category), str(event.accepted_by), event.treatment) == ("Mutor", "Ada Ek", "accept")


def test_names_that_nobody_has_are_kept_as_text_and_told(board: Board) -> None:
    make_standard_scale(board.municipality, by=None)
    stored = store_document(PLAN, board, year=2027, by=None)
    row = PlannedFollowUp.objects.get(text="Lönelistor granskas")
    assert row.method.split("\n\n")[2:] == [
        "Besvaras av: Hemtjänst norr; Hemtjänst söder",
        "Granskas av: Avdelningschef (Ada Ek)",
    ]
    assert (row.answering, row.reviewer_role) == ("board", "")
    event = UndesiredEvent.objects.get(text="Jäv vid lönesättning")
    assert (event.accepted_by, event.treatment_reason) == (None, "Få fall.\n\nAccepterad av: Ada Ek")
    assert [(remark.code, remark.where) for remark in stored.remarks[1:]] == [
        ("not-matched", "Lön › Attest i två steg")
    ] * 3


def test_a_category_that_the_municipality_lacks_is_left_out_and_told(known: Board) -> None:
    event = Event("Fel lön", 1, 1, category="Väder")
    goals = (Goal("1", "", (Process("Lön", (replace(METHOD, events=(event,)),)),)),)
    stored = store_document(Document(Kind.PLAN, goals=goals), known, year=2027, by=None)
    assert [remark.message for remark in stored.remarks] == ["”Väder” (kategorin) är inte känt här och utelämnades."]
    assert document_of(stored.plan, Kind.PLAN).goals[0].processes[0].working_methods[0].events[0].category == ""


def test_the_edition_of_the_scales_that_the_document_has_is_the_plans(known: Board) -> None:
    scale = known.municipality.risk_scales.get()
    document = replace(PLAN, scale=scale_on_paper(scale))
    stored = store_document(document, known, year=2027, by=None)
    assert (stored.plan.scale, stored.remarks) == (scale, ())


def test_a_value_above_the_steps_of_a_plan_that_is_there_is_refused_in_words(known: Board) -> None:
    Plan.objects.create(board=known, year=2027, scale=known.municipality.risk_scales.get())
    goals = (Goal("1", "", (Process("Lön", (replace(METHOD, events=(Event("Fel lön", 9, 9),)),)),)),)
    with pytest.raises(RuleBroken, match="Värdet är högre än stegen"):
        store_document(Document(Kind.PLAN, goals=goals), known, year=2027, by=None)
    assert UndesiredEvent.objects.count() == 0


def test_a_plan_is_taken_out_with_the_same_number_of_questions_whatever_its_size(
    known: Board, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    (first, *_others) = PLAN.goals
    for year, count in ((2027, 1), (2028, 3)):
        processes = tuple(
            replace(process, name=f"{process.name} {n}") for n in range(count) for process in first.processes
        )
        stored = store_document(replace(PLAN, goals=(replace(first, processes=processes),)), known, year=year, by=None)
        plan = Plan.objects.select_related("board", "scale").get(pk=stored.plan.pk)
        with django_assert_num_queries(QUERIES_OF_A_PLAN):
            document_of(plan, Kind.PLAN)


QUERIES_OF_A_PLAN = 19
