"""Each invariant of the plan, broken once; the database must refuse, whoever writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.functions import Now

from factories import (
    AssessmentFactory,
    BoardFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.organisation.models import User
from rimlig.planning.models import (
    Assessment,
    FollowUpUnit,
    Goal,
    Limit,
    Plan,
    PlanState,
    Process,
    Schedule,
    UndesiredEvent,
)

pytestmark = pytest.mark.django_db


def _twice(factory: Callable[..., Any], **same: Callable[[], Any]) -> Callable[[], None]:
    """Return a function that makes two rows with the same values."""

    def make() -> None:
        values = {name: value() for name, value in same.items()}
        for _ in range(2):
            factory(**values)

    return make


def _limit_twice() -> None:
    limit = LimitFactory()
    LimitFactory(event=limit.event, placement=limit.placement)


def _limit_of_two_rows() -> None:
    method = WorkingMethodFactory()
    LimitFactory(
        event=UndesiredEventFactory(working_method=method), control=OngoingControlFactory(working_method=method)
    )


def _second_edition(plan: Plan, **values: Any) -> Plan:
    """Begin a revision of the plan by writing its row only."""
    edition: Plan = PlanFactory(
        **{"board": plan.board, "edition": 2, "revises": plan, "revision_reason": "Ny lag", **values}
    )
    return edition


def _two_in_force() -> None:
    plan = adopted(PlanFactory())
    adopted(_second_edition(plan))


def _unit_chosen_twice() -> None:
    follow_up = PlannedFollowUpFactory()
    unit = OrgUnitFactory(board=follow_up.in_plan.board)
    for _ in range(2):
        FollowUpUnit.objects.create(follow_up=follow_up, unit=unit)


def _reviewed_by_oneself(person: User) -> None:
    PlannedFollowUpFactory(performer=person, reviewer=person)


def _assessed_twice(given: Assessment) -> None:
    AssessmentFactory(workshop=given.workshop, event=given.event, person=given.person)


BROKEN = {
    "plan_edition_once": _twice(PlanFactory, board=BoardFactory),
    "plan_undecided_once": lambda: _second_edition(PlanFactory()),
    "plan_in_force_once": _two_in_force,
    "plan_in_force_has_its_decision": lambda: PlanFactory(state=PlanState.ADOPTED),
    "plan_revision_has_its_reason": lambda: _second_edition(adopted(PlanFactory()), revision_reason=""),
    "plan_year_is_plausible": lambda: PlanFactory(year=1989),
    "goal_position_once": _twice(GoalFactory, plan=PlanFactory, position=lambda: 1),
    "process_position_once": _twice(ProcessFactory, plan=PlanFactory, position=lambda: 1),
    "process_serves_goal_once": _twice(ProcessGoalFactory, process=ProcessFactory, goal=GoalFactory),
    "placement_position_once": _twice(ProcessGoalFactory, goal=GoalFactory, position=lambda: 1),
    "method_position_once": _twice(WorkingMethodFactory, process=ProcessFactory, position=lambda: 1),
    "control_position_once": _twice(OngoingControlFactory, working_method=WorkingMethodFactory, position=lambda: 1),
    "event_position_once": _twice(UndesiredEventFactory, working_method=WorkingMethodFactory, position=lambda: 1),
    "event_values_on_a_scale": lambda: UndesiredEventFactory(likelihood=0),
    "event_treatment_is_known": lambda: UndesiredEventFactory(treatment="pray"),
    "event_accepted_by_somebody_is_accepted": lambda: UndesiredEventFactory(accepted_by=UserFactory()),
    "follow_up_schedule_is_known": lambda: PlannedFollowUpFactory(schedule="sometimes"),
    "follow_up_periods_are_known": lambda: PlannedFollowUpFactory(schedule=Schedule.PERIODS, periods=["T9"]),
    "follow_up_once_has_the_day": lambda: PlannedFollowUpFactory(schedule=Schedule.MONTHLY, due="2026-05-04"),
    "follow_up_answering_is_known": lambda: PlannedFollowUpFactory(answering="nobody"),
    "follow_up_examination_is_known": lambda: PlannedFollowUpFactory(examination="guess"),
    "unit_chosen_once": _unit_chosen_twice,
    "follow_up_reviewed_by_another": lambda: _reviewed_by_oneself(UserFactory()),
    "assessed_once_by_person": lambda: _assessed_twice(AssessmentFactory()),
    "assessment_on_a_scale": lambda: AssessmentFactory(likelihood=11),
    "follow_up_position_once": _twice(PlannedFollowUpFactory, working_method=WorkingMethodFactory, position=lambda: 1),
    "limit_is_of_one_row": _limit_of_two_rows,
    "limit_once": _limit_twice,
}


@contextmanager
def at_once() -> Iterator[None]:
    """Check at the end of the block what is otherwise checked when the transaction ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), at_once():
        BROKEN[constraint]()


def test_every_constraint_of_the_room_is_broken_above_or_in_the_test_of_the_municipality() -> None:
    elsewhere = {f"rimlig.planning.models.{name}" for name in ("council", "scales", "common")}
    models = [model for model in apps.get_app_config("planning").get_models() if not model.__name__.endswith("History")]
    here = [model for model in models if model.__module__ not in elsewhere]
    assert {constraint.name for model in here for constraint in model._meta.constraints} == set(BROKEN)


def test_a_row_cannot_be_limited_to_a_goal_that_its_process_does_not_serve() -> None:
    event, elsewhere = UndesiredEventFactory(), ProcessGoalFactory()
    with pytest.raises(IntegrityError, match="only be limited to a goal that its process serves"):
        LimitFactory(event=event, placement=elsewhere)


def test_a_limit_cannot_be_moved_out_of_its_process_by_raw_sql() -> None:
    limit, elsewhere = LimitFactory(), ProcessGoalFactory()
    with (
        pytest.raises(IntegrityError, match="only be limited"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE planning_limit SET placement_id = %s WHERE id = %s", [elsewhere.pk, limit.pk])
    assert Limit.objects.get().placement == limit.placement


def test_a_process_cannot_stop_serving_a_goal_to_which_something_is_limited() -> None:
    limit = LimitFactory()
    with pytest.raises(RestrictedError):
        limit.placement.delete()


def test_a_board_with_a_plan_cannot_be_removed() -> None:
    plan = PlanFactory()
    with pytest.raises(ProtectedError):
        plan.board.delete()


@pytest.mark.parametrize("sql", ["UPDATE planning_goalhistory SET title = 'Annat'", "DELETE FROM planning_goalhistory"])
def test_history_is_only_added_to_even_by_raw_sql(sql: str) -> None:
    goal = GoalFactory(title="Trygg start")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert [version.title for version in goal.history.all()] == ["Trygg start"]


def test_history_is_written_for_raw_sql_and_for_bulk_changes() -> None:
    goal = GoalFactory(title="Ett")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE planning_goal SET title = 'Två' WHERE id = %s", [goal.pk])
    Goal.objects.filter(pk=goal.pk).update(title="Tre")
    assert list(goal.history.order_by("pgh_id").values_list("title", flat=True)) == ["Ett", "Två", "Tre"]
    assert goal.history.filter(pgh_created_at__lte=Now()).count() == 3


@pytest.mark.parametrize(("likelihood", "consequence", "value"), [(3, 4, 12), (None, 4, None), (3, None, None)])
def test_the_risk_value_waits_for_both_assessments(
    likelihood: int | None, consequence: int | None, value: int | None
) -> None:
    assert UndesiredEvent(likelihood=likelihood, consequence=consequence).risk_value == value


@pytest.mark.parametrize(
    ("who", "seen"), [("controller", 1), ("auditor", 1), ("outsider", 0), ("other_municipality_controller", 0)]
)
def test_rows_of_a_plan_are_seen_by_who_has_a_role_on_its_board(
    request: pytest.FixtureRequest, process: Process, who: str, seen: int
) -> None:
    user = request.getfixturevalue(who)
    UndesiredEventFactory(working_method__process=process)
    assert Plan.objects.visible_to(user).count() == seen
    assert Process.objects.visible_to(user).count() == seen
    assert UndesiredEvent.objects.visible_to(user).count() == seen


def test_every_part_knows_its_plan_without_asking_again(django_assert_num_queries: Any) -> None:
    event = UndesiredEventFactory()
    with django_assert_num_queries(1):
        found = UndesiredEvent.objects.with_plan().get(pk=event.pk)
        assert found.in_plan.board.name == event.in_plan.board.name
