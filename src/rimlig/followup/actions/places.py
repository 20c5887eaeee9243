"""Where a person may add an action: at the whole board, or at the units that they work with."""

from typing import Any

from rimlig.followup.actions.access import ADDING, may_add_at
from rimlig.organisation.held import held_today, units_below
from rimlig.planning.follow_ups.operations import units_of_year
from rimlig.planning.models import Plan


def units_to_choose(user: Any, plan: Plan) -> tuple[Any, bool]:
    """Return the units at which the person may add an action, as a queryset, and whether they may add one at no unit."""
    units = units_of_year(plan)
    if may_add_at(user, plan.board):
        return units, True
    mine = {
        unit
        for held in held_today(user)
        if held.role in ADDING.roles and held.unit is not None
        for unit in units_below(user, held.unit)
    }
    return units.filter(pk__in=mine), False
