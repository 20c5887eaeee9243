"""What people do to a plan's results: conclude for a period, begin a report's texts."""

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.followup.models import AnswerState, BoardReport, FollowUpResult, PeriodCode, SummaryAnalysis
from rimlig.followup.periods.dates import period_of
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Plan, PlannedFollowUp


def conclude(  # what a conclusion consists of
    follow_up: PlannedFollowUp, code: PeriodCode, *, deviation: str, result: str, measures: str, by: User | None
) -> FollowUpResult:
    """Store the board's own result of the follow-up for the period, which must not have one yet.

    The same result sent twice is stored once. Raises Outdated with the other
    one when somebody else has concluded differently meanwhile, and RuleBroken
    when a new edition has taken the place of the plan.
    """
    values = {"deviation": deviation, "result": result, "measures": measures}
    made_so = {**values, "state": AnswerState.CONCLUDED}
    with refusals_in_words(), transaction.atomic(), recorded("followup.conclude", by):
        row, made = FollowUpResult.objects.get_or_create(
            follow_up=follow_up, period=period_of(follow_up.in_plan, code), unit=None, defaults=made_so
        )
    if not made and any(getattr(row, name) != value for name, value in values.items()):
        raise Outdated(
            _("Somebody else has written the board's result for this period. Nothing has been overwritten."), row
        )
    return row


def begin_texts(plan: Plan, code: PeriodCode, *, by: User | None) -> BoardReport:
    """Make the follow-up report's texts for the period, empty, with one analysis for each of the plan's goals.

    Those that are there already are returned as they are.
    """
    with transaction.atomic(), recorded("followup.begin_texts", by):
        report, made = BoardReport.objects.get_or_create(
            plan=plan, kind=Kind.FOLLOW_UP.value, period=period_of(plan, code)
        )
        if made:
            SummaryAnalysis.objects.bulk_create(
                SummaryAnalysis(report=report, goal_number=goal.number, goal_title=goal.title, position=position)
                for position, goal in enumerate(plan.goals.all())
            )
    return report


def begin_plan_texts(plan: Plan, *, by: User | None) -> BoardReport:
    """Make the texts of the plan's own document, empty: an introduction, how the work is done, a summary.

    Those that are there already are returned as they are. Raises RuleBroken
    when the plan is no draft.
    """
    with refusals_in_words(), transaction.atomic():
        plan = locked_draft(plan)
        with recorded("followup.begin_plan_texts", by):
            report, _made = BoardReport.objects.get_or_create(plan=plan, kind=Kind.PLAN.value, period=None)
    return report
