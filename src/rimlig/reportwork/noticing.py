"""What people are told in Rimlig when something happens with a report. Called by the operations that do it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport
from rimlig.organisation.models import User
from rimlig.reminders.notices import Told, notify_each
from rimlig.reportwork.addresses import workspace_url
from rimlig.reportwork.models import FrozenReport, ReportStep, SectionAssignment, SectionComment
from rimlig.reportwork.people import approvers

KIND = "report"


def named(report: BoardReport) -> str:
    """Return the report as one speaks of it: “Follow-up, Tertial 2 2026, Lindhaga stadsdelsnämnd”."""
    about = report.period or report.plan.year
    return ", ".join((str(report.get_kind_display()), str(about), str(report.plan.board)))


def tell_sent(report: BoardReport, step: ReportStep, *, by: User) -> None:
    """Tell those who approve that the report awaits them."""
    people = approvers(report.plan.board)
    _tell(
        people,
        report,
        f"report-sent:{step.pk}",
        lambda: _("Awaits your approval: %(what)s") % {"what": named(report)},
        by,
    )


def tell_returned(report: BoardReport, step: ReportStep, sender: User, *, by: User) -> None:
    """Tell who sent the report that it came back."""
    _tell(
        [sender],
        report,
        f"report-returned:{step.pk}",
        lambda: _("Sent back to you: %(what)s") % {"what": named(report)},
        by,
    )


def tell_approved(report: BoardReport, frozen: FrozenReport, sender: User, *, by: User) -> None:
    """Tell who sent the report that it is approved."""
    _tell(
        [sender], report, f"report-approved:{frozen.pk}", lambda: _("Approved: %(what)s") % {"what": named(report)}, by
    )


def tell_assigned(assignment: SectionAssignment, *, by: User) -> None:
    """Tell a person that a section is theirs to write."""
    report = assignment.report
    _tell(
        [assignment.person],
        report,
        f"section-assigned:{assignment.pk}:{assignment.version}",
        lambda: (
            _("Yours to write: %(section)s. %(what)s")
            % {"section": assignment.get_section_display(), "what": named(report)}
        ),
        by,
        assignment.section,
    )


def tell_commented(comment: SectionComment, people: Iterable[User], *, by: User) -> None:
    """Tell those who write the section, or have spoken there, that somebody said something."""
    report = comment.report
    _tell(
        people,
        report,
        f"section-comment:{comment.pk}",
        lambda: _("%(name)s has commented: %(what)s") % {"name": by, "what": named(report)},
        by,
        comment.section,
    )


def _tell(
    people: Iterable[User], report: BoardReport, key: str, text: Callable[[], str], by: User, section: str = ""
) -> None:
    url = workspace_url(report.plan_id, Kind(report.kind), report.period, section)
    notify_each([Told(person, key, KIND, text, url) for person in people], by=by)
