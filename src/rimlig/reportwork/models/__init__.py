"""The work on a report until it is frozen, and what the board says of its own internal control."""

from rimlig.reportwork.models.assessments import (
    AssessmentCriterion,
    AuditorsAssessment,
    BoardAssessment,
    Level,
)
from rimlig.reportwork.models.frozen import FrozenReport, ReportKind
from rimlig.reportwork.models.work import (
    ReportStep,
    SectionAssignment,
    SectionComment,
    SectionName,
    StepKind,
    TakenDraft,
)

__all__ = [
    "AssessmentCriterion",
    "AuditorsAssessment",
    "BoardAssessment",
    "FrozenReport",
    "Level",
    "ReportKind",
    "ReportStep",
    "SectionAssignment",
    "SectionComment",
    "SectionName",
    "StepKind",
    "TakenDraft",
]
