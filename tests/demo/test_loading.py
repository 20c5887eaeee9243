import pytest
from django.contrib.auth import authenticate

from rimlig.demo.district import BOARD as DISTRICT
from rimlig.demo.loading import Stage, load, plan_document
from rimlig.documents.document import Kind
from rimlig.documents.merging import merge
from rimlig.documents.review import review
from rimlig.followup.models import Action, BoardReport, FollowUpResult, PeriodCode
from rimlig.followup.queries import document_of
from rimlig.organisation.models import Board, OrgUnit, RoleAssignment, User
from rimlig.planning.models import Plan, Process, ProcessGoal

pytestmark = pytest.mark.django_db


def _answers(code: PeriodCode) -> list[str]:
    """Return the levels that the preschools gave in the period, in the order of their names."""
    results = FollowUpResult.objects.filter(period__code=code, unit__isnull=False).order_by("unit__name")
    return list(results.values_list("deviation", flat=True))


@pytest.mark.parametrize(
    ("stage", "unit_answers", "conclusions", "reports"),
    [(Stage.PLANNED, 0, 0, 4), (Stage.FOLLOWED_UP, 13, 34, 10), (Stage.CLOSED, 24, 54, 13)],
)
def test_each_stage_has_what_the_year_has_come_to(
    stage: Stage, unit_answers: int, conclusions: int, reports: int
) -> None:
    load(stage, password="ett långt lösenord")
    assert Board.objects.count() == 3
    assert OrgUnit.objects.filter(board__code="lindhaga").count() == 8
    assert (Plan.objects.count(), Process.objects.count(), ProcessGoal.objects.count()) == (4, 15, 23)
    assert FollowUpResult.objects.filter(unit__isnull=False).count() == unit_answers
    assert FollowUpResult.objects.filter(unit=None).count() == conclusions
    assert BoardReport.objects.count() == reports


def test_two_of_eight_preschools_deviate() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    assert _answers(PeriodCode.T2) == ["none", "none", "major", "none", "none", "minor", "none", "none"]
    assert _answers(PeriodCode.VB) == ["none", "none", "major", "none", "none", "minor", "none", "none"]


def test_in_a_new_plan_no_action_has_begun() -> None:
    load(Stage.PLANNED, password="ett långt lösenord")
    assert set(Action.objects.values_list("status", "analysis")) == {("not_started", "")}


def test_a_process_that_serves_many_goals_is_stored_once_with_an_event_of_one_goal() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    process = Process.objects.get(name="Beslut som inte har verkställts")
    assert [goal.number for goal in process.goals.order_by("position")] == ["1.2", "1.7", "3.5"]
    events = [event for method in process.working_methods.all() for event in method.events.all()]
    assert [[limit.placement.goal.number for limit in event.limits.all()] for event in events] == [[], ["3.5"]]


def test_the_annual_report_has_the_faults_that_a_real_one_would_and_no_others() -> None:
    load(Stage.CLOSED, password="ett långt lösenord")
    plan = Plan.objects.get(board__code="lindhaga", year=2026)
    period = plan.board.municipality.periods.get(year=2026, code="VB")
    assert [remark.code for remark in document_of(plan, Kind.FOLLOW_UP, period).warnings] == [
        "event-without-action",
        "copies-differ",
    ]


@pytest.mark.parametrize("stage", Stage)
def test_every_board_has_a_plan_that_reads_as_one(stage: Stage) -> None:
    document = plan_document(DISTRICT, stage)
    assert len(merge(document.goals)) == 10
    assert {remark.code for remark in review(document)} == {"event-without-action", "copies-differ"}


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
