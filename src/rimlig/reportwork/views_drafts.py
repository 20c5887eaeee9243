"""A suggestion that becomes the text, and a text whose figures have changed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from rimlig.core.views import FormUseCase
from rimlig.drafting.sentences import Sentence, as_text
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.reportwork.forms import DraftForm, RenewForm
from rimlig.reportwork.models import SectionName, TakenDraft
from rimlig.reportwork.suggestions import changed_since
from rimlig.reportwork.taking import renew_draft, suggested, take_draft
from rimlig.reportwork.views import OfTexts
from rimlig.reportwork.writers import may_write_text


class OfText(OfTexts, FormUseCase):
    """Something about the summary, or about the text on one goal where the class says so."""

    permission = "report.draft"  # and besides, the text must be the person's to write

    def guard(self) -> None:
        super().guard()
        if not may_write_text(self.person, self.report, SectionName.SUMMARY, self.analysis):
            raise PermissionDenied

    @property
    def analysis(self) -> SummaryAnalysis | None:
        """The stored text on a goal, None for the whole."""
        return None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """What the answers suggest now."""
        return suggested(self.report, self.analysis)

    def initial(self) -> dict[str, Any]:
        text = as_text(self.sentences)
        return {"version": self.object.version, "seen": text, "text": text}

    def anchor(self) -> str:
        """Return where on the page the text stands."""
        return f"#analysis-{self.object.pk}" if self.analysis else ""

    def context(self) -> Mapping[str, Any]:
        way_back = f"{self.way_back(SectionName.SUMMARY)}{self.anchor()}"
        return {**super().context(), "analysis": self.analysis, "sentences": self.sentences, "way_back": way_back}

    def done(self) -> HttpResponse:
        return redirect(f"{self.way_back(SectionName.SUMMARY)}{self.anchor()}")


class OfGoal(OfText):
    """The same about the text on one goal."""

    model = SummaryAnalysis
    board = "report.plan.board"

    def visible(self) -> Any:
        rows = SummaryAnalysis.objects.known_to(self.request.user)
        return rows.select_related("report__plan__board__municipality", "report__plan__scale", "report__period")

    @property
    def report(self) -> BoardReport:
        report: BoardReport = self.object.report
        return report

    @property
    def analysis(self) -> SummaryAnalysis | None:
        analysis: SummaryAnalysis = self.object
        return analysis


class TakeDraft(OfText):
    """Take the suggestion for the whole, as it is or changed."""

    form_class = DraftForm
    template_name = "reportwork/draft.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        take_draft(self.report, self.analysis, **data, by=self.person)

    def outdated(self, form: Any, outdated: Any) -> HttpResponse:
        """Show the suggestion as it is now, or what somebody else has written, with the person's own text kept."""
        self.object = self.visible().get(pk=self.object.pk)
        shown = DraftForm(initial={**self.initial(), "text": form.cleaned_data["text"]})
        now = self.object.text if self.analysis else self.object.summary
        return self.page(status=409, form=shown, outdated=str(outdated), stands=now)


class TakeGoalDraft(OfGoal, TakeDraft):
    """Take the suggestion for a goal."""


class Renew(OfText):
    """Look at what has changed since the text was written: put the new sentences in, or say that the text stands."""

    form_class = RenewForm
    template_name = "reportwork/renew.html"

    def context(self) -> Mapping[str, Any]:
        taken = TakenDraft.objects.filter(report=self.report, analysis=self.analysis).first()
        changed = changed_since(taken.sentences, self.sentences) if taken else ()
        text = self.object.text if self.analysis else self.object.summary
        return {**super().context(), "changed": [(one, one.before in text) for one in changed], "text": text}

    def perform(self, data: Mapping[str, Any]) -> None:
        renew_draft(self.report, self.analysis, **data, by=self.person)
        messages.success(
            self.request,
            _("The new sentences stand in the text.") if data["replace"] else _("The text stands as it is."),
        )


class RenewGoal(OfGoal, Renew):
    """The same for the text on a goal."""
