"""Each invariant of reports on their way and of assessments, broken once; the database must refuse, whoever writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from factories import (
    AssessmentCriterionFactory,
    AuditorsAssessmentFactory,
    BoardAssessmentFactory,
    BoardReportFactory,
    DecisionFactory,
    FrozenReportFactory,
    PlanFactory,
    ReportStepFactory,
    SectionAssignmentFactory,
    SectionCommentFactory,
    SummaryAnalysisFactory,
    TakenDraftFactory,
    UserFactory,
    adopted,
)
from rimlig.followup.models import BoardReport, ReportState, SummaryAnalysis
from rimlig.reportwork.models import BoardAssessment, FrozenReport, ReportStep, SectionComment

pytestmark = pytest.mark.django_db


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Expect the database to refuse what happens inside, in the name of the constraint or the trigger."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """Expect a trigger to refuse in the name of a constraint of its own."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert getattr(getattr(refusal.value.__cause__, "diag", None), "constraint_name", None) == constraint


def _in_state(*states: ReportState) -> BoardReport:
    report: BoardReport = SummaryAnalysisFactory().report
    for state in states:
        BoardReport.objects.filter(pk=report.pk).update(state=state)
    report.refresh_from_db()
    return report


SENT = (ReportState.SENT,)
FROZEN = (ReportState.SENT, ReportState.FROZEN)


@pytest.mark.parametrize("states", [SENT, FROZEN], ids=["sent", "frozen"])
def test_the_texts_of_a_report_that_is_sent_or_frozen_stay(states: tuple[ReportState, ...]) -> None:
    report = _in_state(*states)
    rows = BoardReport.objects.filter(pk=report.pk)
    for column in ("title", "introduction", "approach", "summary"):
        with refused_by("report_is_locked"):
            rows.update(**{column: "Något annat"})
    with refused_by("report_is_locked"):
        SummaryAnalysis.objects.filter(report=report).update(text="Något annat")
    with refused_by("report_is_locked"):
        SummaryAnalysis.objects.filter(report=report).delete()
    with refused_by("report_is_locked"):
        SummaryAnalysisFactory(report=report)
    with refused_by("report_is_locked"):
        rows.delete()


def test_a_report_moves_to_a_new_edition_of_its_plan_whatever_its_state() -> None:
    report = _in_state(*FROZEN)
    plan = PlanFactory(board=report.plan.board, edition=2, revises=adopted(report.plan), revision_reason="Ny lag")
    BoardReport.objects.filter(pk=report.pk).update(plan=plan)
    assert BoardReport.objects.get(pk=report.pk).plan == plan


@pytest.mark.parametrize(
    "states",
    [(ReportState.FROZEN,), (*FROZEN, ReportState.SENT)],
    ids=["not frozen before it is sent", "not sent while it is frozen"],
)
def test_a_report_goes_one_way(states: tuple[ReportState, ...]) -> None:
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        _in_state(*states)


def test_the_texts_of_the_plan_are_decided_with_the_plan() -> None:
    report = BoardReportFactory(kind="plan", period=None)
    with refused("texts_of_the_plan_stay_a_draft"):
        BoardReport.objects.filter(pk=report.pk).update(state=ReportState.SENT)


def test_a_frozen_report_is_never_changed_or_removed() -> None:
    report = FrozenReportFactory()
    with refused("Cannot update or delete"):
        FrozenReport.objects.filter(pk=report.pk).update(registry_number="X 1")
    with refused("Cannot.* delete"):
        FrozenReport.objects.filter(pk=report.pk).delete()


def test_an_edition_is_there_once() -> None:
    report = FrozenReportFactory()
    with refused("frozen_report_edition_once"):
        FrozenReportFactory(plan=report.plan, period=report.period)


def test_an_edition_of_the_action_plans_is_there_once_though_it_has_no_period() -> None:
    report = FrozenReportFactory(kind="action-plans", period=None)
    with refused("frozen_report_edition_once"):
        FrozenReportFactory(plan=report.plan, kind="action-plans", period=None)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"edition": 2}, "new_edition_has_its_reason"),
        ({"reason": "Fel siffra"}, "new_edition_has_its_reason"),
        ({"kind": "plan"}, "frozen_report_kind_is_known"),
        ({"period": None}, "frozen_follow_up_has_period"),
        ({"registry_number": ""}, "frozen_report_is_registered"),
    ],
)
def test_a_frozen_report_says_what_it_is(values: dict[str, Any], name: str) -> None:
    if values == {"reason": "Fel siffra"}:
        values = {"edition": 2, "reason": "", "replaces": FrozenReportFactory()}
    with refused(name):
        FrozenReportFactory(**values)


def test_an_edition_is_replaced_once() -> None:
    first = FrozenReportFactory()
    again = {"plan": first.plan, "period": first.period, "replaces": first, "reason": "Fel siffra"}
    FrozenReportFactory(**again, edition=2)
    with refused("replaces"):
        FrozenReportFactory(**again, edition=3)


def test_a_step_stays_and_says_why() -> None:
    step = ReportStepFactory()
    with refused("Cannot update"):
        ReportStep.objects.filter(pk=step.pk).update(text="Något annat")
    for kind in ("returned", "reopened"):
        with refused("report_step_has_its_reason"):
            ReportStepFactory(kind=kind)


def test_a_comment_stays_as_it_was_said_and_is_settled_by_somebody() -> None:
    comment = SectionCommentFactory()
    rows = SectionComment.objects.filter(pk=comment.pk)
    with refused("Cannot update"):
        rows.update(text="Något annat")
    with refused("settled_comment_says_by_whom"):
        rows.update(settled_by=UserFactory())
    with refused("section_comment_says_something"):
        SectionCommentFactory(text="")


def test_only_the_summary_has_analyses_of_goals() -> None:
    analysis = SummaryAnalysisFactory()
    with refused("assigned_section_is_known"):
        SectionAssignmentFactory(report=analysis.report, analysis=analysis)
    with refused("commented_section_is_known"):
        SectionCommentFactory(report=analysis.report, analysis=analysis)


def test_a_section_is_assigned_once_and_begins_with_one_draft() -> None:
    assignment = SectionAssignmentFactory()
    with refused("section_assigned_once"):
        SectionAssignmentFactory(report=assignment.report)
    draft = TakenDraftFactory()
    with refused("draft_taken_once"):
        TakenDraftFactory(report=draft.report)


def test_a_decided_assessment_stays_and_the_year_may_be_assessed_anew() -> None:
    assessment = BoardAssessmentFactory()
    BoardAssessment.objects.filter(pk=assessment.pk).update(decision=DecisionFactory(board=assessment.board))
    with refused("Cannot update"):
        BoardAssessment.objects.filter(pk=assessment.pk).update(reasons="Något annat")
    with refused("Cannot.* delete"):
        BoardAssessment.objects.filter(pk=assessment.pk).delete()
    BoardAssessmentFactory(board=assessment.board, edition=2)
    with refused("assessment_prepared_once"):
        BoardAssessmentFactory(board=assessment.board, edition=3)


@pytest.mark.parametrize("factory", [BoardAssessmentFactory, AuditorsAssessmentFactory, AssessmentCriterionFactory])
def test_there_are_three_levels(factory: Any) -> None:
    with refused("level_is_known"):
        factory(level="good")


def test_an_assessment_says_why() -> None:
    with refused("assessment_has_its_reasons"):
        BoardAssessmentFactory(reasons="")
