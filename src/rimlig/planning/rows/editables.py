"""What can be changed in place, in one table: which row, which of its fields, and what the person is asked.

A new text to edit is a new line here, or in a higher room that registers its
own, and a template of how the row looks; the view, the operation, the conflict
page and the history serve them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.planning.models import (
    Answering,
    Examination,
    Goal,
    OngoingControl,
    PartOfPlan,
    PlannedFollowUp,
    PlanRow,
    Process,
    Schedule,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.risks.operations import TREATED


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


def _stands_in_plan(row: PartOfPlan) -> bool:
    return isinstance(row, PlanRow)


def _always(_row: PartOfPlan) -> bool:
    return True


def _nothing_wrong(_values: Mapping[str, Any]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Editable:
    """A kind of row (or a part of one) that is changed in one form, and shown by `<room>/rows/<kind>.html`.

    `beside` are columns that are changed elsewhere and belong to the row's
    history. `ways_to_process` lead from the row's history to the process that
    it stands under, if any. `of_plan` says whether a row is locked with its
    plan. `wrong` takes the fields' values and returns, for those that do not
    agree with each other, a sentence. `is_open` says whether a row is changed in
    place at all: some are only changed on pages of their own.
    """

    kind: str
    slug: str
    label: str | Promise
    model: type[PartOfPlan]
    fields: tuple[Field, ...]
    beside: tuple[Field, ...] = ()
    room: str = "planning"
    ways_to_process: tuple[str, ...] = ()
    of_plan: Callable[[Any], bool] = _stands_in_plan
    wrong: Callable[[Mapping[str, Any]], Mapping[str, str]] = _nothing_wrong
    is_open: Callable[[Any], bool] = _always

    @property
    def is_line(self) -> bool:
        """Whether all that is asked for is lines, which Enter saves."""
        return all(one.line for one in self.fields)

    @property
    def template(self) -> str:
        """The template of how the row looks."""
        return f"{self.room}/rows/{self.kind}.html"


BY_KIND: Final[dict[str, Editable]] = {}
BY_SLUG: Final[dict[str, Editable]] = {}


def register_editables(*editables: Editable) -> None:
    """Let the kinds of row be changed in place. Higher rooms do this in `AppConfig.ready()`."""
    for editable in editables:
        BY_KIND[editable.kind] = BY_SLUG[editable.slug] = editable


_VIA_METHOD: Final = ("pgh_obj__working_method__process",)

register_editables(
    Editable(
        "goal",
        "mal",
        _("Goal"),
        Goal,
        (Field("number", _("Number"), line=True, longest=40), Field("title", _("Goal"), line=True, keep=True)),
    ),
    Editable(
        "process",
        "process",
        _("Process"),
        Process,
        (
            Field("name", _("Process"), line=True, keep=True),
            Field("reason", _("Why it is essential"), _("A sentence or two: what does it mean for the goal?")),
        ),
        ways_to_process=("pgh_obj_id",),
    ),
    Editable(
        "method",
        "arbetssatt",
        _("Working method"),
        WorkingMethod,
        (Field("name", _("Working method"), line=True, keep=True),),
        ways_to_process=("pgh_obj__process",),
    ),
    Editable(
        "control",
        "kontroll",
        _("Ongoing control"),
        OngoingControl,
        (Field("text", _("Ongoing control"), keep=True),),
        ways_to_process=_VIA_METHOD,
    ),
    Editable(
        "event",
        "handelse",
        _("Undesired event"),
        UndesiredEvent,
        (Field("text", _("Undesired event"), keep=True),),
        beside=(
            Field("likelihood", _("Likelihood")),
            Field("likelihood_reason", _("Motivation of the likelihood")),
            Field("consequence", _("Consequence")),
            Field("consequence_reason", _("Motivation of the consequence")),
            Field("likelihood_after", _("Likelihood after controls")),
            Field("consequence_after", _("Consequence after controls")),
            Field("treatment", _("Treatment"), choices=list(TREATED.items())),
            Field("treatment_reason", _("Reason for the treatment")),
        ),
        ways_to_process=_VIA_METHOD,
    ),
    Editable(
        "follow-up",
        "uppfoljning",
        _("Follow-up"),
        PlannedFollowUp,
        (Field("text", _("Follow-up"), keep=True),),
        beside=(
            Field("method", _("Method")),
            Field("schedule", _("How often"), choices=Schedule.choices),
            Field("periods", _("Periods")),
            Field("due", _("Day")),
            Field("answering", _("Who answers"), choices=Answering.choices),
            Field("examination", _("Examination"), choices=Examination.choices),
            Field("examination_note", _("What is examined")),
            Field("criterion_none", _("When there is no deviation")),
            Field("criterion_minor", _("When a deviation is minor")),
            Field("criterion_major", _("When a deviation is major")),
        ),
        ways_to_process=_VIA_METHOD,
    ),
)
