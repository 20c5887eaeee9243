"""Reviewing one answer, and saying something beside it: a page of its own, and the side panel of the board."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext

from rimlig.core.views import FormUseCase
from rimlig.followup.answering.operations import last_answer_before
from rimlig.followup.answering.page import criterion_met
from rimlig.followup.models import AnswerState, FollowUpResult, FollowUpRules
from rimlig.followup.reviewing.boards import board_of
from rimlig.followup.reviewing.cells import Cell
from rimlig.followup.reviewing.drawing import cell_html
from rimlig.followup.reviewing.forms import APPROVE, CommentForm, ReviewForm
from rimlig.followup.reviewing.heads import head_of
from rimlig.followup.reviewing.lists import around, periods_of_plan, to_review
from rimlig.followup.reviewing.operations import approve, comment, send_back
from rimlig.followup.reviewing.reviewers import is_expert, lacks_action, why_not_review


class AboutAnswer(FormUseCase):
    """Something about one answer that has what its rules and its page ask for."""

    model = FollowUpResult
    here = "follow-up"
    object: FollowUpResult

    def visible(self) -> Any:
        return (
            FollowUpResult.objects.visible_to(self.request.user)
            .with_plan()
            .select_related(
                *("period", "unit__board", "unit__merged_into__board", "filed_by", "saved_by"),
                *("follow_up__performer", "follow_up__reviewer", "follow_up__working_method__process"),
            )
        )

    def asked_about(self) -> FollowUpResult:
        return self.object

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def board_address(self) -> str:
        """Return where the answer stands on the board."""
        matrix = reverse("followup:matrix", args=[self.workplace.pk])
        return f"{matrix}?{urlencode({'period': self.object.period.code})}"


class ReviewAnswer(AboutAnswer):
    """Read the answer beside the plan's words and the last answer; approve it, or send it back with a question."""

    permission = "answer.review"
    template_name = "followup/review/review.html"
    part = "panel"
    decided: FollowUpResult | None = None
    """The answer that has just been reviewed, when the panel goes on to the next."""

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return ReviewForm(data, answer=self.object)

    def context(self) -> dict[str, Any]:
        answer, user = self.object, self.person
        rules = FollowUpRules.objects.of(answer.period.municipality_id)
        queue = to_review(user, self.workplace, answer.period)
        before, after = around(queue, answer.pk)
        is_filed = answer.state == AnswerState.FILED
        hinder = why_not_review(user, answer, rules) if is_filed else ""
        open_now = answer.period.takes_answers
        return {
            "answer": answer,
            "plan": self.workplace,
            "method": answer.follow_up.working_method,
            "criterion": criterion_met(answer, rules),
            "earlier": last_answer_before(answer),
            "before": before,
            "after": after,
            "queue": len(queue),
            "hinder": hinder,
            "closed": is_filed and not open_now,
            "may_review": is_filed and open_now and not hinder,
            "may_reopen": answer.state == AnswerState.APPROVED and open_now and is_expert(user, answer),
            "lacks_action": is_filed and lacks_action(answer, rules),
            "actions": list(answer.actions.order_by("position")),
            "evidence": list(answer.evidence.select_related("file__preview", "run")),
            "comments": list(answer.comments.select_related("by")),
            "way_back": self.board_address(),
            "decided": self.decided,
            "swapped": self._swapped(),
            "head": self._head_of_board(),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        said = {"version": data["version"], "by": self.person}
        if data["verdict"] == APPROVE:
            self.decided = approve(self.object, **said)
        else:
            words = {name: data[name] for name in ("text", "field", "quote")}
            self.decided = send_back(self.object, **words, **said)

    def done(self) -> HttpResponse:
        decided, is_htmx = self.decided, self.request.headers.get("HX-Request") == "true"
        queue = to_review(self.request.user, self.workplace, self.object.period)
        if not is_htmx:
            messages.success(self.request, self._said())
            return redirect(reverse("followup:review", args=[queue[0]]) if queue else self.board_address())
        # The panel goes on to the next one, and the cell on the board beside it changes too.
        shown = queue[0] if queue else self.object.pk
        self.object = self.visible().get(pk=shown)
        return self.page(form=self.form(), decided=decided, said=self._said())

    def _said(self) -> str:
        if self.decided is None:
            return ""
        if self.decided.state == AnswerState.RETURNED:
            return gettext("Sent back to those who answer.")
        if self.decided.state == AnswerState.FILED:
            return gettext("Approved. The answer waits for the controller now.")
        return gettext("Approved.")

    def _swapped(self) -> str:
        """Return the cell of the answer that has been reviewed, to be put in its place on the board."""
        row = self.decided
        if row is None:
            return ""
        given = row.state != AnswerState.RETURNED
        cell = Cell(
            *(row.pk, row.unit_id, row.state, row.deviation if given else "", True),
            reviewable=False,
            reviewer=True,
            readable=True,
            version=row.version,
        )
        name = row.unit.name if row.unit else gettext("The administration")
        return cell_html(escape(name), cell, swapped=True)

    def _head_of_board(self) -> dict[str, Any]:
        """Return what the board beside the panel now says above its answers, and of the follow-up that one was reviewed of."""
        address = urlsplit(self.request.headers.get("HX-Current-URL", ""))
        if self.decided is None or address.path != reverse("followup:matrix", args=[self.workplace.pk]):
            return {}
        query = QueryDict(address.query).dict()
        board = board_of(self.person, self.workplace, self.decided.period, query.get("avdelning", ""))
        return {
            **head_of(self.person, board, query),
            "periods": periods_of_plan(self.workplace),
            "row": next(row for row in board.rows if row.follow_up == self.decided.follow_up_id),
            "may_conclude": self.person.has_perm("answer.conclude", self.workplace.board),
        }


class Comment(AboutAnswer):
    """Say something beside the answer. It leads back to where one was."""

    permission = "answer.comment"
    template_name = "followup/review/comment.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return CommentForm(data, answer=self.object)

    def context(self) -> dict[str, Any]:
        return {"answer": self.object, "plan": self.workplace, "way_back": self.way_back()}

    def way_back(self) -> str:
        """Return the address that the form came from: the answer's own, when it says nothing or something strange."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        wanted = str(sent.get("next", ""))
        if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            return wanted
        return reverse("followup:answer", args=[self.object.pk])

    def perform(self, data: Mapping[str, Any]) -> None:
        comment(self.object, text=data["text"], field=data["field"], quote=data["quote"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect(f"{self.way_back()}#thread-{self.object.pk}")
