"""Revising an adopted plan: a new edition that the board decides on in its turn, or that is withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.lifecycle.states import as_seen, locked, must_be
from rimlig.organisation.models import User
from rimlig.planning.copying.rows import copy_plan_rows
from rimlig.planning.models import Plan, PlanState


def begin_revision(plan: Plan, reason: str, *, by: User | None) -> Plan:
    """Make a draft of the plan's next edition, with copies of all its rows and texts, and return it.

    The edition in force stays in force, and everything that is running goes on
    under it until the revision is adopted. Raises RuleBroken unless the plan is
    adopted, without a reason, or when a revision is on its way already.
    """
    reason = reason.strip()
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.begin_revision", by):
        plan = locked(plan)
        must_be(plan, PlanState.ADOPTED)
        if not reason:
            raise RuleBroken(_("Say why the plan is revised: the board and the auditors will ask."))
        if Plan.objects.revisions().filter(board=plan.board_id, year=plan.year).exists():
            raise RuleBroken(_("A revision of the plan is on its way already. Open it instead."))
        edition = Plan.objects.create(
            board=plan.board,
            year=plan.year,
            edition=plan.edition + 1,
            scale=plan.scale,
            revises=plan,
            revision_reason=reason,
        )
        copy_plan_rows(plan, edition, by=by)
        _copy_texts(plan, edition)
    return edition


def withdraw_revision(revision: Plan, *, version: int, by: User | None) -> Plan:
    """Remove the draft of a revision with everything in it, and return the edition in force. History keeps what was written.

    Raises RuleBroken when it is no draft of a revision; a proposed one is taken back first.
    """
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.withdraw_revision", by):
        revision = locked(revision)
        if revision.revises is None:
            raise RuleBroken(_("Only a revision can be withdrawn."))
        as_seen(revision, version)
        must_be(revision, PlanState.DRAFT)
        in_force = revision.revises
        revision.delete()
    return in_force


def _copy_texts(source: Plan, target: Plan) -> None:
    """Copy the texts of the plan document. Those of the reports stay with what is running."""
    text = BoardReport.objects.filter(plan=source, kind=Kind.PLAN).prefetch_related("analyses").first()
    if text is None:
        return
    copy = BoardReport.objects.create(
        plan=target,
        kind=Kind.PLAN.value,
        title=text.title,
        introduction=text.introduction,
        approach=text.approach,
        summary=text.summary,
    )
    SummaryAnalysis.objects.bulk_create(
        SummaryAnalysis(
            report=copy,
            goal_number=row.goal_number,
            goal_title=row.goal_title,
            text=row.text,
            position=row.position,
        )
        for row in text.analyses.all()
    )
