"""What people do to the texts around a plan's reports: begin them."""

from django.db import transaction

from rimlig.core.audit import recorded
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, PeriodCode, SummaryAnalysis
from rimlig.followup.periods.dates import period_of
from rimlig.organisation.models import User
from rimlig.planning.drafts import locked_draft
from rimlig.planning.models import Plan


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
