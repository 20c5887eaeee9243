from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from factories.followup import BoardReportFactory, PeriodFactory
from factories.organisation import BoardFactory, MunicipalityFactory, UserFactory
from factories.planning import PlanFactory
from factories.records import StoredFileFactory
from rimlig.reportwork.models import (
    AssessmentCriterion,
    AuditorsAssessment,
    BoardAssessment,
    FrozenReport,
    ReportStep,
    SectionAssignment,
    SectionComment,
    TakenDraft,
)


class FrozenReportFactory(DjangoModelFactory[FrozenReport]):
    """The row only; the operation `approve` makes the bytes too."""

    class Meta:
        model = FrozenReport

    plan = factory.SubFactory(PlanFactory)
    kind = "follow-up"
    period = factory.SubFactory(
        PeriodFactory,
        municipality=factory.SelfAttribute("..plan.board.municipality"),
        year=factory.SelfAttribute("..plan.year"),
    )
    edition = 1
    registry_number = "LIN 2027/12"
    document = factory.SubFactory(StoredFileFactory, municipality=factory.SelfAttribute("..plan.board.municipality"))
    data = factory.SubFactory(StoredFileFactory, municipality=factory.SelfAttribute("..plan.board.municipality"))
    approved_by = factory.SubFactory(UserFactory)
    approved_at = datetime(2027, 2, 3, 9, tzinfo=UTC)


class ReportStepFactory(DjangoModelFactory[ReportStep]):
    class Meta:
        model = ReportStep

    report = factory.SubFactory(BoardReportFactory)
    kind = "sent"
    by = factory.SubFactory(UserFactory)


class SectionAssignmentFactory(DjangoModelFactory[SectionAssignment]):
    class Meta:
        model = SectionAssignment

    report = factory.SubFactory(BoardReportFactory)
    section = "introduction"
    person = factory.SubFactory(UserFactory)


class SectionCommentFactory(DjangoModelFactory[SectionComment]):
    class Meta:
        model = SectionComment

    report = factory.SubFactory(BoardReportFactory)
    section = "introduction"
    text = "Skriv en mening om revisorernas granskning."
    by = factory.SubFactory(UserFactory)


class TakenDraftFactory(DjangoModelFactory[TakenDraft]):
    class Meta:
        model = TakenDraft

    report = factory.SubFactory(BoardReportFactory)
    sentences = factory.LazyFunction(lambda: [{"text": "Av 2 uppföljningar visar 2 ingen avvikelse.", "basis": {}}])


class BoardAssessmentFactory(DjangoModelFactory[BoardAssessment]):
    """Prepared, not decided."""

    class Meta:
        model = BoardAssessment

    board = factory.SubFactory(BoardFactory)
    year = 2026
    level = "sufficient"
    reasons = "Planen är följd, och avvikelserna är åtgärdade."
    criterion = "Det fungerar."


class AuditorsAssessmentFactory(DjangoModelFactory[AuditorsAssessment]):
    class Meta:
        model = AuditorsAssessment

    board = factory.SubFactory(BoardFactory)
    year = 2026
    level = "not_fully"
    text = "Riskanalysen bör motiveras bättre."
    source = "Revisionsberättelse 2026"


class AssessmentCriterionFactory(DjangoModelFactory[AssessmentCriterion]):
    class Meta:
        model = AssessmentCriterion

    municipality = factory.SubFactory(MunicipalityFactory)
    level = "sufficient"
    text = "Allt väsentligt fungerar."
