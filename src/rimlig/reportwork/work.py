"""A report that is being written, with all that its pages show: read in a number of queries that never grows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from rimlig.appearance.templates_of_word import has_own_template
from rimlig.documents.document import Kind
from rimlig.drafting.choosing import phrases_of
from rimlig.drafting.facts import Facts
from rimlig.drafting.phrases import Phrases
from rimlig.drafting.reading import facts_of
from rimlig.followup.models import BoardReport, FollowUpResult, Period, SummaryAnalysis
from rimlig.followup.periods.gathering import gathered_in
from rimlig.planning.models import Plan
from rimlig.reporting.assessments import Assessment, assessment_of
from rimlig.reporting.frozen import Frozen, frozen_of
from rimlig.reporting.report import Report
from rimlig.reportwork.approving import with_its_plan
from rimlig.reportwork.freezing import report_now
from rimlig.reportwork.models import ReportStep, SectionAssignment, SectionComment, SectionName, TakenDraft
from rimlig.reportwork.suggestions import GoalText, goal_texts, whole_text

Spot = tuple[str, int | None]
"""A section, and the analysis of a goal in it or None."""


@dataclass(frozen=True)
class Work:
    """A report that is being written."""

    row: BoardReport

    @classmethod
    def on(cls, plan: Plan, kind: Kind, period: Period | None) -> "Work | None":
        """Return the work on the plan's report, or None when it has not been begun."""
        if kind == Kind.FOLLOW_UP and period is None:
            return None
        row = with_its_plan().filter(plan=plan, kind=kind.value, period=period).first()
        return cls(row) if row else None

    @property
    def plan(self) -> Plan:
        """The plan that the report is about."""
        plan: Plan = self.row.plan
        return plan

    @property
    def kind(self) -> Kind:
        """Which report it is."""
        return Kind(self.row.kind)

    @property
    def period(self) -> Period | None:
        """The period that a follow-up is about."""
        return self.row.period

    @cached_property
    def report(self) -> Report:
        """The report as it stands now."""
        return report_now(self.row)

    @cached_property
    def facts(self) -> Facts | None:
        """What is known in the period, for suggestions; a plan and the action plans have no period."""
        return facts_of(self.plan, self.period, today=timezone.localdate()) if self.period else None

    @cached_property
    def phrases(self) -> Phrases:
        """The words that the municipality has chosen for its suggestions."""
        return phrases_of(self.plan.board.municipality_id)

    @cached_property
    def analyses(self) -> list[SummaryAnalysis]:
        """The texts on goals, in their order."""
        rows = list(self.row.analyses.all())
        for row in rows:
            row.report = self.row  # asked for by each row that is drawn
        return rows

    @cached_property
    def goals(self) -> list[GoalText]:
        """The texts on goals with their suggestions; a goal that has none yet stands without."""
        return goal_texts(self.row, self.analyses, self.facts, self._taken, self.phrases)

    @cached_property
    def whole(self) -> GoalText:
        """The text for the whole with its suggestion."""
        return whole_text(self.row, self.facts, self._taken, self.phrases)

    @cached_property
    def _taken(self) -> Mapping[int | None, TakenDraft]:
        return {taken.analysis_id: taken for taken in TakenDraft.objects.filter(report=self.row)}

    @cached_property
    def steps(self) -> list[ReportStep]:
        """The report's way so far, the latest step first."""
        return list(self.row.steps.select_related("by"))

    @cached_property
    def assignments(self) -> dict[Spot, SectionAssignment]:
        """Who writes what."""
        rows = SectionAssignment.objects.filter(report=self.row).select_related("person")
        return {(row.section, row.analysis_id): row for row in rows}

    @cached_property
    def comments(self) -> list[SectionComment]:
        """What has been said, in its order."""
        return list(SectionComment.objects.filter(report=self.row).select_related("by", "settled_by", "analysis"))

    @cached_property
    def assessment(self) -> Assessment | None:
        """What the board says of its internal control."""
        return assessment_of(self.plan)

    @cached_property
    def frozen(self) -> list[Frozen]:
        """The approved editions, the latest first."""
        return frozen_of(self.plan, self.kind, self.period)

    @cached_property
    def answers(self) -> dict[str, int]:
        """How many of the units' answers in the period are in each state."""
        rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=self.plan, unit__isnull=False)
        if self.period is None:
            return {}
        return counted(rows.filter(gathered_in(self.period)).values_list("state", flat=True))

    @cached_property
    def has_own_template(self) -> bool:
        """Whether the Word report is made by a template of the municipality's own."""
        return has_own_template(self.plan.board.municipality_id, self.kind)

    @property
    def sections(self) -> tuple[SectionName, ...]:
        """The sections that a report of this kind has."""
        return SECTIONS[self.kind] + ((SectionName.ASSESSMENT,) if self.is_annual else ())

    @property
    def is_annual(self) -> bool:
        """Whether it is the follow-up of the whole year, to which the board's own assessment belongs."""
        return self.period is not None and self.period.code == "VB"

    def is_given(self, section: str, person: Any) -> bool:
        """Say whether the section has been given to the person to write."""
        given = self.assignments.get((section, None))
        return given is not None and given.person_id == person.pk


SECTIONS = {
    Kind.PLAN: (SectionName.COVER, SectionName.INTRODUCTION, SectionName.APPROACH, SectionName.SUMMARY),
    Kind.FOLLOW_UP: (
        SectionName.COVER,
        SectionName.INTRODUCTION,
        SectionName.SUMMARY,
        SectionName.TABLES,
        SectionName.ACTION_PLANS,
    ),
    Kind.ACTION_PLANS: (
        SectionName.COVER,
        SectionName.INTRODUCTION,
        SectionName.SUMMARY,
        SectionName.ACTION_PLANS,
    ),
}
"""Which sections a report of each kind has, in its order."""


def counted(values: Iterable[str]) -> dict[str, int]:
    """Return how many times each value occurs."""
    found: dict[str, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found
