"""What can be changed in place, in one table: which row, which of its fields, and what the person is asked.

A new text to edit is a new line here and a template of how the row looks; the
view, the operation, the conflict page and the history serve them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import ActionStatus, Deviation, Treatment
from rimlig.followup.models import (
    DEVIATIONS,
    STATUSES,
    Action,
    ActionPlan,
    BoardReport,
    FollowUpResult,
    SummaryAnalysis,
)
from rimlig.planning.models import (
    LONGEST_SCALE,
    Goal,
    OngoingControl,
    PartOfPlan,
    PlannedFollowUp,
    Process,
    UndesiredEvent,
    WorkingMethod,
)

TREATMENTS = {
    Treatment.ACCEPT: _("Accept"),
    Treatment.WATCH: _("Watch"),
    Treatment.REDUCE: _("Reduce"),
    Treatment.CONTROL: _("Control"),
}


@dataclass(frozen=True)
class Field:
    """A column that people may change, and how it is asked for.

    `line`: a text of one line, which Enter saves. `keep`: it must not be
    emptied. `longest`: characters at most. `scale`: a number from `least` to this.
    `choices`: one of these, or none; `looks`
    gives each the look of its state badge.
    """

    name: str
    label: str | Promise
    hint: str | Promise = ""
    line: bool = False
    keep: bool = False
    longest: int = 20_000
    scale: int = 0
    least: int = 1
    choices: Sequence[tuple[str, Any]] = ()
    none_chosen: str | Promise = ""
    looks: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Editable:
    """A kind of row (or a part of one) that is changed in one form, and shown by `templates/followup/rows/<kind>.html`."""

    kind: str
    slug: str
    label: str | Promise
    model: type[PartOfPlan]
    fields: tuple[Field, ...]

    @property
    def is_line(self) -> bool:
        """Whether all that is asked for is lines, which Enter saves."""
        return all(one.line for one in self.fields)

    @property
    def template(self) -> str:
        """The template of how the row looks."""
        return f"followup/rows/{self.kind}.html"


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

_STATUS = Field("status", _("Status"), choices=list(STATUSES.items()), none_chosen=_("Not stated"), looks=STATUS_LOOKS)

_ALL = (
    Editable(
        "goal",
        "mal",
        _("Goal"),
        Goal,
        (Field("number", _("Number"), line=True, longest=40), Field("title", _("Goal"), line=True, keep=True)),
    ),
    Editable("process", "process", _("Process"), Process, (Field("name", _("Process"), line=True, keep=True),)),
    Editable(
        "method",
        "arbetssatt",
        _("Working method"),
        WorkingMethod,
        (Field("name", _("Working method"), line=True, keep=True),),
    ),
    Editable(
        "control", "kontroll", _("Ongoing control"), OngoingControl, (Field("text", _("Ongoing control"), keep=True),)
    ),
    Editable(
        "event",
        "handelse",
        _("Undesired event"),
        UndesiredEvent,
        (
            Field("text", _("Undesired event"), keep=True),
            Field("likelihood", _("Likelihood"), scale=LONGEST_SCALE),
            Field("consequence", _("Consequence"), scale=LONGEST_SCALE),
            Field("treatment", _("Treatment"), choices=list(TREATMENTS.items()), none_chosen=_("Not decided")),
        ),
    ),
    Editable("follow-up", "uppfoljning", _("Follow-up"), PlannedFollowUp, (Field("text", _("Follow-up"), keep=True),)),
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
    ),
    Editable(
        "action",
        "atgard",
        _("Action"),
        Action,
        (Field("text", _("Action"), keep=True), _STATUS, Field("analysis", _("Analysis"))),
    ),
    Editable("title", "titel", _("Heading"), BoardReport, (Field("title", _("Heading"), line=True),)),
    Editable("introduction", "inledning", _("Introduction"), BoardReport, (Field("introduction", _("Introduction")),)),
    Editable(
        "summary", "sammanfattning", _("Summary analysis"), BoardReport, (Field("summary", _("Summary analysis")),)
    ),
    Editable(
        "analysis", "analys", _("Analysis of the goal"), SummaryAnalysis, (Field("text", _("Analysis of the goal")),)
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
            _STATUS,
        ),
    ),
)

BY_KIND = {editable.kind: editable for editable in _ALL}
BY_SLUG = {editable.slug: editable for editable in _ALL}
