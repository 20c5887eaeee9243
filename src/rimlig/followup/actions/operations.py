"""What people do with an action: add it, change it, move it on, note what has happened."""

from collections.abc import Mapping
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
from rimlig.followup.models import Action, ActionNote, FollowUpResult
from rimlig.followup.reminding.noticing import tell_assigned
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import Plan, PlannedFollowUp, UndesiredEvent
from rimlig.planning.rows.changing import change

CHANGED_BY_PEOPLE: Final = ("text", "responsible", "due")
"""The columns of an action that are changed as they are; the status moves by rule."""


def add_action(
    under: UndesiredEvent | PlannedFollowUp | FollowUpResult,
    *,
    text: str,
    responsible: User,
    due: date,
    unit: OrgUnit | None = None,
    by: User | None,
) -> Action:
    """Add an action, not started, under what it answers: a risk, a follow-up, or the answer that deviates.

    One for an answer is done at the answer's unit unless another is given. The
    same one sent twice is stored once. Raises RuleBroken when it says nothing,
    when the person has no role in the board, or the unit is another board's.
    """
    if not text:
        raise RuleBroken(_("Write what is to be done."))
    if isinstance(under, FollowUpResult):
        where: dict[str, Any] = {"follow_up": under.follow_up, "result": under}
        unit = unit or under.unit
    else:
        where = {"event" if isinstance(under, UndesiredEvent) else "follow_up": under}
    plan = under.in_plan
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_action", by):
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # two who add at once get different positions
        must_be_of_board(plan, responsible=responsible, units=[unit] if unit else [])
        said = {**where, "unit": unit, "text": text, "responsible": responsible, "due": due}
        there = Action.objects.filter(**said, status=ActionStatus.NOT_STARTED).first()
        if there is not None:
            return cast("Action", there)
        above = {name: row for name, row in where.items() if name != "result"}
        highest = Action.objects.filter(**above).aggregate(highest=Max("position"))["highest"]
        position = 0 if highest is None else highest + 1
        action = Action.objects.create(**said, status=ActionStatus.NOT_STARTED, position=position)
        tell_assigned(action, by=by)
        return action


def change_action(action: Action, values: Mapping[str, Any], *, version: int, by: User) -> Action:
    """Change what is to be done, who is responsible or the day (CHANGED_BY_PEOPLE), and return the action as it is then.

    What two people change in different columns is joined. Raises Outdated when
    somebody else has changed the same one since `version`, and RuleBroken when
    the action is closed or the person has no role in the board.
    """
    unknown = set(values) - set(CHANGED_BY_PEOPLE)
    if unknown:
        raise ValueError(f"not changed so: {sorted(unknown)}")
    if "text" in values and not values["text"]:
        raise RuleBroken(_("Write what is to be done."))
    with refusals_in_words(), transaction.atomic(), recorded("followup.change_action", by):
        now = locked(action)
        must_be_open(now)
        responsible = values.get("responsible")
        if responsible is not None and responsible.pk != now.responsible_id:
            must_be_of_board(now.in_plan, responsible=responsible, units=[])
        changed = change(now, values, version=version, by=by)
        if responsible is not None and responsible.pk != now.responsible_id:
            tell_assigned(changed, by=by)
        return changed


def move_action(
    action: Action, status: ActionStatus, *, note: str = "", effect: str = "", version: int, by: User
) -> Action:
    """Move the action on, write it in the log, and return the action as it is then.

    On hold needs `note`, the reason; closed needs `effect`, what was checked
    and what it showed; opening a closed one again needs `note`. Raises Outdated
    when somebody has changed the action since `version`, and RuleBroken with
    what is missing or why the status cannot follow on the one it has.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.move_action", by):
        return move(action, status, note=note, effect=effect, version=version, by=by)


def note_action(action: Action, text: str, *, by: User) -> ActionNote:
    """Write in the action's log what has happened. Nothing else changes, so two can do it at once."""
    with refusals_in_words(), transaction.atomic(), recorded("followup.note_action", by):
        return add_note(locked(action), text, by=by)
