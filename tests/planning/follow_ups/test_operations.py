"""Planning a follow-up: what holds together, who may answer, and what is said of it in a line."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cast import person
from factories import OrgUnitFactory, PlacementFactory, PlannedFollowUpFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Role, User
from rimlig.planning.follow_ups.operations import COLUMNS, plan_follow_up, plan_many, unit_choices
from rimlig.planning.follow_ups.words import plan_in_words
from rimlig.planning.models import Answering, PlannedFollowUp, Process


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    """A follow-up of 2026 about which nothing is decided."""
    return PlannedFollowUpFactory(working_method__process=process, text="Räkna")


@pytest.fixture
def decide(follow_up: PlannedFollowUp, controller: User) -> Callable[..., PlannedFollowUp]:
    """Plan the follow-up each period by the unit manager, reviewed by the department manager, but for what is given."""

    def decide(units: tuple[int, ...] = (), version: int = 1, **values: Any) -> PlannedFollowUp:
        usual = {
            **{name: getattr(follow_up, name) for name in COLUMNS},
            "schedule": "periods",
            "periods": ["T1", "T2", "VB"],
            "performer_role": Role.UNIT_MANAGER,
            "reviewer_role": Role.DEPARTMENT_MANAGER,
        }
        return plan_follow_up(follow_up, usual | values, units, version=version, by=controller)

    return decide


def test_what_is_decided_is_said_in_a_line(follow_up: PlannedFollowUp, decide: Callable[..., Any]) -> None:
    units = [OrgUnitFactory(board=follow_up.in_plan.board).pk for _ in range(5)]
    row = decide(tuple(units), answering=Answering.SOME_UNITS)
    assert plan_in_words(row) == "T1 T2 VB · 5 enheter · utförs av enhetschef · granskas av avdelningschef"
    assert row.history.order_by("-pgh_id").first().pgh_context.metadata["operation"] == "planning.plan_follow_up"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"schedule": "once", "due": date(2026, 10, 15)}, "en gång, 15 oktober"),
        ({"schedule": "monthly"}, "varje månad"),
        ({"schedule": ""}, ""),
    ],
)
def test_a_schedule_keeps_only_what_belongs_to_it(
    decide: Callable[..., PlannedFollowUp], values: dict[str, Any], words: str
) -> None:
    row = decide(performer_role="", reviewer_role="", answering=Answering.BOARD, **values)
    assert row.periods == []
    assert plan_in_words(row).partition(" · ")[0] == words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"schedule": "once", "due": date(2027, 1, 1)}, "Dagen ska ligga i 2026"),
        ({"reviewer_role": Role.UNIT_MANAGER}, "Samma roll utför och granskar"),
        ({"performer_id": 0, "reviewer_id": 0}, "Ingen granskar det som man själv har utfört"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    decide: Callable[..., PlannedFollowUp], controller: User, values: dict[str, Any], sentence: str
) -> None:
    values = {name: controller.pk if value == 0 else value for name, value in values.items()}
    with pytest.raises(RuleBroken, match=sentence):
        decide(**values)


def test_two_persons_of_the_same_role_may_review_each_other(
    follow_up: PlannedFollowUp, decide: Callable[..., PlannedFollowUp], controller: User
) -> None:
    other = person("Kim Berg", Role.CONTROLLER, follow_up.in_plan.board)
    roles = {"performer_role": Role.CONTROLLER, "reviewer_role": Role.CONTROLLER}
    row = decide(**roles, performer_id=controller.pk, reviewer_id=other.pk)
    assert (row.performer, row.reviewer) == (controller, other)


def test_somebody_without_a_role_in_the_board_does_not_review(
    decide: Callable[..., PlannedFollowUp], outsider: User
) -> None:
    with pytest.raises(RuleBroken, match="inte längre någon roll"):
        decide(reviewer_id=outsider.pk)


def test_only_units_of_the_year_may_answer(follow_up: PlannedFollowUp, decide: Callable[..., PlannedFollowUp]) -> None:
    board = follow_up.in_plan.board
    ended = OrgUnitFactory(board=board, name="Alen", ends=date(2025, 12, 31))
    above = OrgUnitFactory(board=board, name="Norr")
    there = OrgUnitFactory(board=board, name="Eken")
    PlacementFactory(unit=there, parent=above)
    assert [(one.above, one.name) for one in unit_choices(follow_up.in_plan)] == [((), "Norr"), (("Norr",), "Eken")]
    for foreign in (ended, OrgUnitFactory()):
        with pytest.raises(RuleBroken, match="Bara enheter som hör till planens nämnd"):
            decide((foreign.pk,), answering=Answering.SOME_UNITS)
    assert decide((there.pk,), answering=Answering.SOME_UNITS).chosen_units.get().unit == there


def test_choosing_other_units_takes_the_former_away(
    follow_up: PlannedFollowUp, decide: Callable[..., PlannedFollowUp]
) -> None:
    eken, alen = (OrgUnitFactory(board=follow_up.in_plan.board, name=name) for name in ("Eken", "Alen"))
    decide((eken.pk,), answering=Answering.SOME_UNITS)
    row = decide((alen.pk,), version=2, answering=Answering.SOME_UNITS)
    assert [chosen.unit for chosen in row.chosen_units.all()] == [alen]


def test_what_somebody_else_has_decided_is_not_overwritten(decide: Callable[..., PlannedFollowUp]) -> None:
    decide()
    with pytest.raises(Outdated):
        decide(schedule="monthly")


def test_many_are_planned_at_once_and_what_is_decided_stays(process: Process, controller: User) -> None:
    bare = PlannedFollowUpFactory(working_method__process=process)
    decided = PlannedFollowUpFactory(
        working_method__process=process, schedule="monthly", performer_role=Role.CONTROLLER
    )
    values = {"schedule": "periods", "periods": ["VB"], "due": None}
    roles = {"performer_role": Role.UNIT_MANAGER, "reviewer_role": Role.CONTROLLER}
    assert plan_many(process.plan, values | roles, by=controller) == 1
    for row in (bare, decided):
        row.refresh_from_db()
    assert (bare.schedule, bare.periods, bare.performer_role, bare.reviewer_role) == (
        "periods",
        ["VB"],
        "unit_manager",
        "controller",
    )
    # The controller carries it out already, so the controller does not review it too.
    assert (decided.schedule, decided.performer_role, decided.reviewer_role) == ("monthly", "controller", "")
