from factories import PlanFactory, PlannedFollowUpFactory, UserFactory, adopted
from rimlig.organisation.models import Board, User
from rimlig.organisation.people.open_work import open_work_of
from rimlig.planning.models import Plan, PlanState


def test_follow_ups_that_name_the_person_are_told_per_plan(plan: Plan, unit_manager: User) -> None:
    for named in ({"performer": unit_manager}, {"reviewer": unit_manager}, {"performer": UserFactory()}):
        PlannedFollowUpFactory(working_method__process__plan=plan, **named)
    next_year = PlanFactory(board=plan.board, year=2027)
    PlannedFollowUpFactory(working_method__process__plan=next_year, performer=unit_manager)
    told = [(work.text, work.url) for work in open_work_of(unit_manager, plan.board.municipality)]
    assert told == [
        ("2 uppföljningar i planen för Lindhaga stadsdelsnämnd 2026 nämner personen.", f"/plan/{plan.pk}/"),
        ("1 uppföljning i planen för Lindhaga stadsdelsnämnd 2027 nämner personen.", f"/plan/{next_year.pk}/"),
    ]


def test_plans_that_are_over_and_those_of_elsewhere_expect_nothing(
    plan: Plan, board: Board, unit_manager: User
) -> None:
    PlannedFollowUpFactory(working_method__process__plan=plan, performer=unit_manager)
    PlannedFollowUpFactory(performer=unit_manager)
    assert [work.url for work in open_work_of(unit_manager, board.municipality)] == [f"/plan/{plan.pk}/"]
    adopted(plan)
    assert len(open_work_of(unit_manager, board.municipality)) == 1
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    assert open_work_of(unit_manager, board.municipality) == []
