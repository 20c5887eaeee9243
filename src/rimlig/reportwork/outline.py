"""The outline of a report: how far each section has come, and who writes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rimlig.reportwork.addresses import workspace_url
from rimlig.reportwork.models import SectionAssignment, SectionComment, SectionName
from rimlig.reportwork.work import Work


@dataclass(frozen=True)
class Section:
    """A section of the report: how far it has come, who writes it, and what is said about it."""

    name: SectionName
    state: str
    is_done: bool
    address: str
    assignment: SectionAssignment | None = None
    comments: list[SectionComment] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The section's heading."""
        return str(self.name.label)

    @property
    def template(self) -> str:
        """The template that shows the section as it will stand, with what is written in place."""
        shown = "document" if self.name in (SectionName.TABLES, SectionName.ACTION_PLANS) else self.name.value
        return f"reportwork/_section_{shown}.html"

    @property
    def unsettled(self) -> int:
        """How many comments wait to be seen to."""
        return sum(comment.settled_at is None for comment in self.comments)


def outline_of(work: Work) -> list[Section]:
    """Return the report's sections in their order."""
    return [
        Section(
            name,
            *_standing(work, name),
            workspace_url(work.plan.pk, work.kind, work.period, name),
            work.assignments.get((name, None)),
            [comment for comment in work.comments if comment.section == name],
        )
        for name in work.sections
    ]


def _standing(work: Work, name: SectionName) -> tuple[str, bool]:
    """Return how far the section has come in a word or two, and whether it is done."""
    return _STANDINGS[name](work)


def _summary(work: Work) -> tuple[str, bool]:
    return _of(sum(text.is_written for text in (work.whole, *work.goals)), 1 + len(work.goals))


def _action_plans(work: Work) -> tuple[str, bool]:
    plans = work.report.document.action_plans
    return _of(sum(plan.status is not None for plan in plans), len(plans)) if plans else (_("none"), True)


def _assessment(work: Work) -> tuple[str, bool]:
    if work.assessment is None:
        return _missing(), False
    decided = work.assessment.decided is not None
    return (_done() if decided else pgettext("assessment", "prepared")), decided


def _tables(work: Work) -> tuple[str, bool]:
    rows = work.facts.follow_ups if work.facts else ()
    return _of(sum(row.level is not None for row in rows), len(rows))


def _of(number: int, total: int) -> tuple[str, bool]:
    if number == total and total:
        return _done(), True
    if number == 0:
        return _missing(), False
    return _("%(number)s of %(total)s") % {"number": number, "total": total}, False


def _done() -> str:
    return pgettext("section of a report", "done")


def _missing() -> str:
    return pgettext("section of a report", "missing")


_STANDINGS: Final[dict[SectionName, Callable[[Work], tuple[str, bool]]]] = {
    SectionName.COVER: lambda _work: (_done(), True),
    SectionName.INTRODUCTION: lambda work: _of(int(bool(work.row.introduction.strip())), 1),
    SectionName.APPROACH: lambda work: _of(int(bool(work.row.approach.strip())), 1),
    SectionName.SUMMARY: _summary,
    SectionName.TABLES: _tables,
    SectionName.ACTION_PLANS: _action_plans,
    SectionName.ASSESSMENT: _assessment,
}
