"""What people do to the texts around a plan's reports: begin them, and let them have all goals."""

from django.db import transaction
from django.db.models import Max

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


def begin_action_plan_texts(plan: Plan, *, by: User | None) -> BoardReport:
    """Make the texts of the report on the plan's action plans, empty. Those that are there already are returned as they are."""
    with transaction.atomic(), recorded("followup.begin_action_plan_texts", by):
        report, _made = BoardReport.objects.get_or_create(plan=plan, kind=Kind.ACTION_PLANS.value, period=None)
    return report


def add_goals(report: BoardReport, *, by: User | None) -> int:
    """Give those of the plan's goals that have no analysis in the report an empty one, and return how many there were.

    A report that was taken in, or begun before a goal came, lacks some. Done twice it is done once.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_goals", by):
        BoardReport.objects.select_for_update(no_key=True).get(pk=report.pk)
        there = set(report.analyses.values_list("goal_number", flat=True))
        last = report.analyses.aggregate(last=Max("position"))["last"]
        lacking = [goal for goal in report.plan.goals.all() if goal.number not in there]
        SummaryAnalysis.objects.bulk_create(
            SummaryAnalysis(report=report, goal_number=goal.number, goal_title=goal.title, position=position)
            for position, goal in enumerate(lacking, 0 if last is None else last + 1)
        )
    return len(lacking)
