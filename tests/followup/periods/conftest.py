"""Lindhaga's tree, and a plan of 2026 whose follow-ups each test plans for itself."""

from collections.abc import Callable
from typing import Any

import pytest

from factories import PlannedFollowUpFactory, WorkingMethodFactory
from organisation_trees import Tree, make_tree
from rimlig.organisation.models import Board
from rimlig.planning.models import FollowUpUnit, Plan, PlannedFollowUp, WorkingMethod


@pytest.fixture
def tree(board: Board) -> Tree:
    """The administration, two departments, and Tallbacken below the northern one."""
    return make_tree(board)


@pytest.fixture
def method(plan: Plan) -> WorkingMethod:
    return WorkingMethodFactory(process__plan=plan)


@pytest.fixture
def planned(method: WorkingMethod) -> Callable[..., PlannedFollowUp]:
    """Plan a follow-up at each reporting period; give `units` for chosen ones."""

    def plan_it(*units: Any, **columns: Any) -> PlannedFollowUp:
        columns = {"schedule": "periods", "answering": "some_units" if units else "board", **columns}
        row = PlannedFollowUpFactory(working_method=method, **columns)
        FollowUpUnit.objects.bulk_create(FollowUpUnit(follow_up=row, unit=unit) for unit in units)
        return row

    return plan_it
