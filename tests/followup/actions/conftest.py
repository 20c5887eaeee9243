"""The actions that the tests of this directory are about."""

from datetime import date

import pytest
from django.utils import timezone

from factories import (
    ActionFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
)
from rimlig.followup.models import Action
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process


@pytest.fixture
def manager(process: Process) -> User:
    """Amira answers for the preschool Linden, and for nothing else."""
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Linden")
    user: User = RoleAssignmentFactory(
        user__name="Amira Holm", role=Role.UNIT_MANAGER, board=process.plan.board, unit=unit
    ).user
    return user


@pytest.fixture
def linden(manager: User) -> Action:
    """A late action of Linden's, for its minor deviation at the annual report."""
    unit = manager.assignments.get().unit
    plan = unit.board.plans.get()
    follow_up = PlannedFollowUpFactory(working_method__process=plan.processes.get(), text="Stäm av närvaron")
    answer = FollowUpResultFactory(
        follow_up=follow_up,
        unit=unit,
        deviation="minor",
        root_cause="Ingen har ansvaret.",
        no_action_reason="Se åtgärd.",
    )
    action: Action = ActionFactory(
        event=None,
        follow_up=follow_up,
        result=answer,
        unit=unit,
        text="Inför en lista",
        status="not_started",
        responsible=manager,
        due=date(2026, 11, 14),
    )
    return action


@pytest.fixture
def late_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is 20 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 11, 20))
