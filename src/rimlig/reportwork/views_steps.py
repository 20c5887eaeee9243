"""The steps of a report: sent, taken back, sent back, approved, opened again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.views import FormUseCase
from rimlig.followup.models import ReportState
from rimlig.reporting.formats import by_own_template
from rimlig.reporting.layout import layout_of
from rimlig.reportwork import approving
from rimlig.reportwork.forms import ApproveForm, ReopenForm, ReturnForm, StepForm
from rimlig.reportwork.freezing import fingerprint, report_now
from rimlig.reportwork.remaining import remaining
from rimlig.reportwork.views import OfTexts
from rimlig.reportwork.work import Work


class Step(OfTexts, FormUseCase):
    """A step that a report takes from one state to the next."""

    form_class = StepForm
    template_name = "reportwork/step.html"
    permission = "report.write"
    state: ClassVar[ReportState]
    title: ClassVar[str | Promise]
    intro: ClassVar[str | Promise]
    save: ClassVar[str | Promise]
    said: ClassVar[str | Promise]

    def initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "can_be_taken": self.object.state == self.state}

    def done(self) -> HttpResponse:
        messages.success(self.request, str(self.said))
        return redirect(self.way_back())


class Send(Step):
    """To the head of administration. What remains is said once more."""

    template_name = "reportwork/send.html"
    state = ReportState.DRAFT
    said = gettext_lazy(
        "The report is with the head of administration. Its texts stay as they are until it comes back."
    )

    def context(self) -> Mapping[str, Any]:
        work = Work(self.report)
        return {**super().context(), "remaining": remaining(work), "has_own_template": work.has_own_template}

    def perform(self, data: Mapping[str, Any]) -> None:
        approving.send(self.report, version=data["version"], by=self.person)


class TakeBack(Step):
    """Back from the head of administration, before it is approved."""

    state = ReportState.SENT
    title = gettext_lazy("Take the report back?")
    intro = gettext_lazy(
        "It becomes a draft again and can be written. The head of administration gets it when you send it anew."
    )
    save = gettext_lazy("Take back")
    said = gettext_lazy("The report is a draft again.")

    def perform(self, data: Mapping[str, Any]) -> None:
        approving.take_back(self.report, version=data["version"], by=self.person)


class SendBack(Step):
    """Back to those who write it, with what is to be changed."""

    permission = "report.approve"
    form_class = ReturnForm
    state = ReportState.SENT
    title = gettext_lazy("Send the report back")
    intro = gettext_lazy("Those who write it get your words, and send it to you again when it is changed.")
    save = gettext_lazy("Send back")
    said = gettext_lazy("The report is with those who write it.")

    def perform(self, data: Mapping[str, Any]) -> None:
        approving.send_back(self.report, **data, by=self.person)


class Approve(Step):
    """The whole report to read, and the button that approves and freezes it."""

    permission = "report.approve"
    form_class = ApproveForm
    template_name = "reportwork/approve.html"
    state = ReportState.SENT
    said = gettext_lazy("The report is approved and frozen. Its files are kept as they are.")

    @cached_property
    def read(self) -> Any:
        """The report as it stands now, which is what the person reads."""
        return report_now(self.report)

    def initial(self) -> dict[str, Any]:
        latest = approving.latest_edition(self.report)
        number = latest.registry_number if latest else ""
        return {**super().initial(), "seen": fingerprint(self.read), "registry_number": number}

    def context(self) -> Mapping[str, Any]:
        can_be_taken = self.object.state == self.state
        work = Work(self.report)
        return {
            **super().context(),
            "layout": layout_of(self.read) if can_be_taken else None,
            "remaining": remaining(work) if can_be_taken else [],
            "has_own_template": work.has_own_template,
            "sent": self.report.steps.select_related("by").first(),
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        frozen = approving.approve(self.report, **data, by=self.person)
        if frozen.word_fallback:
            said = _("The Word file was made by Rimlig's own template, since yours could not be used. %(reason)s")
            messages.warning(self.request, said % {"reason": frozen.word_fallback})

    def outdated(self, form: Any, outdated: Any) -> HttpResponse:
        """Show the report as it is now, with its own fingerprint: pressed again, it approves what is shown then."""
        self.object = self.visible().get(pk=self.object.pk)
        again = ApproveForm(initial={**self.initial(), "registry_number": form.cleaned_data["registry_number"]})
        return self.page(status=409, form=again, outdated=str(outdated), current=outdated.current)


class WordTrial(OfTexts):
    """Whether the municipality's own Word template can be filled in with the report as it stands, while it can be mended."""

    permission = "report.draft"
    template_name = "reportwork/word_trial.html"
    part = "trial"
    http_method_names = ["get", "head", "options"]

    def context(self) -> Mapping[str, Any]:
        word, reason = by_own_template(report_now(self.report))
        return {**super().context(), "works": word is not None, "reason": reason}


class Reopen(Step):
    """A new edition, for a reason."""

    form_class = ReopenForm
    state = ReportState.FROZEN
    title = gettext_lazy("Begin a new edition")
    intro = gettext_lazy(
        "The approved report stays as it is and is still listed. The texts can be written again, and go the same way to a new approval."
    )
    save = gettext_lazy("Begin the new edition")
    said = gettext_lazy("The report is open again. The approved edition is kept.")

    def perform(self, data: Mapping[str, Any]) -> None:
        approving.reopen(self.report, **data, by=self.person)
