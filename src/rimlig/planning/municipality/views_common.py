"""The central controller's pages of common risks: the year's risks, what is done to each, and what the boards answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rimlig.organisation.models import Municipality
from rimlig.planning.models import CommonRisk
from rimlig.planning.municipality.common_risks import (
    add_common_risk,
    change_common_risk,
    copy_common_risks,
    remove_common_risk,
    send_common_risk,
    withdraw_common_risk,
)
from rimlig.planning.municipality.forms_common import CommonRiskForm
from rimlig.planning.municipality.queries_common import overview_of, years_with_common_risks
from rimlig.planning.municipality.views import DecisionForm, MunicipalityPage, RowForm


def common_address(municipality: Municipality, year: int) -> str:
    """Return the address of the municipality's common risks of the year."""
    return reverse("planning:common-risks", args=[municipality.pk, year])


class LatestCommonRisks(MunicipalityPage):
    """Leads to the common risks of the latest year that has any, or of the year to come."""

    permission = "common.read"

    def page(self, **_more: Any) -> HttpResponse:
        years = years_with_common_risks(self.municipality)
        return redirect(common_address(self.municipality, years[-1] if years else timezone.localdate().year + 1))


class CommonRisks(MunicipalityPage):
    """The year's common risks, and what each board has answered to each."""

    permission = "common.read"
    template_name = "planning/common_risks.html"

    def context(self) -> Mapping[str, Any]:
        years = years_with_common_risks(self.municipality)
        return {
            **super().context(),
            "year": self.year,
            "last_year": self.year - 1,
            "has_last_year": self.year - 1 in years,
            "other_years": sorted({*years, self.year, self.year + 1} if years else {self.year}),
            "overview": overview_of(self.municipality, self.year, self.request.user),
            "may_edit": self.may("common.edit"),
        }


class CommonDecision(DecisionForm):
    """What the forms about common risks share."""

    permission = "common.edit"

    def way_back(self) -> str:
        return common_address(self.municipality, self.risks_year)

    def way_back_words(self) -> str:
        return _("Common risks %(year)s") % {"year": self.risks_year}

    @property
    def risks_year(self) -> int:
        """The year whose common risks the form is about."""
        return int(self.kwargs["year"]) if "year" in self.kwargs else self.object.year

    def about(self) -> str:
        return str(self.object) if isinstance(self.object, CommonRisk) else ""


class CommonRiskFields(CommonDecision):
    """A form with all that a common risk says."""

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        self.bound = CommonRiskForm(data, initial=self.initial(), municipality=self.municipality)
        return self.bound

    def about(self) -> str:
        return ""


class AddCommonRisk(CommonRiskFields):
    """Write a common risk."""

    title = gettext_lazy("Write a common risk")
    intro = gettext_lazy("A risk that every board should have in its analysis. No board sees it until you send it.")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form gives it as an object
        add_common_risk(self.municipality, self.year, self.bound.says(), by=self.person)


class ChangeCommonRisk(RowForm, CommonRiskFields):
    """Let a risk that is not sent say something else."""

    model = CommonRisk
    title = gettext_lazy("Change the common risk")
    intro = gettext_lazy("It can be changed until it is sent.")

    def initial(self) -> dict[str, Any]:
        names = ("text", "reason", "category", "control", "follow_up", "required", "version")
        return {name: getattr(self.object, name) for name in names}

    def perform(self, data: Mapping[str, Any]) -> None:
        change_common_risk(self.object, self.bound.says(), version=data["version"], by=self.person)


class SendCommonRisk(RowForm, CommonDecision):
    """Send a risk to all boards."""

    model = CommonRisk
    title = gettext_lazy("Send the risk to all boards?")
    intro = gettext_lazy(
        "The boards see it in their drafts for the year and answer it. Once it is sent its words stay: to change them,"
        " withdraw it and send a new one."
    )
    save = gettext_lazy("Send")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        send_common_risk(self.object, by=self.person)
        messages.success(self.request, _("The risk is sent to all boards."))


class WithdrawCommonRisk(RowForm, CommonDecision):
    """Take a sent risk back."""

    model = CommonRisk
    title = gettext_lazy("Withdraw the risk?")
    intro = gettext_lazy(
        "No board need answer it any more. Boards that have taken it up keep it, as a risk of their own."
    )
    save = gettext_lazy("Withdraw")
    look = "danger"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        withdraw_common_risk(self.object, by=self.person)


class RemoveCommonRisk(RowForm, CommonDecision):
    """Remove a risk that is not sent."""

    model = CommonRisk
    title = gettext_lazy("Remove the common risk?")
    intro = gettext_lazy("It has not been sent, so no board has seen it.")
    save = gettext_lazy("Remove")
    look = "danger"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        remove_common_risk(self.object, by=self.person)


class CopyCommonRisks(CommonDecision):
    """Copy last year's common risks."""

    title = gettext_lazy("Copy last year's common risks?")
    intro = gettext_lazy(
        "The year gets the risks that were sent last year and not withdrawn. Look through them before you send them."
    )
    save = gettext_lazy("Copy")

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        copied = len(copy_common_risks(self.municipality, self.year, by=self.person))
        sentence = ngettext("%(count)d risk was copied.", "%(count)d risks were copied.", copied)
        messages.success(self.request, sentence % {"count": copied})
