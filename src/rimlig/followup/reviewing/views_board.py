"""The controller's board of a plan's answers in a period, and what is done from it to many at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from rimlig.core.views import FormUseCase
from rimlig.documents.document import Deviation
from rimlig.followup.models import FollowUpResult, Period
from rimlig.followup.reviewing.boards import board_of
from rimlig.followup.reviewing.drawing import draw, legend
from rimlig.followup.reviewing.heads import head_of
from rimlig.followup.reviewing.lists import answers_of, order_of_board, period_shown, periods_of_plan
from rimlig.followup.reviewing.operations import approve_many
from rimlig.followup.reviewing.reminding import awaited, can_remind, remind
from rimlig.followup.reviewing.reviewers import reviewable_by
from rimlig.followup.views_plan import PlanPage
from rimlig.planning.models import Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Matrix(PlanPage):
    """Follow-ups × units in a period: how far each answer has come, and what it says."""

    permission = "answer.read"
    template_name = "followup/review/board.html"
    here = "follow-up"

    def context(self) -> dict[str, Any]:
        periods = periods_of_plan(self.object)
        period = period_shown(periods, self.request.GET.get("period", ""))
        shared = {**super().context(), "periods": periods, "period": period}
        if period is None:
            return shared
        board = board_of(self.request.user, self.object, period, self.request.GET.get("avdelning", ""))
        head = head_of(self.request.user, board, self.request.GET.dict())
        return {
            **shared,
            **head,
            "board": board,
            "drawn": draw(board, head["chosen"], head["kept"]),
            "legend": legend(),
            "may_conclude": self.request.user.has_perm("answer.conclude", self.object.board),
        }


class OfBoard(FormUseCase):
    """Something that is done to many of a board's answers in a period, after a look at what it is."""

    model = Plan
    here = "follow-up"
    form_class = forms.Form
    period: Period

    def visible(self) -> "QuerySet[Plan]":
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object
        period = period_shown(periods_of_plan(self.object), self.request.GET.get("period", ""))
        if period is None:
            raise Http404
        self.period = period

    def context(self) -> dict[str, Any]:
        return {"plan": self.object, "period": self.period, "way_back": self.way_back()}

    def way_back(self) -> str:
        """Return the address of the board in the period."""
        return f"{reverse('followup:matrix', args=[self.object.pk])}?{urlencode({'period': self.period.code})}"

    def done(self) -> HttpResponse:
        return redirect(self.way_back())


class ApproveMany(OfBoard):
    """Approve every answer that says that nothing was wrong. The page lists them first."""

    permission = "answer.review"
    template_name = "followup/review/approve_many.html"

    def _listed(self) -> "QuerySet[FollowUpResult]":
        mine = answers_of(self.object, self.period).filter(reviewable_by(self.request.user), deviation=Deviation.NONE)
        return mine.select_related("follow_up", "unit", "filed_by").order_by(
            *order_of_board("follow_up"), "unit__name", "pk"
        )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "answers": list(self._listed())}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields but what was seen
        outcome = approve_many(self._seen(), by=self.person)
        number = len(outcome.approved)
        if number:
            text = ngettext("{number} answer approved.", "{number} answers approved.", number).format(number=number)
            messages.success(self.request, text)
        for answer, reason in outcome.left:
            where = answer.unit.name if answer.unit else gettext("The administration")
            messages.warning(self.request, f"{answer.follow_up.text[:80]}, {where}: {reason}")

    def _seen(self) -> list[FollowUpResult]:
        """Return the answers that the page listed, in the versions in which it did."""
        seen = dict(pair.split(":") for pair in self.request.POST.getlist("seen") if pair.count(":") == 1)
        versions = {int(pk): int(version) for pk, version in seen.items() if pk.isdecimal() and version.isdecimal()}
        answers = list(answers_of(self.object, self.period).filter(pk__in=versions))
        for answer in answers:
            answer.version = versions[answer.pk]
        return answers


class Remind(OfBoard):
    """Remind those whose answers are missing. The page says who they are, and when they were reminded last."""

    permission = "answer.remind"
    board = "board"
    template_name = "followup/review/remind.html"

    def context(self) -> dict[str, Any]:
        people = awaited(self.object, self.period) if self.period.takes_answers else []
        return {**super().context(), "people": people, "can_remind": can_remind()}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        number = remind(self.object, self.period, by=self.person) if self.period.takes_answers else 0
        text = ngettext("{number} person has been reminded.", "{number} people have been reminded.", number)
        messages.success(self.request, text.format(number=number))
