"""From draft to decision: propose, take back, adopt, close."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.followup.periods.asking import ask_soon
from rimlig.lifecycle.running import let_run_in
from rimlig.lifecycle.states import as_seen, locked, move, must_be
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, PlanState
from rimlig.planning.outline.completeness import missing
from rimlig.records.files import store_file
from rimlig.records.minutes import Minutes, minutes
from rimlig.records.models import Decision
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.queries import report_of
from rimlig.reporting.report import DecisionFacts, Report

DOCUMENT: Final = FORMATS["pdf"]
DATA: Final = FORMATS["json"]
ADOPTED: Final = "Fastställd"
"""What the cover says of the plan's state: a document to a Swedish board is Swedish."""


def propose(plan: Plan, *, version: int, by: User) -> Plan:
    """Let the head of administration propose the plan to the board; from then on its rows cannot be changed.

    Raises RuleBroken when something is missing that the board must have before
    it decides. Proposed twice by the same person it is proposed once.
    """
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.propose", by):
        plan = locked(plan)
        if plan.state == PlanState.PROPOSED and plan.proposed_by == by:
            return plan
        as_seen(plan, version)
        must_be(plan, PlanState.DRAFT)
        hindering = [one for one in missing(plan) if one.hinders]
        if hindering:
            raise RuleBroken(
                ngettext(
                    "%(number)s thing is missing before the plan can be proposed. It is still a draft.",
                    "%(number)s things are missing before the plan can be proposed. It is still a draft.",
                    len(hindering),
                )
                % {"number": len(hindering)}
            )
        return move(plan, PlanState.PROPOSED, proposed_by=by, proposed_at=timezone.now())


def take_back(plan: Plan, *, version: int, by: User) -> Plan:
    """Make a proposed plan a draft again, so that it can be changed. Taken back twice it is taken back once."""
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.take_back", by):
        plan = locked(plan)
        if plan.state == PlanState.DRAFT:
            return plan
        as_seen(plan, version)
        must_be(plan, PlanState.PROPOSED)
        return move(plan, PlanState.DRAFT, proposed_by=None, proposed_at=None)


def adopt(plan: Plan, *, meeting_date: date, paragraph: str, registry_number: str, version: int, by: User) -> Decision:
    """Record that the board has adopted the plan, store the document that it decided on, and return the decision.

    For a revision, the edition that it revises is replaced in the same moment,
    and what is running goes on under the new one. The same decision recorded
    twice (a double click) is recorded once. Raises Outdated with the decision
    that there is when somebody else has recorded another one, and RuleBroken
    when the minutes cannot be right or the document cannot be made.
    """
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.adopt", by):
        plan = locked(plan)
        said = minutes(meeting_date, paragraph, registry_number, earliest=earliest_meeting(plan))
        if plan.decision is not None:
            return _the_same(plan.decision, said)
        as_seen(plan, version)
        must_be(plan, PlanState.PROPOSED)
        if plan.revises is not None:
            old = locked(plan.revises)
            must_be(old, PlanState.ADOPTED)
            let_run_in(old, plan)
            move(old, PlanState.REPLACED)
        decision = _store(plan, said, by)
        ask_soon(move(plan, PlanState.ADOPTED, decision=decision))
    return decision


def close(plan: Plan, *, version: int, by: User) -> Plan:
    """Close the year of an adopted plan. Raises RuleBroken before the year is over, or while a revision is on its way."""
    with refusals_in_words(), transaction.atomic(), recorded("lifecycle.close", by):
        plan = locked(plan)
        if plan.state == PlanState.CLOSED:
            return plan
        as_seen(plan, version)
        must_be(plan, PlanState.ADOPTED)
        if timezone.localdate().year <= plan.year:
            raise RuleBroken(_("The plan can be closed when its year, %(year)s, is over.") % {"year": plan.year})
        if Plan.objects.revisions().filter(revises=plan).exists():
            raise RuleBroken(
                _("A revision of the plan is on its way. Have it adopted or withdraw it, and then close the plan.")
            )
        return move(plan, PlanState.CLOSED)


def earliest_meeting(plan: Plan) -> date:
    """Return the first day on which a board can have adopted the plan: after the year before began, or what it revises."""
    revised = plan.revises.decision if plan.revises else None
    return revised.meeting_date if revised else date(plan.year - 1, 1, 1)


def decided_report(plan: Plan, said: Minutes) -> Report:
    """Return the plan document with the decision on its cover, and nothing on it that says draft."""
    decision = DecisionFacts(said.meeting_date, said.paragraph, said.registry_number)
    return replace(report_of(plan, Kind.PLAN), decision=decision, edition=plan.edition, state=ADOPTED, mark="")


def _the_same(decision: Decision, said: Minutes) -> Decision:
    if said == Minutes(decision.meeting_date, decision.paragraph, decision.registry_number):
        return decision
    raise Outdated(
        _("The decision is recorded already, by %(who)s: %(day)s, § %(paragraph)s. It stands as it was recorded.")
        % {
            "who": decision.recorded_by or "Rimlig",
            "day": decision.meeting_date,
            "paragraph": decision.paragraph,
        },
        decision,
    )


def _store(plan: Plan, said: Minutes, by: User) -> Decision:
    """Store the document as PDF/A and as the data that it was made from, and the decision that names both."""
    report, municipality = decided_report(plan, said), plan.board.municipality
    return Decision.objects.create(
        board=plan.board,
        meeting_date=said.meeting_date,
        paragraph=said.paragraph,
        registry_number=said.registry_number,
        document=store_file(DOCUMENT.render(report), DOCUMENT.media_type, municipality, by=by),
        data=store_file(DATA.render(report), DATA.media_type, municipality, by=by),
        recorded_by=by,
    )
