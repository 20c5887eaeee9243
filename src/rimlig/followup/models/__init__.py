"""What the units and the board found: periods, answers and their reviews, actions, and the texts around the report."""

from rimlig.followup.models.actions import (
    NEXT_ACTION_STATUSES,
    Action,
    ActionLimit,
    ActionNote,
    ActionPlan,
    ActionPlanUnit,
)
from rimlig.followup.models.answers import (
    CONTENT,
    GIVEN,
    NEXT_ANSWER_STATES,
    SETTLED,
    WRITABLE,
    AnswerComment,
    AnswerState,
    FollowUpResult,
    Review,
    Verdict,
)
from rimlig.followup.models.evidence import UNDER_WAY, ControlTestRun, Evidence
from rimlig.followup.models.periods import MONTH_CODES, QUARTERS, FollowUpRules, Period, PeriodCode
from rimlig.followup.models.reports import BoardReport, ReportState, SummaryAnalysis, may_read_texts
from rimlig.followup.models.words import DEVIATES, DEVIATIONS, KINDS, STATUSES

__all__ = [
    "CONTENT",
    "DEVIATES",
    "DEVIATIONS",
    "GIVEN",
    "KINDS",
    "MONTH_CODES",
    "NEXT_ACTION_STATUSES",
    "NEXT_ANSWER_STATES",
    "QUARTERS",
    "SETTLED",
    "STATUSES",
    "UNDER_WAY",
    "WRITABLE",
    "Action",
    "ActionLimit",
    "ActionNote",
    "ActionPlan",
    "ActionPlanUnit",
    "AnswerComment",
    "AnswerState",
    "BoardReport",
    "ControlTestRun",
    "Evidence",
    "FollowUpResult",
    "FollowUpRules",
    "Period",
    "PeriodCode",
    "ReportState",
    "Review",
    "SummaryAnalysis",
    "Verdict",
    "may_read_texts",
]
