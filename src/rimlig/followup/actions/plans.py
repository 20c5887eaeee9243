"""What people do with an action plan: make it from what a follow-up showed, follow it up until it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.moving import add_note, locked, move, must_be_of_board, must_be_open
from rimlig.followup.models import ActionNote, ActionPlan, ActionPlanUnit, PeriodCode
from rimlig.followup.periods.dates import period_of
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.planning.rows.changing import change

CHANGED_BY_PEOPLE: Final = ("responsible", "due")


@dataclass(frozen=True)
class Shortcoming:
    """What was found, at which units of how many in all, and what is done about it."""

    heading: str
    finding: str = ""
    units: Sequence[OrgUnit] = ()
    units_total: int | None = None
    measures: str = ""


def add_action_plan(
    plan: Plan,
    found: Shortcoming,
    *,
    responsible: User,
    due: date,
    follow_up: PlannedFollowUp | None = None,
    by: User | None,
) -> ActionPlan:
    """Make an action plan, not started, for a shortcoming, which `follow_up` showed if one did.

    The same one sent twice is stored once. Raises RuleBroken when it has no
    heading, when more units are named than there are, when a unit is another
    board's, or the person has no role in the board.
    """
    if not found.heading:
        raise RuleBroken(_("Say what the shortcoming is."))
    if found.units_total is not None and len(found.units) > found.units_total:
        raise RuleBroken(_("There cannot be more units concerned than there are units."))
    if follow_up is not None and follow_up.in_plan.pk != plan.pk:
        raise ValueError("a follow-up of another plan")
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_action_plan", by):
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # two who add at once get different positions
        must_be_of_board(plan, responsible=responsible, units=list(found.units))
        said = {
            "heading": found.heading,
            "finding": found.finding,
            "units_at_risk": len(found.units) or None,
            "units_total": found.units_total,
            "measures": found.measures,
            "responsible": responsible,
            "due": due,
            "follow_up": follow_up,
            "status": ActionStatus.NOT_STARTED,
        }
        there = ActionPlan.objects.filter(plan=plan, **said).first()
        if there is not None:
            return cast("ActionPlan", there)
        highest = plan.action_plans.aggregate(highest=Max("position"))["highest"]
        row = ActionPlan.objects.create(plan=plan, **said, position=0 if highest is None else highest + 1)
        ActionPlanUnit.objects.bulk_create(ActionPlanUnit(action_plan=row, unit=unit) for unit in found.units)
    return row


def change_action_plan(row: ActionPlan, values: Mapping[str, Any], *, version: int, by: User) -> ActionPlan:
    """Change who is responsible or the day, and return the action plan as it is then. See `operations.change_action`."""
    unknown = set(values) - set(CHANGED_BY_PEOPLE)
    if unknown:
        raise ValueError(f"not changed so: {sorted(unknown)}")
    with refusals_in_words(), transaction.atomic(), recorded("followup.change_action_plan", by):
        now = locked(row)
        must_be_open(now)
        must_be_of_board(now.in_plan, responsible=values.get("responsible"), units=[])
        return change(now, values, version=version, by=by)


def move_action_plan(
    row: ActionPlan, status: ActionStatus, *, note: str = "", effect: str = "", version: int, by: User
) -> ActionPlan:
    """Move the action plan on, as an action is moved: see `operations.move_action`."""
    with refusals_in_words(), transaction.atomic(), recorded("followup.move_action_plan", by):
        return move(row, status, note=note, effect=effect, version=version, by=by)


def note_action_plan(row: ActionPlan, text: str, *, by: User) -> ActionNote:
    """Write in the action plan's log what has happened."""
    with refusals_in_words(), transaction.atomic(), recorded("followup.note_action_plan", by):
        return add_note(locked(row), text, by=by)


def follow_up_action_plan(row: ActionPlan, code: PeriodCode, text: str, *, by: User) -> ActionNote:
    """Write how the action plan stood at a reporting period of its year. It is done once per period.

    Raises RuleBroken when it says nothing, and when somebody has done it.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.follow_up_action_plan", by):
        now = locked(row)
        return add_note(now, text, by=by, period=period_of(now.in_plan, code))
