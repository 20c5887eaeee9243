"""From draft to frozen: send, take back, send back, approve; and open again as a new edition."""

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.core.written import written_line
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, ReportState
from rimlig.organisation.models import User
from rimlig.planning.models import PlanState
from rimlig.records.models import LONGEST_REGISTRY_NUMBER
from rimlig.reportwork.freezing import (
    approved,
    as_approved,
    fingerprint,
    frozen_files,
    frozen_summary,
    report_now,
)
from rimlig.reportwork.models import FrozenReport, ReportKind, ReportStep, StepKind
from rimlig.reportwork.noticing import tell_approved, tell_returned, tell_sent

if TYPE_CHECKING:
    from django.db.models import QuerySet

DECIDED: Final = (PlanState.ADOPTED, PlanState.CLOSED)
_SAYS: Final = ("title", "introduction", "approach", "summary")


def send(report: BoardReport, *, version: int, by: User) -> BoardReport:
    """Send the report to the head of administration; from then on its texts stay until it comes back.

    Who is writing right now is waited for. Sent twice by the same person it is
    sent once. Raises RuleBroken when the plan is not decided, or nothing is summed up.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.send", by):
        report = locked(report)
        if report.state == ReportState.SENT and _last(report, StepKind.SENT).by_id == by.pk:
            return report
        _as_seen(report, version)
        _must_be(report, ReportState.DRAFT)
        if report.plan.state not in DECIDED:
            raise RuleBroken(
                _("The board has not decided on the plan yet, so there is nothing to report on. The report is a draft.")
            )
        if not any(getattr(report, name).strip() for name in _SAYS) and not _analysed(report):
            raise RuleBroken(
                _("Nothing is written in the report yet. Write at least the summary analysis, and send it then.")
            )
        tell_sent(report, _step(report, StepKind.SENT, by), by=by)
        return _move(report, ReportState.SENT)


def take_back(report: BoardReport, *, version: int, by: User) -> BoardReport:
    """Make a report that was sent a draft again, before it is approved. Taken back twice it is taken back once."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.take_back", by):
        report = locked(report)
        if report.state == ReportState.DRAFT:
            return report
        _as_seen(report, version)
        _must_be(report, ReportState.SENT)
        _step(report, StepKind.TAKEN_BACK, by)
        return _move(report, ReportState.DRAFT)


def send_back(report: BoardReport, *, reason: str, version: int, by: User) -> BoardReport:
    """Give the report back to those who write it, with the reason. Sent back twice it is sent back once."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.send_back", by):
        report = locked(report)
        last = report.steps.first()
        if (
            report.state == ReportState.DRAFT
            and last
            and (last.kind, last.by_id, last.text)
            == (
                StepKind.RETURNED,
                by.pk,
                reason,
            )
        ):
            return report
        _as_seen(report, version)
        _must_be(report, ReportState.SENT)
        if not reason.strip():
            raise RuleBroken(_("Say what is to be changed: those who write the report read it."))
        sent = _last(report, StepKind.SENT)
        tell_returned(report, _step(report, StepKind.RETURNED, by, reason), sent.by, by=by)
        return _move(report, ReportState.DRAFT)


def approve(report: BoardReport, *, registry_number: str, seen: str, version: int, by: User) -> FrozenReport:
    """Approve the report that was sent, freeze it, and return the frozen edition. A follow-up's summary is frozen with it.

    `seen` is the fingerprint of what the person read. When an answer or an
    action has changed it since, nothing is approved and Outdated says so: one
    approves what one has read. The same approval sent twice is made once; of
    two people the second gets Outdated with what the first approved.
    """
    number = written_line(registry_number)
    if not any(character.isdigit() for character in number) or len(number) > LONGEST_REGISTRY_NUMBER:
        raise RuleBroken(_("Write the registry number as it stands in the registry, for example KS 2026/118."))
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.approve", by):
        report = locked(report)
        latest = latest_edition(report)
        if report.state == ReportState.FROZEN and latest is not None:
            return _the_same(latest, number, by)
        _as_seen(report, version)
        _must_be(report, ReportState.SENT)
        sent = _last(report, StepKind.SENT)
        if sent.by_id == by.pk:
            raise RuleBroken(
                _(
                    "You sent the report yourself, so somebody else approves it. If nobody else can, let a substitute be named."
                )
            )
        now = report_now(report)
        if fingerprint(now) != seen:
            raise Outdated(
                _(
                    "The content of the report has changed since you opened the page: answers or actions are not as you"
                    " read them. Nothing has been approved. Read it again."
                ),
                report,
            )
        frozen = _freeze(report, latest, sent.by, number, by)
        _step(report, StepKind.FROZEN, by)
        _move(report, ReportState.FROZEN)
        tell_approved(report, frozen, sent.by, by=by)
    return frozen


def reopen(report: BoardReport, *, reason: str, version: int, by: User) -> BoardReport:
    """Open an approved report to be written again, for a reason. What was approved stays and is listed; the next is a new edition."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.reopen", by):
        report = locked(report)
        last = report.steps.first()
        if report.state == ReportState.DRAFT and last and (last.kind, last.by_id) == (StepKind.REOPENED, by.pk):
            return report
        _as_seen(report, version)
        _must_be(report, ReportState.FROZEN)
        if not reason.strip():
            raise RuleBroken(_("Say why there is to be a new edition: the board and the auditors will ask."))
        _step(report, StepKind.REOPENED, by, reason)
        return _move(report, ReportState.DRAFT)


def locked(report: BoardReport) -> BoardReport:
    """Lock the report's row until the transaction ends, and return it as it is now.

    Who writes in the report holds a share of the same lock (the triggers of its
    analyses), or the row itself, so this waits for them.
    """
    # Two statements: one that has waited for the row sees it as it is now, but what it joins as it was before.
    if BoardReport.objects.select_for_update(no_key=True).filter(pk=report.pk).first() is None:
        raise RuleBroken(_("Somebody has removed the report meanwhile. Nothing has been done."))
    now: BoardReport = with_its_plan().get(pk=report.pk)
    return now


def with_its_plan() -> "QuerySet[BoardReport]":
    """Return the reports with what is needed to make them."""
    rows: QuerySet[BoardReport] = BoardReport.objects.select_related(
        "plan__board__municipality__appearance__logo", "plan__scale", "plan__decision", "plan__revises", "period"
    )
    return rows


def latest_edition(report: BoardReport, kind: str = "") -> FrozenReport | None:
    """Return the latest frozen edition of the report, or of what is approved with it (`kind`), whatever the plan's edition was."""
    rows = FrozenReport.objects.of_year(report.plan).filter(kind=kind or report.kind, period=report.period)
    return rows.select_related("approved_by").order_by("-edition").first()


def _freeze(report: BoardReport, latest: FrozenReport | None, sender: User, number: str, by: User) -> FrozenReport:
    """Keep the report as it is now; with a follow-up, the page that sums it up for the board."""
    now = timezone.now()
    day = timezone.localdate(now)
    edition = latest.edition + 1 if latest else 1
    said = as_approved(report_now(report), registry_number=number, edition=edition, state=approved(day, by))
    about = {"registry_number": number, "sent_by": sender, "approved_by": by, "approved_at": now}
    frozen = _keep(report, report.kind, latest, **about, **frozen_files(report, said, by=by))
    if report.kind == ReportKind.FOLLOW_UP:
        summed_up = latest_edition(report, ReportKind.BOARD_SUMMARY)
        _keep(report, ReportKind.BOARD_SUMMARY, summed_up, **about, **frozen_summary(report, day, by=by))
    return frozen


def _keep(report: BoardReport, kind: str, latest: FrozenReport | None, **values: Any) -> FrozenReport:
    return FrozenReport.objects.create(
        plan=report.plan,
        kind=kind,
        period=report.period,
        edition=latest.edition + 1 if latest else 1,
        replaces=latest,
        reason=_reason(report) if latest else "",
        **values,
    )


def _reason(report: BoardReport) -> str:
    """Return why there is a new edition: what was said when the report was opened again, or why the plan was revised."""
    opened = report.steps.filter(kind=StepKind.REOPENED).first()
    return opened.text if opened else report.plan.revision_reason or _("The plan has a new edition.")


def _the_same(frozen: FrozenReport, number: str, by: User) -> FrozenReport:
    if frozen.approved_by_id == by.pk and frozen.registry_number == number:
        return frozen
    raise Outdated(
        _("The report is approved already, by %(who)s on %(day)s. It stands as it was approved.")
        % {"who": frozen.approved_by, "day": date_format(timezone.localtime(frozen.approved_at), "j F Y")},
        frozen,
    )


def _analysed(report: BoardReport) -> bool:
    return report.analyses.exclude(text="").exists() or Kind(report.kind) == Kind.ACTION_PLANS


def _last(report: BoardReport, kind: StepKind) -> ReportStep:
    step: ReportStep = report.steps.filter(kind=kind).select_related("by")[0]
    return step


def _step(report: BoardReport, kind: StepKind, by: User, text: str = "") -> ReportStep:
    return ReportStep.objects.create(report=report, kind=kind, by=by, text=text.strip())


def _as_seen(report: BoardReport, version: int) -> None:
    if report.version != version:
        raise Outdated(
            _("The report is not as it was when you opened the page: it is now %(state)s. Nothing has been changed.")
            % {"state": report.get_state_display()},
            report,
        )


def _must_be(report: BoardReport, state: ReportState) -> None:
    if report.state != state:
        raise RuleBroken(
            pgettext("report", "The report is %(state)s, so this cannot be done to it. Nothing has been changed.")
            % {"state": report.get_state_display()}
        )


def _move(report: BoardReport, state: ReportState) -> BoardReport:
    BoardReport.objects.filter(pk=report.pk).update(state=state, version=F("version") + 1)
    moved: BoardReport = with_its_plan().get(pk=report.pk)
    return moved
