"""The phrases of drafts: the standard ones, the municipality's own, and what they say of its latest plan."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.drafting.choosing import phrase_in, reset_phrase, write_phrase
from rimlig.drafting.examples import examples_of, sentences_of
from rimlig.drafting.facts import Facts
from rimlig.drafting.forms import PhraseForm
from rimlig.drafting.models import OwnPhrase
from rimlig.drafting.phrases import STANDARD, Phrases, filled_in
from rimlig.drafting.reading import facts_of
from rimlig.followup.models import FollowUpResult, Period, PeriodCode
from rimlig.organisation.models import Municipality
from rimlig.planning.models import IN_FORCE, Plan
from rimlig.planning.municipality.views import DecisionForm, MunicipalityPage

GROUPS: Final = (
    (
        gettext_lazy("What the follow-ups show"),
        ("levels", "levels_same", "not_done", "missing", "deviation", "deviation_at_units", "units"),
    ),
    (gettext_lazy("Since last time"), ("worse", "better", "returning")),
    (
        gettext_lazy("Actions and action plans"),
        (
            *("actions", "actions_same", "late", "carried", "carried_same"),
            *("action_plans", "action_plans_same", "late_plans"),
        ),
    ),
    (gettext_lazy("Risks"), ("risks", "risks_after")),
    (gettext_lazy("Proposed decision"), ("decision_approve", "decision_assess", "decision_late")),
)
"""The phrases as the page lists them."""


class PhraseList(MunicipalityPage):
    """All phrases, each as a sentence, and which of them the municipality words itself."""

    permission = "phrases.read"
    template_name = "drafting/phrases.html"

    def context(self) -> Mapping[str, Any]:
        own = {row.key: row for row in OwnPhrase.objects.filter(municipality=self.municipality)}
        return {
            **super().context(),
            "groups": [(heading, [_listed(key, own.get(key)) for key in keys]) for heading, keys in GROUPS],
            "may_edit": self.may("phrases.edit"),
        }


def _listed(key: str, own: OwnPhrase | None) -> dict[str, Any]:
    phrase = STANDARD[key]
    return {
        "key": key,
        "own": own,
        "example": filled_in(own.text if own else phrase.text, phrase.placeholders),
        "standard": filled_in(phrase.text, phrase.placeholders),
    }


class AboutPhrase(DecisionForm):
    """What the pages about one phrase share."""

    permission = "phrases.edit"

    def guard(self) -> None:
        super().guard()
        if self.kwargs["key"] not in STANDARD:
            raise Http404
        self.key: str = self.kwargs["key"]

    def way_back(self) -> str:
        return reverse("drafting:phrases", args=[self.municipality.pk])

    def way_back_words(self) -> str:
        return _("Phrases")


class ChangePhrase(AboutPhrase):
    """Word a phrase; what it says of the latest plan is seen before it is saved."""

    template_name = "drafting/phrase_change.html"
    title = gettext_lazy("Word a phrase")
    intro = gettext_lazy(
        "It holds from now on, in the drafts and summaries of all boards. Texts that people have taken stay."
    )

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files are sent
        return PhraseForm(self.key, data, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        now = phrase_in(self.municipality, self.key)
        return {"text": now.text, "is_said": now.is_said, "version": now.version}

    def context(self) -> Mapping[str, Any]:
        phrase = STANDARD[self.key]
        return {
            **super().context(),
            "key": self.key,
            "standard": phrase.text,
            "placeholders": [(f"{{{name}}}", example) for name, example in phrase.placeholders.items()],
            "is_own": OwnPhrase.objects.filter(municipality=self.municipality, key=self.key).exists(),
            "preview": self.preview(phrase_in(self.municipality, self.key).text),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST)
        text = form.cleaned_data["text"] if form.is_valid() else ""
        preview = self.preview(text) if text else None
        if request.headers.get("HX-Request") == "true":
            context: dict[str, Any] = {"preview": preview, "mistakes": form.errors.get("text", [])}
            return render(request, "drafting/phrase_change.html#preview", context)
        return self.page(form=form, preview=preview)

    def preview(self, text: str) -> dict[str, Any]:
        """Return what the text says of made-up facts, and of the municipality's latest plan."""
        phrases = Phrases({self.key: text})
        latest = self.latest
        return {
            "examples": examples_of(self.key, phrases),
            "plan": latest[0] if latest else None,
            "of_plan": sentences_of(self.key, latest[1], phrases) if latest else (),
        }

    @cached_property
    def latest(self) -> tuple[str, Facts] | None:
        """What the municipality's latest reported plan is called, with its facts; None while nothing is reported."""
        return latest_facts(self.municipality)

    def perform(self, data: Mapping[str, Any]) -> None:
        write_phrase(self.municipality, self.key, **data, by=self.person)
        messages.success(self.request, _("The phrase is saved."))


class ResetPhrase(AboutPhrase):
    """Say a phrase in the standard words again."""

    title = gettext_lazy("Use the standard phrase again")
    intro = gettext_lazy("Your own wording stays in the history. The phrase is then said in these words:")
    save = gettext_lazy("Use the standard phrase")

    def about(self) -> str:
        return STANDARD[self.key].text

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the button says it all
        reset_phrase(self.municipality, self.key, by=self.person)
        messages.success(self.request, _("The standard phrase is used again."))


def latest_facts(municipality: Municipality) -> tuple[str, Facts] | None:
    """Return the plan and period that have the municipality's latest result of a board, in words, and its facts."""
    way = "follow_up__working_method__process__plan"
    own = FollowUpResult.objects.settled().filter(
        **{f"{way}__board__municipality": municipality, f"{way}__state__in": IN_FORCE},
        unit=None,
        period__code__in=PeriodCode.values,
    )
    latest = own.order_by("-period__ends", "-pk").values_list(f"{way}__pk", "period").first()
    if latest is None:
        return None
    plan = Plan.objects.select_related("board", "scale").get(pk=latest[0])
    period = Period.objects.get(pk=latest[1])
    return f"{plan}, {period}", facts_of(plan, period, today=timezone.localdate())
