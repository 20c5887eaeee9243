"""One risk: what is known about it, and valuing and treating it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import UndesiredEvent
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks.acceptance import people_who_may_accept
from rimlig.planning.risks.forms import AssessForm
from rimlig.planning.risks.history import history_of, in_words, words_for
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.operations import ASSESSED, LABELS, assess_risk, changed_since
from rimlig.planning.risks.overview import goals_of, with_goals
from rimlig.planning.risks.queries import neighbours_without_values
from rimlig.planning.risks.queries_workshops import spreads_of
from rimlig.planning.risks.trend import trend_of, years_of
from rimlig.planning.risks.views_risks import why_locked


class AboutRisk(ObjectUseCase):
    """What the pages about one risk share."""

    model = UndesiredEvent
    board = "in_plan.board"
    here = "risks"

    def visible(self) -> Any:
        mine = UndesiredEvent.objects.visible_to(self.request.user).select_related(
            "working_method__process__plan__board__municipality",
            "working_method__process__plan__scale",
            "category",
            "common_risk",
            "accepted_by",
        )
        return with_goals(mine)

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def scales(self) -> Scales | None:
        """Return what the plan's scale says, None when the plan has none."""
        return scales_of(self.workplace.scale) if self.workplace.scale is not None else None

    def context(self) -> Mapping[str, Any]:
        plan, event = self.workplace, self.object
        years = years_of(event)
        scales = self.scales()
        return {
            "risk": event,
            "plan": plan,
            "scales": scales,
            "goals": goals_of(event),
            "may_edit": plan.is_draft and self.request.user.has_perm("plan.edit", plan.board),
            "beside": neighbours_without_values(plan, event),
            "controls": list(event.working_method.controls.all()),
            "follow_ups": list(event.working_method.follow_ups.all()),
            "years": years,
            "trend": trend_of(years),
            "scales_differ": len({year.edition_of_scale for year in years}) > 1,
            "spreads": spreads_of(event, scales, seen_by=self.person, leads=self.leads()),
        }

    def leads(self) -> bool:
        """Whether the person leads the analysis, and so sees what others gave at a workshop that is still open."""
        return bool(self.request.user.has_perm("plan.edit", self.workplace.board))


class Risk(AboutRisk):
    """All that is known about the risk."""

    permission = "plan.read"
    template_name = "planning/risk.html"

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "changes": history_of(self.object)}


class AssessRisk(AboutRisk, FormUseCase):
    """Value the risk before and after controls, and decide what to do with it."""

    permission = "plan.edit"
    template_name = "planning/risk_assess.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return self._form(data, {name: getattr(self.object, name) for name in ASSESSED}, self.object.version)

    def _form(self, data: Any, values: Mapping[str, Any], version: int) -> forms.Form:
        return AssessForm(self.workplace, self.object, self.scales(), data, initial={**values, "version": version})

    def context(self) -> Mapping[str, Any]:
        locked = why_locked(self.workplace)
        nobody = not locked and not people_who_may_accept(self.workplace.board).exists()
        return {**super().context(), "locked": locked, "nobody_accepts": nobody}

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: value for name, value in data.items() if name != "version"}
        self.object = assess_risk(self.object, values, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        if "go_on" in self.request.POST:
            _before, after, _left = neighbours_without_values(self.workplace, self.object)
            if after is not None:
                return redirect("planning:assess-risk", after)
            return redirect(reverse("planning:risks", args=[self.workplace.pk]))
        return redirect("planning:risk", self.object.pk)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote beside mine. What only one of us changed is kept; the rest is mine to save over."""
        now, version = outdated.current, form.cleaned_data["version"]
        values = {name: form.cleaned_data[name] for name in ASSESSED}
        mine = changed_since(now, version, values)
        words = words_for(now, mine)
        conflict = [
            (LABELS[name], in_words(name, getattr(now, name), words), in_words(name, value, words))
            for name, value in mine.items()
            if getattr(now, name) != value
        ]
        self.object = now
        merged = {name: mine.get(name, getattr(now, name)) for name in ASSESSED}
        return self.page(
            status=409,
            form=self._form(None, merged, now.version),
            conflict=conflict,
            message=str(outdated),
            other=next(iter(history_of(now)), None),
        )
