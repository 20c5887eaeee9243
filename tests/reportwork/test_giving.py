"""What the rooms below get to know: the board's assessment, and the frozen editions of a report."""

from datetime import date

import pytest

from factories import BoardAssessmentFactory, DecisionFactory, FrozenReportFactory, PlanFactory, adopted
from rimlig.documents.document import Kind
from rimlig.reporting.assessments import Assessment, assessment_of
from rimlig.reporting.frozen import frozen_of

pytestmark = pytest.mark.django_db


def test_a_plan_without_an_assessment_has_none() -> None:
    assert assessment_of(PlanFactory()) is None


def test_a_decided_assessment_stands_while_the_year_is_assessed_anew() -> None:
    plan = PlanFactory()
    decision = DecisionFactory(board=plan.board, meeting_date=date(2027, 2, 17), paragraph="12")
    BoardAssessmentFactory(board=plan.board, year=plan.year, decision=decision)
    BoardAssessmentFactory(board=plan.board, year=plan.year, edition=2, level="insufficient")
    BoardAssessmentFactory(board=plan.board, year=plan.year - 1, level="not_fully")
    assert assessment_of(plan) == Assessment(
        "sufficient",
        "Tillräcklig",
        "Planen är följd, och avvikelserna är åtgärdade.",
        "Det fungerar.",
        date(2027, 2, 17),
        "§ 12",
    )


def test_a_prepared_assessment_has_no_day() -> None:
    plan = PlanFactory()
    BoardAssessmentFactory(board=plan.board, year=plan.year, level="not_fully")
    found = assessment_of(plan)
    assert found is not None
    assert (found.label, found.decided, found.minutes) == ("Inte helt tillräcklig", None, "")


def test_editions_stand_with_the_latest_first_whichever_edition_of_the_plan_they_belong_to() -> None:
    first = FrozenReportFactory()
    plan = PlanFactory(board=first.plan.board, edition=2, revises=adopted(first.plan), revision_reason="Ny lag")
    FrozenReportFactory(plan=plan, period=first.period, edition=2, replaces=first, reason="Fel siffra")
    FrozenReportFactory(plan=plan, kind="action-plans", period=None)
    found = frozen_of(plan, Kind.FOLLOW_UP, first.period)
    assert [(one.edition, one.reason, one.replaced) for one in found] == [(2, "Fel siffra", False), (1, "", True)]
    assert found[1].files == (
        ("PDF", f"/rapport/fryst/{first.pk}/pdf/"),
        ("JSON", f"/rapport/fryst/{first.pk}/json/"),
    )
