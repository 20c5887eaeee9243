"""Who writes a section, and what is said about it."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.organisation.models import User
from rimlig.reportwork.approving import locked
from rimlig.reportwork.models import SectionAssignment, SectionComment, SectionName
from rimlig.reportwork.noticing import tell_assigned, tell_commented
from rimlig.reportwork.people import writers


def assign(
    report: BoardReport,
    section: SectionName,
    analysis: SummaryAnalysis | None,
    *,
    person: User | None,
    due: date | None,
    version: int,
    by: User,
) -> SectionAssignment | None:
    """Give the section, or the goal in it, to a person to write; without one it is nobody's in particular again.

    Version 0 is that of a section that nobody has. Raises Outdated when
    somebody else has given it away meanwhile. The same done twice is done once.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.assign", by):
        report = locked(report)
        there = SectionAssignment.objects.filter(report=report, section=section, analysis=analysis).first()
        if (there.person_id, there.due) == (person.pk if person else None, due) if there else person is None:
            return there
        if version != (there.version if there else 0):
            raise Outdated(_("Somebody else has just decided who writes this. Nothing has been changed."), there)
        if person is None:
            SectionAssignment.objects.filter(report=report, section=section, analysis=analysis).delete()
            return None
        if not writers(report.plan.board).filter(pk=person.pk).exists():
            raise RuleBroken(_("%(name)s may not write the board's reports. Choose somebody else.") % {"name": person})
        if there is None:
            there = SectionAssignment.objects.create(
                report=report, section=section, analysis=analysis, person=person, due=due
            )
        else:
            rows = SectionAssignment.objects.filter(pk=there.pk)
            rows.update(person=person, due=due, done_at=None, version=F("version") + 1)
            there = rows.get()
        there.report = report
        tell_assigned(there, by=by)
    return there


def finish(assignment: SectionAssignment, *, by: User) -> SectionAssignment:
    """Note that the section is written. Noted twice it is noted once."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.finish", by):
        rows = SectionAssignment.objects.filter(pk=assignment.pk)
        rows.filter(done_at=None).update(done_at=timezone.now(), version=F("version") + 1)
        now: SectionAssignment | None = rows.first()
        if now is None:
            raise RuleBroken(_("Somebody has taken the section back meanwhile."))
    return now


def comment(report: BoardReport, section: SectionName, *, text: str, by: User) -> SectionComment:
    """Say something about a section. The same sent twice is said once: a double click is no second comment."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.comment", by):
        report = locked(report)
        last: SectionComment | None = SectionComment.objects.filter(report=report, section=section).last()
        if last is not None and (last.by_id, last.text, last.settled_at) == (by.pk, text, None):
            return last
        said = SectionComment.objects.create(report=report, section=section, text=text, by=by)
        tell_commented(said, _concerned(report, section), by=by)
    return said


def settle(said: SectionComment, *, by: User) -> SectionComment:
    """Note that a comment has been seen to. Noted twice it is noted once, by the first."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.settle", by):
        rows = SectionComment.objects.filter(pk=said.pk)
        rows.filter(settled_at=None).update(settled_at=timezone.now(), settled_by=by)
        now: SectionComment = rows.get()
    return now


def _concerned(report: BoardReport, section: SectionName) -> list[User]:
    """Return those who write the section, and those who have spoken about it."""
    given = SectionAssignment.objects.filter(report=report, section=section).values("person")
    spoken = SectionComment.objects.filter(report=report, section=section).values("by")
    return list(User.objects.filter(Q(pk__in=given) | Q(pk__in=spoken), is_active=True))
