import pytest
from django.contrib.auth import authenticate

from rimlig.demo.content import BoardContent
from rimlig.demo.district.board import BOARD as DISTRICT
from rimlig.demo.loading import Stage, load, plan_document
from rimlig.demo.other_boards import EDUCATION, TECHNICAL
from rimlig.documents.document import Kind
from rimlig.documents.merging import merge
from rimlig.documents.review import review
from rimlig.followup.models import Action, ActionPlan, BoardReport, FollowUpResult, PeriodCode
from rimlig.followup.queries import document_of
from rimlig.organisation.models import Board, OrgUnit, RoleAssignment, User
from rimlig.planning.models import Plan, Process, ProcessGoal

pytestmark = pytest.mark.django_db


def _answers(process: str, code: PeriodCode) -> dict[str, str]:
    """Return the levels other than “no deviation” that the preschools gave on the process in the period."""
    results = FollowUpResult.objects.filter(
        follow_up__working_method__process__name=process, period__code=code, unit__isnull=False
    )
    assert results.count() == 8
    return dict(results.exclude(deviation="none").values_list("unit__name", "deviation"))


@pytest.mark.parametrize(
    ("stage", "unit_answers", "conclusions", "reports"),
    [(Stage.PLANNED, 0, 0, 4), (Stage.FOLLOWED_UP, 26, 41, 10), (Stage.CLOSED, 48, 66, 14)],
)
def test_each_stage_has_what_the_year_has_come_to(
    stage: Stage, unit_answers: int, conclusions: int, reports: int
) -> None:
    load(stage, password="ett långt lösenord")
    assert Board.objects.count() == 3
    assert OrgUnit.objects.filter(board__code="lindhaga").count() == 8
    assert (Plan.objects.count(), Process.objects.count(), ProcessGoal.objects.count()) == (4, 19, 29)
    assert FollowUpResult.objects.filter(unit__isnull=False).count() == unit_answers
    assert FollowUpResult.objects.filter(unit=None).count() == conclusions
    assert BoardReport.objects.count() == reports


def test_two_of_eight_preschools_deviate_in_their_staffing() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    both = {"Förskolan Granen": "major", "Förskolan Sjövik": "minor"}
    name = "Förskola av lika god kvalitet"
    assert [_answers(name, code) for code in PeriodCode] == [{"Förskolan Sjövik": "minor"}, both, both]
    assert [_answers("Maten på förskolan", code) for code in PeriodCode] == [{}, {"Förskolan Ekhult": "minor"}, {}]


def test_in_the_second_tertial_three_preschools_and_the_summary_are_still_to_come() -> None:
    load(Stage.FOLLOWED_UP, password="ett långt lösenord")
    answered = OrgUnit.objects.filter(results__period__code="T2").distinct()
    assert sorted(set(OrgUnit.objects.values_list("name", flat=True)) - {unit.name for unit in answered}) == [
        "Förskolan Sjövik",
        "Förskolan Tallbacken",
        "Förskolan Äppelgården",
    ]
    summed_up = BoardReport.objects.filter(kind=Kind.FOLLOW_UP).exclude(summary="")
    assert set(summed_up.values_list("period__code", flat=True)) == {"T1"}


def test_action_plans_of_the_year_before_and_of_the_year_that_ends_name_their_units() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    plans = ActionPlan.objects.order_by("plan__year", "position")
    assert list(plans.values_list("plan__year", "units_at_risk", "units_total", "status")) == [
        (2025, 3, 8, "closed"),
        (2025, 5, 9, "ongoing"),
        (2026, 2, 8, "ongoing"),
        (2026, 3, 11, "ongoing"),
        (2026, 1, 8, "closed"),
    ]


def test_in_a_new_plan_no_action_has_begun() -> None:
    load(Stage.PLANNED, password="ett långt lösenord")
    assert set(Action.objects.values_list("status", "analysis")) == {("not_started", "")}


def test_a_process_that_serves_many_goals_is_stored_once_with_an_event_of_one_goal() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    process = Process.objects.get(name="Beslut som inte har verkställts")
    assert [goal.number for goal in process.goals.order_by("position")] == ["1.2", "1.7", "3.5"]
    events = [event for method in process.working_methods.all() for event in method.events.all()]
    assert [[limit.placement.goal.number for limit in event.limits.all()] for event in events] == [[], ["3.5"]]


def test_an_action_that_one_copy_lacks_is_limited_to_the_other_goal() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    action = Action.objects.get(text="Snabbare väg till logoped")
    assert [limit.placement.goal.number for limit in action.limits.all()] == ["1.1"]


NO_ACTION = "event-without-action"
DISTRICT_REMARKS = [
    (NO_ACTION, "Den oönskade händelsen ”Missförhållanden rapporteras inte” har ingen åtgärd."),
    ("copies-differ", "Åtgärden ”Snabbare väg till logoped (väntläge)” står under 1.1 men inte under 4.4."),
    (
        "copies-differ",
        "Den oönskade händelsen ”Nämnden får betala en särskild avgift” står under 3.5 men inte under 1.2, 1.7.",
    ),
]
EDUCATION_REMARKS = [(NO_ACTION, "Den oönskade händelsen ”Elever går miste om sin utbildning” har ingen åtgärd.")]


@pytest.mark.parametrize(
    ("board", "expected"),
    [("lindhaga", DISTRICT_REMARKS), ("utbildning", EDUCATION_REMARKS), ("teknik", [])],
)
def test_the_annual_report_has_the_faults_that_a_real_one_would_and_no_others(
    board: str, expected: list[tuple[str, str]]
) -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    plan = Plan.objects.get(board__code=board, year=2026)
    period = plan.board.municipality.periods.get(year=2026, code="VB")
    warnings = document_of(plan, Kind.FOLLOW_UP, period).warnings
    assert [(remark.code, remark.message) for remark in warnings] == expected


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(
    ("content", "processes", "codes"),
    [(DISTRICT, 14, [NO_ACTION, "copies-differ", "copies-differ"]), (EDUCATION, 3, [NO_ACTION]), (TECHNICAL, 2, [])],
    ids=["lindhaga", "utbildning", "teknik"],
)
def test_every_board_has_a_plan_that_reads_as_one(
    content: BoardContent, processes: int, codes: list[str], stage: Stage
) -> None:
    document = plan_document(content, stage)
    assert len(merge(document.goals)) == processes
    assert [remark.code for remark in review(document)] == codes


def test_everyone_signs_in_with_the_password_and_has_one_role() -> None:
    load(Stage.PLANNED, password="ett långt lösenord")
    assert User.objects.count() == RoleAssignment.objects.count() == 10
    assert all(authenticate(username=user.email, password="ett långt lösenord") == user for user in User.objects.all())
    assert authenticate(username="joel.brandt@lindhaga.example", password="fel") is None


def test_nothing_is_loaded_when_something_fails() -> None:
    User.objects.create_user("nora.ek@lindhaga.example", "Någon annan")
    with pytest.raises(Exception, match="user"):
        load(Stage.CLOSED, password="ett långt lösenord")
    assert (Board.objects.count(), Plan.objects.count(), User.objects.count()) == (0, 0, 1)
