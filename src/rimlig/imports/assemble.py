"""Paragraphs and rows to a document: the one place that knows how this family of documents is built.

Inledning; Sammanfattande analys, for the whole and per goal; per goal,
process and working method a six-column table; Handlingsplaner. Before them
the cover page. Text that has no place in the interchange format is never
dropped in silence: it becomes a warning that quotes it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.documents.document import (
    Document,
    Goal,
    GoalSummary,
    Kind,
    Process,
    Remark,
)
from rimlig.documents.review import review
from rimlig.imports.action_plans import ActionPlanInTheMaking
from rimlig.imports.blocks import Block, OtherRow, Paragraph, Row, Unreadable
from rimlig.imports.cover import Cover
from rimlig.imports.essentials import Essentials
from rimlig.imports.risks import RiskTables
from rimlig.imports.scales import ScaleTables, is_matrix, is_scale
from rimlig.imports.table import MethodInTheMaking

_GOAL: Final = re.compile(r"(\d+(?:\.\d+)+|\d+)\.?\s+(\S.*)", re.DOTALL)
_NUMBERED: Final = re.compile(r"(\d+(?:\.\d+)+)\.?\s+(\S.*)", re.DOTALL)
_YEAR: Final = re.compile(r"(?<![\d.-])(20[0-4]\d)(?![\d-])")


def assemble(blocks: Iterable[Block]) -> Document:
    """Return the document that the blocks make, with what a person should look at as its warnings.

    Raises Unreadable when nothing in the blocks is of this family of documents.
    """
    blocks = list(blocks)
    document = _assembled(blocks)
    if document is None:
        # Some writers mark the title as a heading and nothing else: then the words decide, as in a plain text.
        unmarked = [replace(block, level=None) if isinstance(block, Paragraph) else block for block in blocks]
        document = _assembled(unmarked)
    if document is None:
        raise Unreadable(
            _(
                "This does not look like an internal-control plan or a follow-up of one: it has no goals with"
                " processes and no action plans. Nothing has been stored. Choose the report itself, as PDF, Word,"
                " Excel or text."
            )
        )
    return replace(document, warnings=(*document.warnings, *review(document)))


def _assembled(blocks: list[Block]) -> Document | None:
    """Return the document with the remarks that its reading gave, or None when the blocks are of something else."""
    making = _Making()
    for block in blocks:
        making.take(block)
    document = making.done(blocks)
    found = document.goals or document.action_plans or document.summary_by_goal or making.cover.kind
    return replace(document, warnings=tuple(making.remarks)) if found else None


@dataclass(slots=True)
class _Making:
    """The document in the making: which section we are in, and what it has got so far."""

    cover: Cover = field(default_factory=Cover)
    introduction: list[str] = field(default_factory=list)
    approach: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    summaries: list[tuple[str, str, list[str]]] = field(default_factory=list)
    goals: list[tuple[str, str, list[tuple[str, list[MethodInTheMaking]]]]] = field(default_factory=list)
    action_plans: list[ActionPlanInTheMaking] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    risks: RiskTables = field(default_factory=RiskTables)
    scale: ScaleTables = field(default_factory=ScaleTables)
    essentials: Essentials = field(default_factory=Essentials)
    part_heading: str = ""
    _risk_context: tuple[tuple[str, str], str, str] = (("", ""), "", "")
    has_references: bool = False  # the list of what the conclusions rest on has come: its marks stand before each text
    _plans_level: int | None = None  # the level of the heading "Handlingsplaner", once we are under it
    _section: Callable[[Paragraph], None] | None = None
    _label: str = ""  # "Process:" or "Arbetssätt:" whose name comes in the next paragraph

    def take(self, block: Block) -> None:
        """Put the block where it belongs."""
        if self.has_references:
            return  # the list comes last in our own reports, and is told by none of the interchange
        if isinstance(block, Row):
            self._method(block.place).add(block)
        elif isinstance(block, OtherRow):
            self._take_other_row(block)
        elif (section := self._section_named(block)) is not None:
            self._section = section
        else:
            (self._section or self._take_cover)(block)

    def _section_named(self, block: Paragraph) -> Callable[[Paragraph], None] | None:
        """Return what takes the paragraphs after this heading, or None when it is no section's heading."""
        name = block.text.rstrip(":").casefold()
        if block.level == 0 or self._label:
            return None
        if block.level == 1 and self.cover.kind and name == words.TRACES.casefold():
            self.has_references = True
            return self._skip
        if name == words.FOLLOW_UP_PART.casefold():
            self.part_heading = block.text
            return self._take_table_part
        sections: dict[str, Callable[[Paragraph], None]] = {
            words.CONTENTS: self._skip,
            words.INTRODUCTION: self._take_introduction,
            words.APPROACH: self._take_approach,
            words.SUMMARY: self._take_summary,
            words.RISK_MATRIX: self._take_matrix_part,
            words.RISK_ANALYSIS: self._take_risk_part,
            words.FOLLOW_UP_TABLES: self._take_table_part,
            words.ACTION_PLANS_PART: self._take_action_plan,
        }
        # Under "Handlingsplaner" a shortcoming may have any name, "Inledning" too.
        if self._plans_level is not None and block.level is not None and block.level > self._plans_level:
            return None
        if name == words.ACTION_PLANS_PART.casefold():
            self._plans_level = block.level
        return {known.casefold(): section for known, section in sections.items()}.get(name)

    def _skip(self, block: Paragraph) -> None:
        """The table of contents says nothing of its own."""

    def _take_cover(self, block: Paragraph) -> None:
        if block.text.startswith(words.PROCESS) or (
            _NUMBERED.fullmatch(block.text) and block.level != 0 and not self.cover.kind
        ):
            self._section = self._take_table_part  # a report that begins with its tables
            self._take_table_part(block)
        else:
            self.cover.take(block)

    def _take_introduction(self, block: Paragraph) -> None:
        self.introduction.append(block.text)

    def _take_approach(self, block: Paragraph) -> None:
        self.approach.append(block.text)

    def _take_matrix_part(self, block: Paragraph) -> None:
        """The words under our own matrix say what it shows; those of others have no place in a plan."""
        if not self.scale.take(block.text) and not self.cover.kind:
            self._remark_unplaced(block)

    def _take_other_row(self, row: OtherRow) -> None:
        if is_scale(row.header):
            self.scale.add(row)
        elif not is_matrix(row.header):
            self.risks.add(row, *self._risk_context)

    def _take_summary(self, block: Paragraph) -> None:
        goal = _heading_of_goal(block)
        if goal is not None:
            self.summaries.append((*goal, []))
        else:
            (self.summaries[-1][2] if self.summaries else self.summary).append(block.text)

    def _take_risk_part(self, block: Paragraph) -> None:
        """Remember under which goal and process the next risks stand."""
        goal, process, method = self._risk_context
        if self.cover.kind and not method and self.essentials.take(block):
            return
        label, self._label = self._label or _label_of(block), ""
        name = block.text.removeprefix(label).strip()
        heading = _heading_of_goal(block, marked=False)
        if label and not name:
            self._label = label
        elif label == words.PROCESS:
            process, method = name, ""
            self.essentials.begin(name)
        elif label:
            method = name
        elif heading is not None:
            goal, process, method = heading, "", ""
        else:
            self._remark_unplaced(block)
        self._risk_context = (goal, process, method)

    def _take_table_part(self, block: Paragraph) -> None:
        label, self._label = self._label or _label_of(block), ""
        name = block.text.removeprefix(label).strip()
        heading = _heading_of_goal(block, marked=False)
        if label and not name:
            self._label = label
        elif label:
            self._name(label, name)
        elif heading is not None:
            self.goals.append((*heading, []))
        else:
            self._remark_unplaced(block)

    def _name(self, label: str, name: str) -> None:
        if label == words.PROCESS:
            self._goal().append((name, []))
        else:
            self._process().append(MethodInTheMaking(name, self._where(name)))

    def _goal(self) -> list[tuple[str, list[MethodInTheMaking]]]:
        if not self.goals:
            self.goals.append(("", "", []))
        return self.goals[-1][2]

    def _process(self) -> list[MethodInTheMaking]:
        processes = self._goal()
        if not processes:
            processes.append(("", []))
        return processes[-1][1]

    def _method(self, place: str) -> MethodInTheMaking:
        methods = self._process()
        if not methods:
            methods.append(MethodInTheMaking("", self._where(place)))
        return methods[-1]

    def _where(self, last: str) -> str:
        number, _title, processes = self.goals[-1]
        return " › ".join(part for part in (number, processes[-1][0] if processes else "", last) if part)

    def _take_action_plan(self, block: Paragraph) -> None:
        if block.level is None:
            raise Unreadable(
                _(
                    "Under “%(part)s” the file does not tell headings from text (%(place)s), so the shortcomings cannot be"
                    " told apart. Nothing has been stored. Choose the Word file, or a PDF with tagged headings."
                )
                % {"part": words.ACTION_PLANS_PART, "place": block.place or block.text}
            )
        if block.level != 0:
            self.action_plans.append(ActionPlanInTheMaking(block.text))
        elif self.action_plans:
            self.action_plans[-1].take(block.text)
        else:
            self._remark_unplaced(block)

    def _remark_unplaced(self, block: Paragraph) -> None:
        message = _("The text “%(text)s” has no place in a plan and was left out.") % {"text": block.text}
        self.remarks.append(Remark("unplaced-text", message, block.place))

    def done(self, blocks: list[Block]) -> Document:
        """Return the document, its warnings still missing."""
        goals = tuple(
            Goal(
                number,
                title,
                tuple(
                    Process(
                        name, tuple(method.done(self.risks.numbered, marked=self.has_references) for method in methods)
                    )
                    for name, methods in processes
                ),
            )
            for number, title, processes in self.goals
        )
        for _number, _title, processes in self.goals:
            for _name, methods in processes:
                for method in methods:
                    self.remarks.extend(method.remarks)
        self.remarks.extend(self.risks.remarks)
        goals = self.essentials.into(self.risks.into(goals))
        title = self.cover.title or ("" if self.cover.kind else self.part_heading)
        return Document(
            kind=self.cover.kind or self._kind(goals),
            year=self.cover.year if self.cover.kind else _year(title, blocks),
            title=title,
            board=self.cover.board,
            introduction="\n\n".join(self.introduction),
            summary="\n\n".join(self.summary),
            summary_by_goal=tuple(
                GoalSummary(number, name, "\n\n".join(text)) for number, name, text in self.summaries
            ),
            goals=goals,
            action_plans=tuple(plan.done(guess_units=not self.cover.kind) for plan in self.action_plans),
            approach="\n\n".join(self.approach),
            scale=self.scale.done(),
        )

    def _kind(self, goals: tuple[Goal, ...]) -> Kind:
        """Judge by the content, where the document does not say."""
        if not goals and self.action_plans:
            return Kind.ACTION_PLANS
        followed_up = any(
            follow_up.deviation or follow_up.result or follow_up.measures
            for goal in goals
            for process in goal.processes
            for method in process.working_methods
            for follow_up in method.follow_ups
        )
        return Kind.FOLLOW_UP if followed_up or self.part_heading else Kind.PLAN


def _label_of(block: Paragraph) -> str:
    """Return "Process:" or "Arbetssätt:" when the paragraph begins with it, as a heading of ours or as a label does."""
    labels = (words.PROCESS, words.WORKING_METHOD)
    return next((label for label in labels if block.text.startswith(label)), "")


def _heading_of_goal(block: Paragraph, *, marked: bool = True) -> tuple[str, str] | None:
    """Return number and title when the paragraph is a goal's heading.

    Among running text a heading must be `marked` as one where the file marks
    headings at all; between tables no other text begins with such a number.
    """
    if marked and block.level == 0:
        return None
    # Where it is not marked, only "1.1 …" is safe: "4 gånger per år" is text.
    match = (_GOAL if block.level else _NUMBERED).fullmatch(block.text)
    if match is not None:
        return match[1], match[2]
    return (block.text, "") if block.level and re.fullmatch(r"\d+(?:\.\d+)*", block.text) else None


def _year(title: str, blocks: list[Block]) -> int | None:
    """Return the year that the title names, else the one that the text names most often."""
    if in_title := _YEAR.findall(title):
        return int(in_title[0])
    texts = (block.text if isinstance(block, Paragraph) else " ".join(block.cells) for block in blocks)
    counted = Counter(year for text in texts for year in _YEAR.findall(text))
    return int(max(counted, key=lambda year: (counted[year], year))) if counted else None
