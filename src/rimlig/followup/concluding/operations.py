"""The one way to write the board's own result of a follow-up: the controller's conclusion."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.concluding.basis import answers_of_units, basis_of
from rimlig.followup.models import AnswerState, FollowUpResult, Period
from rimlig.followup.periods.dates import period_in
from rimlig.organisation.models import User
from rimlig.planning.models import PlannedFollowUp

WRITTEN = ("deviation", "result", "measures")


def conclude(  # what a conclusion consists of
    follow_up: PlannedFollowUp,
    code: str,
    *,
    deviation: str,
    result: str,
    measures: str,
    version: int | None = None,
    by: User | None,
) -> FollowUpResult:
    """Store the board's own result of the follow-up for the period, with which of the units' answers it rests on now.

    Without a `version` there must be none yet; with one, the conclusion that
    was read in that version is written anew. The same one sent twice is stored
    once. Raises Outdated with the other one when somebody else has concluded
    meanwhile, and RuleBroken when the administration as a whole answers the
    follow-up, or a new edition has taken the place of the plan.
    """
    values = {"deviation": deviation, "result": result, "measures": measures}
    with refusals_in_words(), transaction.atomic(), recorded("followup.conclude", by):
        plan = follow_up.in_plan
        period = period_in(plan.board.municipality, plan.year, code)
        basis = basis_of(answers_of_units(follow_up, period))
        now = {**values, "basis": basis, "saved_by": by, "saved_at": timezone.now()}
        row, made = FollowUpResult.objects.select_for_update(no_key=True).get_or_create(
            follow_up=follow_up, period=period, unit=None, defaults={**now, "state": AnswerState.CONCLUDED}
        )
        if made:
            return row
        if row.state != AnswerState.CONCLUDED:
            raise RuleBroken(
                _(
                    "The administration as a whole answers this follow-up. Write its answer on the answer's own page; when it is approved it is the board's result."
                )
            )
        if row.version != version:
            if all(getattr(row, name) == value for name, value in values.items()):
                return row
            raise Outdated(
                _("Somebody else has written the board's result for this period. Nothing has been overwritten."), row
            )
        for name, value in now.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*now, "version"])
    return row


def own_result(follow_up: PlannedFollowUp, period: Period | None) -> FollowUpResult | None:
    """Return the board's own result of the follow-up in the period: concluded, or the administration's answer as a whole."""
    rows = FollowUpResult.objects.filter(follow_up=follow_up, period=period, unit=None)
    return rows.select_related("saved_by", "period").first() if period is not None else None
