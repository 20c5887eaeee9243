"""What actions and action plans have in common: a status that moves by rule, and a log that nobody changes."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.documents.document import ActionStatus
from rimlig.followup.models import Action, ActionNote, ActionPlan, Period
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.follow_ups.operations import people_of
from rimlig.planning.models import Plan

_Row = TypeVar("_Row", Action, ActionPlan)


def move(row: _Row, status: ActionStatus, *, note: str, effect: str, version: int, by: User) -> _Row:
    """Give the row another status, write a line in its log, and return it as it is then. Call it within a transaction.

    To wait it needs a reason, to be closed an effect check, to be opened again
    a reason. The same press sent twice moves once.
    """
    now = locked(row)
    if now.version == version + 1 and now.status == status and _last_moved_by(now, by):
        return now
    not_older_than(now, version)
    was_closed = now.status == ActionStatus.CLOSED
    now.move_to(status)
    _must_say_why(status, note, effect, was_closed=was_closed)
    now.hold_reason = note if status == ActionStatus.ON_HOLD else ""
    is_closed = status == ActionStatus.CLOSED
    now.effect = effect if is_closed else ""
    now.effect_checked_by, now.effect_checked_at = (by, timezone.now()) if is_closed else (None, None)
    now.version += 1
    now.save(
        update_fields=["status", "hold_reason", "effect", "effect_checked_by", "effect_checked_at", "version"],
    )
    said = "\n\n".join(text for text in (note, effect) if text) or _moved_in_words(status)
    add_note(now, said, by=by)
    return now


def _must_say_why(status: ActionStatus, note: str, effect: str, *, was_closed: bool) -> None:
    if status == ActionStatus.ON_HOLD and not note:
        raise RuleBroken(_("Say why it waits, so that others know what it needs to go on."))
    if status == ActionStatus.CLOSED and not effect:
        raise RuleBroken(
            _("Say what was checked and what it showed. It is closed when one knows whether the shortcoming is gone.")
        )
    if was_closed and not note:
        raise RuleBroken(_("Say why it is opened again."))


def _moved_in_words(status: ActionStatus) -> str:
    if status == ActionStatus.ONGOING:
        return _("Work is going on.")
    return _("Work has not begun.")


def _last_moved_by(row: Action | ActionPlan, by: User) -> bool:
    last = row.notes.order_by("-pk").first()
    return last is not None and last.by_id == by.pk and last.status == row.status


def add_note(row: Action | ActionPlan, text: str, *, by: User, period: Period | None = None) -> ActionNote:
    """Write a line in the row's log, with the status as it is."""
    if not text:
        raise RuleBroken(_("Write what has happened."))
    of = {"action": row} if isinstance(row, Action) else {"action_plan": row}
    return ActionNote.objects.create(**of, text=text, status=row.status, period=period, by=by)


def locked(row: _Row) -> _Row:
    """Lock the row until the transaction ends, and return it as it is then. RuleBroken when somebody has removed it.

    The plan first, as everybody does who changes what stands in it: a revision
    that is adopted moves all of its actions.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=row.in_plan.pk)
    model: Any = type(row)
    if model.objects.select_for_update(no_key=True).filter(pk=row.pk).first() is None:
        raise RuleBroken(_("Somebody has removed this from the plan meanwhile. What you wrote has not been saved."))
    now: _Row = model.objects.with_plan().get(pk=row.pk)
    return now


def not_older_than(row: Action | ActionPlan, version: int) -> None:
    """Raise Outdated when somebody has changed the row since the version."""
    if row.version != version:
        raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), row)


def must_be_open(row: Action | ActionPlan) -> None:
    """Raise RuleBroken when the row is closed: what its effect was checked against stays."""
    if not row.is_open:
        raise RuleBroken(_("It is closed, so it cannot be changed. Open it again first, and say why."))


def must_be_of_board(plan: Plan, *, responsible: User | None, units: list[OrgUnit]) -> None:
    """Raise RuleBroken when the person has no role in the plan's board today, or a unit is another board's."""
    if responsible is not None and not people_of(plan.board).filter(pk=responsible.pk).exists():
        raise RuleBroken(
            _("%(name)s has no role in %(board)s, and could not see it. Choose somebody who has.")
            % {"name": responsible, "board": plan.board}
        )
    for unit in units:
        if unit.board_id != plan.board_id:
            raise RuleBroken(_("%(unit)s does not belong to %(board)s.") % {"unit": unit, "board": plan.board})
