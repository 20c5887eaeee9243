"""The remarks on a document as a page shows them: in groups, each leading to its place in the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.documents.document import Document, Remark

HEADINGS: Final[Mapping[str, str | Promise]] = {
    "copies-differ": _("Copies of a process that differ"),
    "process-reason-differs": _("Processes that are essential for different reasons"),
    "summary-contradicts": _("Summaries that contradict their tables"),
    "unplaced-text": _("Text that has no place in a plan"),
    "unplaced-table": _("Tables that have no place in a plan"),
    "goal-as-number": _("Goal numbers that the spreadsheet kept as numbers"),
    "unknown-status": _("Statuses that are not known"),
    "not-matched": _("Names and words that the system does not know"),
    "scale-differs": _("Scales of another kind"),
    "deviation-without-measures": _("Deviations without measures"),
    "follow-up-without-level": _("Follow-ups without deviation level"),
    "follow-up-without-result": _("Follow-ups without result"),
    "looks-like-slip": _("Texts that look like slips"),
    "action-without-status": _("Actions without status"),
    "event-without-action": _("Undesired events without action"),
    "empty-method": _("Working methods with nothing in them"),
    "process-twice": _("Processes that stand twice under a goal"),
    "goal-title-differs": _("Goals with two names"),
    "summary-without-goal": _("Summaries of goals that have no processes"),
}
"""Code → heading, in the order in which a person should look: what has to be decided before what is merely missing."""


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """A remark, and the id of the element that shows its place; empty when it has none in the document."""

    message: str
    where: str
    anchor: str


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """The remarks of one code under a plain heading."""

    code: str
    heading: str
    remarks: tuple[PlacedRemark, ...]


def grouped(document: Document) -> tuple[RemarkGroup, ...]:
    """Return the document's warnings by code in the order of HEADINGS, each with its place."""
    anchors = anchors_of(document)
    by_code: dict[str, list[PlacedRemark]] = {code: [] for code in HEADINGS}
    for remark in document.warnings:
        by_code.setdefault(remark.code, []).append(PlacedRemark(remark.message, remark.where, _anchor(remark, anchors)))
    return tuple(
        RemarkGroup(code, str(HEADINGS.get(code, _("Other things to look at"))), tuple(remarks))
        for code, remarks in by_code.items()
        if remarks
    )


def anchors_of(document: Document) -> dict[str, str]:
    """Return where a remark may point to → the id of the element: g0 is the first goal, g0p0m0 its first method.

    s0 is the first summary of a goal. Templates that show a document give
    their elements these ids.
    """
    anchors: dict[str, str] = {}
    for number, summary in enumerate(document.summary_by_goal):
        anchors.setdefault(summary.goal, f"s{number}")
    for g, goal in enumerate(document.goals):
        anchors.setdefault(goal.number, f"g{g}")
        for p, process in enumerate(goal.processes):
            anchors.setdefault(process.name, f"g{g}p{p}")
            anchors.setdefault(_joined(goal.number, process.name), f"g{g}p{p}")
            for m, method in enumerate(process.working_methods):
                anchors.setdefault(_joined(goal.number, process.name, method.name), f"g{g}p{p}m{m}")
    return {where: anchor for where, anchor in anchors.items() if where}


def _anchor(remark: Remark, anchors: Mapping[str, str]) -> str:
    """A reader may add the place in the file after the place in the document: the longest known beginning counts."""
    where = remark.where
    while where and where not in anchors:
        where = max((where.rpartition(", ")[0], where.rpartition(" › ")[0]), key=len)
    return anchors.get(where, "")


def _joined(*parts: str) -> str:
    return " › ".join(parts)


def counted(groups: Iterable[RemarkGroup]) -> int:
    """Return how many remarks the groups hold."""
    return sum(len(group.remarks) for group in groups)
