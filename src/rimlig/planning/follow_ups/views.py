"""Planning a follow-up, one by one or all that still lack something; and what the plan still lacks."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase
from rimlig.planning.follow_ups.forms import FollowUpForm, ManyForm, decided
from rimlig.planning.follow_ups.operations import follow_ups_of, plan_follow_up, plan_many
from rimlig.planning.models import PlannedFollowUp, Schedule
from rimlig.planning.outline.completeness import WITHOUT_PERFORMER, WITHOUT_REVIEWER, WITHOUT_SCHEDULE, missing
from rimlig.planning.outline.views import PlanPage
from rimlig.planning.rows.histories import last_change


class PlanFollowUp(FormUseCase):
    """Decide how a follow-up is carried out: when, by whom, at which units, and who reviews it."""

    model = PlannedFollowUp
    permission = "plan.edit"
    board = "in_plan.board"
    template_name = "planning/follow_up.html"
    here = "plan"

    def visible(self) -> Any:
        mine = PlannedFollowUp.objects.visible_to(self.request.user).with_plan()
        return mine.select_related("working_method__process__plan__board", "performer", "reviewer")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.in_plan

    def form(self, data: Any = None, files: Any = None) -> FollowUpForm:  # noqa: ARG002  # no files here
        return FollowUpForm(self.object, self.workplace, data)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "plan": self.workplace,
            "may_edit": self.workplace.is_draft,
            "way_back": self._way_back(),
            "events": list(self.object.working_method.events.all()),
        }

    def _way_back(self) -> str:
        return f"{reverse('planning:plan', args=[self.workplace.pk])}?rad=follow-up-{self.object.pk}"

    def perform(self, data: Mapping[str, Any]) -> None:
        units = [int(pk) for pk in data["units"]]
        plan_follow_up(self.object, decided(data), units, version=data["version"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect(self._way_back())

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:  # noqa: ARG002
        """Show what stands there now beside mine. Saved once more, the form goes over it."""
        sent = self.request.POST.copy()
        sent["version"] = str(outdated.current.version)
        again = self.form(sent)
        again.full_clean()
        again.add_error(None, str(outdated))
        current = self.visible().get(pk=self.object.pk)
        return self.page(status=HTTPStatus.CONFLICT, form=again, current=current, other=last_change(current))


class PlanMany(FormUseCase, PlanPage):
    """Give all follow-ups that lack a schedule, a performer or a reviewer the same one."""

    permission = "plan.edit"
    template_name = "planning/follow_ups.html"
    changed = 0

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return ManyForm(data, initial={"schedule": Schedule.PERIODS.value})

    def context(self) -> dict[str, Any]:
        lacking = follow_ups_of(self.object)
        return {
            **super().context(),
            "counts": {
                "schedule": lacking.filter(WITHOUT_SCHEDULE).count(),
                "performer": lacking.filter(WITHOUT_PERFORMER).count(),
                "reviewer": lacking.filter(WITHOUT_REVIEWER).count(),
            },
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        self.changed = plan_many(self.object, data, by=self.person)

    def done(self) -> HttpResponse:
        said = ngettext("{number} follow-up has been planned.", "{number} follow-ups have been planned.", self.changed)
        messages.success(self.request, said.format(number=self.changed))
        return redirect("planning:missing", self.object.pk)


class MissingPage(PlanPage):
    """Everything that the plan lacks before it can be proposed, and what is only worth knowing."""

    template_name = "planning/missing.html"

    def context(self) -> dict[str, Any]:
        found = missing(self.object) if self.object.is_draft else []
        return {
            **super().context(),
            "hinders": [one for one in found if one.hinders],
            "notices": [one for one in found if not one.hinders],
            "many": any(one.code.startswith("follow_up_without") and one.number > 1 for one in found),
        }
