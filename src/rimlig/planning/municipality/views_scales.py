"""The municipality's scales: the edition in force, and the form in which it is changed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase
from rimlig.planning.models import Look, RiskScale
from rimlig.planning.municipality.forms_scales import ScalesForm, as_initial
from rimlig.planning.municipality.queries_scales import STANDARD, editions_of, scales_of
from rimlig.planning.municipality.scales import save_scales
from rimlig.planning.municipality.views import MunicipalityPage
from rimlig.planning.risks.matrix import Scales, matrix_of


class ScalesPage(MunicipalityPage):
    """The scales that risks are valued on from now on, drawn as the matrix that results; and the earlier editions."""

    permission = "scales.read"
    template_name = "planning/scales.html"

    def context(self) -> Mapping[str, Any]:
        editions = list(editions_of(self.municipality))
        scales = scales_of(editions[0]) if editions else STANDARD
        return {
            **super().context(),
            "editions": editions,
            "scales": scales,
            "matrix": matrix_of(scales),
            "may_edit": self.may("scales.edit"),
        }


class ChangeScales(MunicipalityPage, FormUseCase):
    """Change the scales: what no plan uses changes in place, what a plan uses gets a next edition."""

    permission = "scales.edit"
    template_name = "planning/scales_change.html"
    editions: tuple[Any, ...] | None = None

    def in_force(self) -> Any:
        """Return the edition in force, with `used_by`, asked for once; None while the standard ones do."""
        if self.editions is None:
            self.editions = tuple(editions_of(self.municipality)[:1])
        return self.editions[0] if self.editions else None

    def initial(self) -> dict[str, Any]:
        now = self.in_force()
        if now is None:
            return as_initial(STANDARD, edition=0, version=0)
        return as_initial(scales_of(now), edition=now.edition, version=now.version)

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        self.bound = ScalesForm(data, initial=self.initial())
        return self.bound

    def context(self) -> Mapping[str, Any]:
        now = self.in_force()
        return {
            **super().context(),
            "in_force": now,
            "next_edition": now.edition + 1 if now is not None and now.used_by else None,
        }

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show" not in self.request.POST:
            return super().post(*args, **kwargs)
        form = ScalesForm(self.request.POST, initial=self.initial())
        if form.is_valid():
            return self.page(form=form, matrix=matrix_of(form.scales()))
        # Other sizes ask for more names: that is no mistake yet, so nothing is marked as wrong.
        return self.page(form=ScalesForm(initial=self.request.POST.dict()), asked=list(form.non_field_errors()))

    def perform(self, data: Mapping[str, Any]) -> None:
        before = self.in_force()
        self.saved = save_scales(
            self.municipality,
            self.bound.scales(),
            edition=data["edition"],
            version=data["version"],
            by=self.person,
        )
        if before is not None and self.saved.edition > before.edition:
            sentence = _("The scales are saved as edition %(edition)d. Plans that use an earlier edition keep it.")
        else:
            sentence = _("The scales are saved.")
        messages.success(self.request, sentence % {"edition": self.saved.edition})

    def done(self) -> HttpResponse:
        return redirect(reverse("planning:scales", args=[self.municipality.pk]))

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show the scales that the other saved beside mine. Saved once more, mine follow upon theirs."""
        assert isinstance(form, ScalesForm)
        theirs: RiskScale = outdated.current
        self.editions = None
        mine = form.scales()
        shown = ScalesForm(initial=as_initial(mine, edition=theirs.edition, version=theirs.version))
        return self.page(
            status=HTTPStatus.CONFLICT,
            form=shown,
            message=str(outdated),
            theirs=matrix_of(scales_of(theirs)),
            conflict=_differences(scales_of(theirs), mine),
            matrix=matrix_of(mine),
        )


def _differences(theirs: Scales, mine: Scales) -> list[tuple[str, str, str]]:
    """Return what differs between two scales: what it is, theirs, mine."""
    pairs = [
        (_("Likelihood"), _names(theirs.likelihoods), _names(mine.likelihoods)),
        (_("Consequence"), _names(theirs.consequences), _names(mine.consequences)),
        (_("Bands"), _bands(theirs), _bands(mine)),
        (_("Threshold"), str(theirs.threshold), str(mine.threshold)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _names(steps: Any) -> str:
    return "\n\n".join(f"{step.value} {step.name}. {step.criterion}".strip() for step in steps)


def _bands(scales: Scales) -> str:
    return "\n\n".join(f"{band.from_value} {band.name}, {Look(band.look).label}" for band in scales.bands)
