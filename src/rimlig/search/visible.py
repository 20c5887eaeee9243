"""Which entries of the index a person may know of: exactly what `visible_to` of each thing's own model gives."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rimlig.followup.concerned import may_read_drafts
from rimlig.followup.models import GIVEN, BoardReport, FollowUpResult, SummaryAnalysis, may_read_texts
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Board, Municipality, RoleAssignment
from rimlig.organisation.permitted import where_permitted
from rimlig.reportwork.models import SectionComment
from rimlig.search.kinds import Kind

FOR_SOME: Final = {
    Kind.COMMON_RISK: "common.read",
    Kind.CRITERION: "assessment.criteria",
    Kind.PERSON: "people.read",
}
"""Kinds whose page asks for a permission on the municipality that not every role there gives."""


def boards_of(user: Any) -> dict[int, str]:
    """Return the boards that the person may know of, by id, in the order of their names."""
    return dict(Board.objects.visible_to(user).order_by("name", "pk").values_list("pk", "name"))


def condition_of_visible(user: Any, boards: Iterable[int]) -> Q:
    """Return the condition that the person, who may know of the boards, may know of an entry's thing.

    What belongs to a board is for those who may know of the board; an answer, and what stands beside it, for those
    who may read it; what is written in a report, and said about it, likewise; the rest by the permission of its page. What none of this lets through is not found.
    """
    of_board = Q(board__in=list(boards)) & (Q(result=None) | _may_read_answer(user)) & _may_read_report(user)
    goals = Q(kind=Kind.COUNCIL_GOAL, municipality__in=sorted({held.municipality for held in held_today(user)}))
    risks = Q(kind=Kind.COMMON_RISK, municipality__in=municipalities_of(user, Kind.COMMON_RISK))
    criteria = Q(kind=Kind.CRITERION, municipality__in=municipalities_of(user, Kind.CRITERION))
    return of_board | goals | risks | criteria | _is_among_the_people(municipalities_of(user, Kind.PERSON))


def _may_read_answer(user: Any) -> Q:
    answer = FollowUpResult.objects.filter(pk=OuterRef("result"))
    return Q(Exists(answer.filter(state__in=GIVEN))) | Q(Exists(answer.filter(may_read_drafts(user))))


def _may_read_report(user: Any) -> Q:
    """Return the condition that an entry is of no report, or of one that the person may read. Drafts are for some."""
    report = BoardReport.objects.filter(may_read_texts(user), pk=OuterRef("object_id"))
    analysis = SummaryAnalysis.objects.filter(may_read_texts(user, "report__"), pk=OuterRef("object_id"))
    comment = SectionComment.objects.filter(where_permitted(user, "report.draft", "report__plan__board"))
    return (
        ~Q(kind__in=[Kind.REPORT, Kind.ANALYSIS, Kind.REPORT_COMMENT])
        | Q(Exists(report), kind=Kind.REPORT)
        | Q(Exists(analysis), kind=Kind.ANALYSIS)
        | Q(Exists(comment.filter(pk=OuterRef("object_id"))), kind=Kind.REPORT_COMMENT)
    )


def municipalities_of(user: Any, kind: Kind) -> list[int]:
    """Return the municipalities where the person has the permission that the kind's page asks for."""
    held = {held.municipality for held in held_today(user)}
    return sorted(pk for pk in held if user.has_perm(FOR_SOME[kind], Municipality(pk=pk)))


def lasting_roles(municipalities: list[int]) -> QuerySet[RoleAssignment]:
    """Return the roles in the municipalities that are held today or will be."""
    return RoleAssignment.objects.filter(
        Q(ends=None) | Q(ends__gte=timezone.localdate()), municipality__in=municipalities
    )


def _is_among_the_people(municipalities: list[int]) -> Q:
    """Return the condition that an entry is of somebody who is let in and has, or will have, a role in one of them."""
    theirs = lasting_roles(municipalities).filter(user=OuterRef("object_id"), user__is_active=True)
    return Q(kind=Kind.PERSON) & Q(Exists(theirs))
