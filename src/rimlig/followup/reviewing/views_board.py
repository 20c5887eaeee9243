"""The controller's board of a plan's answers in a period, and what is done from it to many at once."""

from collections.abc import Mapping
from dataclasses import replace
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
from rimlig.followup.reviewing.boards import ALL, FEW_COLUMNS, MINE, WHOLE, AnswerBoard, board_of, counts_of
from rimlig.followup.reviewing.choosing import ALL_ANSWERS, FILTERS, LEVELS, MORE_FILTERS, Chosen
from rimlig.followup.reviewing.drawing import draw, legend
from rimlig.followup.reviewing.lists import answers_of, order_of_board, period_shown, periods_of_plan, to_review
from rimlig.followup.reviewing.operations import approve_many
from rimlig.followup.reviewing.reminding import awaited, can_remind, remind
from rimlig.followup.reviewing.reviewers import reviewable_by
from rimlig.followup.views_plan import PlanPage
from rimlig.organisation.models import OrgUnit
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
        chosen = Chosen.read(self.request.GET)
        counts = counts_of(board)
        kept = urlencode({"period": period.code, **chosen.in_address()})
        first = to_review(self.request.user, self.object, period)[:1]
        return {
            **shared,
            "board": board,
            "counts": counts,
            "narrowed": self._narrowed(board, chosen),
            "drawn": draw(board, chosen, kept),
            "kept": kept,
            "filters": self._filters(board, chosen, counts),
            "scopes": self._scopes(board),
            "first": first[0] if first else None,
            "legend": legend(),
            "may_conclude": self.request.user.has_perm("answer.conclude", self.object.board),
            "may_remind": self._may_remind(period, counts.missing),
        }

    def _may_remind(self, period: Period, missing: int) -> bool:
        return bool(
            missing
            and can_remind()
            and period.takes_answers
            and self.request.user.has_perm("answer.remind", self.object.board)
        )

    def _filters(self, board: AnswerBoard, chosen: Chosen, counts: Any) -> list[dict[str, Any]]:
        numbers = dict(zip(FILTERS, (counts.asked, counts.to_review, counts.deviating, counts.missing), strict=True))
        offered: dict[str, Any] = dict(FILTERS)
        if chosen.visa in MORE_FILTERS:
            offered[chosen.visa] = MORE_FILTERS[chosen.visa]
            numbers[chosen.visa] = sum(chosen.is_hit(cell) for cell in board.cells())
        return [
            {
                "label": label,
                "number": numbers[key],
                "on": key == chosen.visa,
                "query": urlencode(
                    {"period": board.period.code, **replace(chosen, visa=key).in_address(), **self._scope(board)}
                ),
            }
            for key, label in offered.items()
        ]

    def _scope(self, board: AnswerBoard) -> dict[str, str]:
        """Return the parameter that asks for the part of the administration that is shown, where one was chosen."""
        is_chosen = board.scope not in {ALL, MINE} or "avdelning" in self.request.GET
        return {"avdelning": board.scope} if is_chosen else {}

    def _narrowed(self, board: AnswerBoard, chosen: Chosen) -> dict[str, Any] | None:
        """Return what else than the page offers the address has narrowed the rows to, and the way to see all again."""
        if not (chosen.niva or chosen.process):
            return None
        process = next((row.process_name for row in board.rows if row.process == chosen.process), "")
        everything = Chosen(chosen.visa if chosen.visa in FILTERS else ALL_ANSWERS)
        return {
            "words": [word for word in (LEVELS.get(chosen.niva, ""), process) if word],
            "query": urlencode({"period": board.period.code, **everything.in_address(), **self._scope(board)}),
        }

    def _scopes(self, board: AnswerBoard) -> list[tuple[str, str, bool]]:
        """Return the parts of the administration to choose among: their key, name, and whether it is the chosen one."""
        offered = [(ALL, gettext("The whole board"))]
        if board.scope == MINE:
            offered.append((MINE, gettext("My units")))
        if len(board.units) > FEW_COLUMNS and len(board.departments) > 1:
            offered += [(str(department.pk), department.name) for department in board.departments]
        if board.scope not in {key for key, _name in offered} and board.in_scope is not None:
            offered.append((board.scope, self._name_of_scope(board)))
        return [(key, name, key == board.scope) for key, name in offered] if len(offered) > 1 else []

    @staticmethod
    def _name_of_scope(board: AnswerBoard) -> str:
        """Return the name of the unit that the address asks for, where it is none of those that the page offers."""
        if board.scope == WHOLE:
            return gettext("The administration")
        unit = int(board.scope)
        return board.units.get(unit) or OrgUnit.objects.values_list("name", flat=True).get(pk=unit)


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
