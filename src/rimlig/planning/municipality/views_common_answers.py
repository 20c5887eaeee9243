"""A board's page of common risks: what it is asked, what it has answered, and answering."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import CommonRisk, CommonRiskRefusal, Plan, UndesiredEvent
from rimlig.planning.municipality.common_answers import answer_with, refuse, take_up
from rimlig.planning.municipality.forms_common import RefuseForm, TakeUpForm
from rimlig.planning.municipality.queries_common import answers_of, asked_of


class AskedPage(ObjectUseCase):
    """A page about what a plan's board is asked by the central controller."""

    model = Plan
    permission = "plan.read"
    here = "common-risks"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality", "scale")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> Mapping[str, Any]:
        may_answer = self.request.user.has_perm("plan.edit", self.object.board)
        return {"plan": self.object, "may_answer": may_answer, "may_take_up": may_answer and self.object.is_draft}


class AskedRisks(AskedPage):
    """The common risks of the plan's year, each with the board's answer."""

    template_name = "planning/common_asked.html"

    def context(self) -> Mapping[str, Any]:
        answers = answers_of(self.object)
        unanswered = sum(answer.state == "none" for answer in answers)
        return {**super().context(), "answers": answers, "unanswered": unanswered}


class AnswerRisk(AskedPage, FormUseCase):
    """What the two answers share."""

    permission = "plan.edit"
    template_name = "planning/common_answer.html"
    risk: CommonRisk
    title: Any = ""
    intro: Any = ""
    save: Any = ""

    def guard(self) -> None:
        super().guard()
        self.risk = get_object_or_404(asked_of(self.object), pk=self.kwargs["risk"])

    def context(self) -> Mapping[str, Any]:
        words = {"title": self.title, "intro": self.intro, "save": self.save, "risk": self.risk}
        return {**super().context(), **words, "way_back": self.way_back()}

    def way_back(self) -> str:
        """Return the address of the board's page of common risks."""
        return reverse("planning:asked-risks", args=[self.object.pk])

    def done(self) -> HttpResponse:
        return redirect(f"{self.way_back()}#risk-{self.risk.pk}")


class TakeUpRisk(AnswerRisk):
    """Take a common risk up into the draft."""

    title = gettext_lazy("Take up the risk")
    intro = gettext_lazy("Say where in the plan it belongs. Then the board values it as any other risk.")
    save = gettext_lazy("Take up")

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        self.bound = TakeUpForm(data, initial=self.initial(), plan=self.object)
        return self.bound

    def initial(self) -> dict[str, Any]:
        """Suggest the risk that answered last year's."""
        if self.risk.origin_id is None:
            return {}
        events = UndesiredEvent.objects.filter(working_method__process__plan=self.object)
        return {"event": events.filter(common_risk=self.risk.origin_id).first()}

    def perform(self, data: Mapping[str, Any]) -> None:
        if data["event"] is not None:
            event = answer_with(self.object, self.risk, data["event"], by=self.person)
        else:
            event = take_up(self.object, self.risk, self.bound.into(), by=self.person)
        said = _("The plan has the risk under %(method)s.") % {"method": event.working_method}
        messages.success(self.request, said)


class RefuseRisk(AnswerRisk):
    """Refuse a recommended common risk for a reason."""

    form_class = RefuseForm
    title = gettext_lazy("Do not take up the risk")
    intro = gettext_lazy("A recommended risk can be left out when the board says why. The answer can be changed later.")
    save = gettext_lazy("Leave it out")

    def initial(self) -> dict[str, Any]:
        refusal = CommonRiskRefusal.objects.filter(common_risk=self.risk, board=self.object.board).first()
        return {"reason": refusal.reason if refusal else ""}

    def perform(self, data: Mapping[str, Any]) -> None:
        refuse(self.object, self.risk, reason=data["reason"], by=self.person)
