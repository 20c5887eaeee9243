import pytest
from django.contrib.auth import authenticate
from tests.demo.stages import PASSWORD, plan_states

from rimlig.demo.content import BoardContent
from rimlig.demo.district.board import BOARD as DISTRICT
from rimlig.demo.loading import Stage, plan_document
from rimlig.demo.other_boards import EDUCATION, TECHNICAL
from rimlig.documents.merging import merge
from rimlig.documents.review import review
from rimlig.followup.models import (
    Action,
    FollowUpResult,
)
from rimlig.organisation.models import Board, Placement, RoleAssignment, User
from rimlig.planning.models import Plan, Process, ProcessGoal
from rimlig.records.files import open_file
from rimlig.records.models import Decision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
STAGE = Stage.PLANNED


def test_a_new_year_has_plans_and_no_answers() -> None:
    unit_answers = FollowUpResult.objects.filter(unit__isnull=False).count()
    conclusions = FollowUpResult.objects.filter(unit=None).count()
    assert (unit_answers, conclusions, Plan.objects.count()) == (0, 0, 4)


def test_the_municipality_has_three_boards_with_their_plans() -> None:
    assert Board.objects.count() == 3
    assert Placement.objects.filter(parent__name="Avdelning förskola").count() == 8
    assert Process.objects.filter(plan__year=2026).count() == 19
    assert ProcessGoal.objects.filter(process__plan__year=2026).count() == 29


def test_the_year_is_adopted() -> None:
    assert plan_states() == {
        ("lindhaga", 2026): "adopted",
        ("utbildning", 2026): "adopted",
        ("teknik", 2026): "adopted",
    }


def test_what_was_decided_is_stored_and_can_be_proved() -> None:
    decisions = Decision.objects.order_by("board__code")
    assert [(one.meeting_date.isoformat(), one.paragraph) for one in decisions] == [
        ("2025-12-10", "112"),
        ("2025-12-11", "134"),
        ("2025-12-16", "87"),
    ]
    assert all(open_file(one.document).startswith(b"%PDF-") for one in decisions)


def test_in_a_new_plan_no_action_has_begun() -> None:
    assert set(Action.objects.values_list("status", "analysis")) == {("not_started", "")}


def test_everyone_signs_in_with_the_password_and_has_one_role() -> None:
    assert User.objects.count() == RoleAssignment.objects.count() == 20
    assert all(authenticate(username=user.email, password=PASSWORD) == user for user in User.objects.all())
    assert authenticate(username="joel.brandt@lindhaga.example", password="fel") is None


NO_ACTION = "event-without-action"


@pytest.mark.parametrize(
    ("content", "processes", "codes"),
    [(DISTRICT, 14, [NO_ACTION, "copies-differ", "copies-differ"]), (EDUCATION, 3, []), (TECHNICAL, 2, [])],
    ids=["lindhaga", "utbildning", "teknik"],
)
def test_every_board_has_a_plan_that_reads_as_one(content: BoardContent, processes: int, codes: list[str]) -> None:
    document = plan_document(content)
    assert len(merge(document.goals)) == processes
    assert [remark.code for remark in review(document)] == codes
