"""What of the results, actions and texts can be changed in place: this room's lines of planning's table."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import ActionStatus, Deviation, Kind
from rimlig.followup.models import (
    DEVIATIONS,
    STATUSES,
    Action,
    ActionPlan,
    AnswerState,
    BoardReport,
    FollowUpResult,
    SummaryAnalysis,
)
from rimlig.planning.rows.editables import Editable, Field

DEVIATION_LOOKS = {
    Deviation.NONE: "none",
    Deviation.MINOR: "minor",
    Deviation.MAJOR: "major",
    Deviation.NOT_DONE: "notdone",
}
STATUS_LOOKS = {
    ActionStatus.NOT_STARTED: "wait",
    ActionStatus.ONGOING: "ongoing",
    ActionStatus.ON_HOLD: "hold",
    ActionStatus.CLOSED: "none",
}

_TRACKED: Final = (
    Field("status", _("Status"), choices=list(STATUSES.items()), none_chosen=_("Not stated"), looks=STATUS_LOOKS),
    Field("responsible", _("Responsible")),
    Field("due", _("Done by")),
    Field("hold_reason", _("Why it waits")),
    Field("effect", _("Effect check")),
)
"""What moves by rule on the action's own page, and belongs to its history."""


def _of_plan(row: BoardReport) -> bool:
    return row.kind == Kind.PLAN.value


def _analysis_of_plan(row: SummaryAnalysis) -> bool:
    return row.report.kind == Kind.PLAN.value


def _more_units_than_there_are(values: Mapping[str, Any]) -> Mapping[str, str]:
    at_risk, total = values.get("units_at_risk"), values.get("units_total")
    if at_risk is not None and total is not None and at_risk > total:
        return {"units_at_risk": _now("There cannot be more units concerned than there are units.")}
    return {}


def _is_conclusion(row: FollowUpResult) -> bool:
    """Say whether it is the board's own result: an answer is written on its own page, by those whose it is."""
    return row.state == AnswerState.CONCLUDED


_APPROACH: Final = _(
    "Who has taken part, how the risks were assessed, and how the board follows the plan during the year."
)


def _report_text(kind: str, slug: str, label: Any, *, hint: Any = "", line: bool = False) -> Editable:
    """Return the line of one of the texts around a report, which is the column of the same name."""
    asked = Field(kind, label, hint, line=line)
    return Editable(
        kind, slug, label, BoardReport, (asked,), room="followup", of_plan=_of_plan, is_open=lambda row: row.is_open
    )


EDITABLES: Final = (
    Editable(
        "result",
        "resultat",
        _("Result"),
        FollowUpResult,
        (
            Field(
                "deviation",
                _("How did it go?"),
                choices=list(DEVIATIONS.items()),
                none_chosen=_("Not assessed"),
                looks=DEVIATION_LOOKS,
            ),
            Field("result", _("What did the follow-up show?"), _("Two sentences are enough. Name no persons.")),
            Field("measures", _("What has been done about it?")),
        ),
        beside=(
            Field("root_cause", _("Why did it happen?")),
            Field("no_action_reason", _("Why no action is needed")),
            Field("population", _("How many were there to choose from?")),
            Field("sample_size", _("How many did you examine?")),
            Field("errors_found", _("How many of them had errors?")),
            Field("state", _("State"), choices=list(AnswerState.choices)),
        ),
        room="followup",
        ways_to_process=("pgh_obj__follow_up__working_method__process",),
        is_open=_is_conclusion,
    ),
    Editable(
        "action",
        "atgard",
        _("Action"),
        Action,
        (Field("text", _("Action"), keep=True), Field("analysis", _("Analysis"))),
        beside=_TRACKED,
        room="followup",
        ways_to_process=(
            "pgh_obj__event__working_method__process",
            "pgh_obj__follow_up__working_method__process",
        ),
    ),
    _report_text("title", "titel", _("Heading"), line=True),
    _report_text("introduction", "inledning", _("Introduction")),
    _report_text("approach", "arbetets-gang", _("How the work is done"), hint=_APPROACH),
    _report_text("summary", "sammanfattning", _("Summary analysis")),
    Editable(
        "analysis",
        "analys",
        _("Analysis of the goal"),
        SummaryAnalysis,
        (Field("text", _("Analysis of the goal")),),
        room="followup",
        of_plan=_analysis_of_plan,
        is_open=lambda row: row.report.is_open,
    ),
    Editable(
        "action-plan",
        "handlingsplan",
        _("Action plan"),
        ActionPlan,
        (
            Field("heading", _("Shortcoming"), line=True, keep=True),
            Field("finding", _("What has been found")),
            Field("units_at_risk", _("Units concerned"), scale=100_000, least=0),
            Field("units_total", _("Units in all"), scale=100_000, least=0),
            Field("measures", _("Actions")),
        ),
        beside=_TRACKED,
        room="followup",
        wrong=_more_units_than_there_are,
    ),
)
