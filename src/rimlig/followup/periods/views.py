"""The municipality's periods of a year, and its rules for answering."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.errors import Outdated
from rimlig.followup.models import FollowUpRules, Period
from rimlig.followup.periods.deciding import change_period, change_rules
from rimlig.followup.periods.forms import COLUMNS, PeriodForm, RulesForm, as_initial
from rimlig.followup.periods.queries import decided_about, period_listed, periods_of
from rimlig.planning.municipality.views import DecisionForm, MunicipalityPage


class ThisYearsPeriods(MunicipalityPage):
    """Leads to the periods of this year."""

    permission = "answering.decide"

    def page(self, **_more: Any) -> HttpResponse:
        return redirect(reverse("followup:periods", args=[self.municipality.pk, timezone.localdate().year]))


class Periods(MunicipalityPage):
    """The periods of a year with their days."""

    permission = "answering.decide"
    template_name = "followup/periods.html"

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "year": self.year,
            "years": [self.year - 1, self.year, self.year + 1],
            "periods": periods_of(self.municipality, self.year),
        }


class ChangePeriod(DecisionForm):
    """Change when a period opens, is due and closes; below it stands what has been decided before."""

    permission = "answering.decide"
    form_class = PeriodForm
    template_name = "followup/period_change.html"
    intro = gettext_lazy("The days hold for all boards. What is still being written is due on the new day.")

    def guard(self) -> None:
        super().guard()
        try:
            self.listed = period_listed(self.municipality, self.year, self.kwargs["code"])
        except KeyError as unknown:
            raise Http404 from unknown
        self.title = f"{self.listed.name} {self.year}"  # type: ignore[misc]  # of this period

    def initial(self) -> dict[str, Any]:
        days = self.listed.days
        stored = Period.objects.filter(municipality=self.municipality, year=self.year, code=self.listed.code).first()
        version = stored.version if stored else 0
        return {"opens": days.opens, "due": days.due, "closes": days.closes, "version": version}

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "period": self.listed,
            "decided": decided_about(self.municipality, self.year, self.listed.code),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: data[name] for name in ("opens", "due", "closes", "reason")}
        change_period(self.municipality, self.year, self.listed.code, values, version=data["version"], by=self.person)
        messages.success(self.request, _("The days are saved."))

    def way_back(self) -> str:
        return reverse("followup:periods", args=[self.municipality.pk, self.year])

    def way_back_words(self) -> str:
        return _("Periods")


class Rules(DecisionForm):
    """How answers are reviewed, which deviations need an action, and when people are reminded."""

    permission = "answering.decide"
    form_class = RulesForm
    title = gettext_lazy("Rules for follow-ups")
    intro = gettext_lazy(
        "They hold for all boards, from now on. What is approved already stays so. The criteria stand beside each answer."
    )

    def initial(self) -> dict[str, Any]:
        return as_initial(FollowUpRules.objects.of(self.municipality.pk))

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: data[name] for name in COLUMNS}
        change_rules(self.municipality, values, version=data["version"], by=self.person)
        messages.success(self.request, _("The rules are saved."))

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        # The days are shown as they are written.
        form.cleaned_data = {name: _as_written(value) for name, value in form.cleaned_data.items()}
        for name, value in as_initial(outdated.current).items():
            setattr(outdated.current, name, value)
        return super().outdated(form, outdated)

    def way_back(self) -> str:
        return reverse("organisation:municipality", args=[self.municipality.pk])

    def way_back_words(self) -> str:
        return str(self.municipality)


def _as_written(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
