"""What the levels of the boards' assessments mean in the municipality."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase
from rimlig.reportwork.assessing import NEW, change_criterion
from rimlig.reportwork.criteria import STANDARD, criteria_of
from rimlig.reportwork.forms import CriterionForm
from rimlig.reportwork.models import AssessmentCriterion, Level
from rimlig.reportwork.views_assessments import LOOKS


class Criteria(MunicipalityUseCase):
    """The three levels, each with what it means."""

    permission = "assessment.criteria"
    template_name = "reportwork/criteria.html"
    http_method_names = ["get", "head", "options"]

    def context(self) -> Mapping[str, Any]:
        found = criteria_of(self.object)
        return {
            **super().context(),
            "criteria": [
                (level, str(level.label), LOOKS[level], text, text == STANDARD[level]) for level, text in found.items()
            ],
        }


class ChangeCriterion(MunicipalityFormUseCase):
    """Say what a level means."""

    permission = "assessment.criteria"
    form_class = CriterionForm
    template_name = "reportwork/criterion.html"

    def guard(self) -> None:
        super().guard()
        if self.kwargs["level"] not in Level.values:
            raise Http404
        self.level = Level(self.kwargs["level"])

    def initial(self) -> dict[str, Any]:
        row = AssessmentCriterion.objects.filter(municipality=self.object, level=self.level).first()
        return {"text": row.text if row else STANDARD[self.level], "version": row.version if row else NEW}

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "level": self.level, "look": LOOKS[self.level], "standard": STANDARD[self.level]}

    def perform(self, data: Mapping[str, Any]) -> None:
        change_criterion(self.object, self.level, **data, by=self.person)

    def outdated(self, form: Any, outdated: Any) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, the form goes over what is there now."""
        shown = CriterionForm(initial={**form.cleaned_data, "version": outdated.current.version})
        return self.page(status=409, form=shown, outdated=str(outdated), current=outdated.current)

    def done(self) -> HttpResponse:
        return redirect("reportwork:criteria", self.object.pk)
