"""An action plan: made from a follow-up's deviating answers, followed up at T1, T2 and the annual report until closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase
from rimlig.followup.actions.forms_plans import AddActionPlanForm, FollowUpNoteForm, WhoAndWhenForm
from rimlig.followup.actions.plans import (
    Shortcoming,
    add_action_plan,
    change_action_plan,
    follow_up_action_plan,
    move_action_plan,
    note_action_plan,
)
from rimlig.followup.actions.views_tracked import AboutTracked, MoveTracked, NoteTracked, TrackedPage, WriteTracked
from rimlig.followup.models import DEVIATES, ActionNote, ActionPlan, FollowUpResult, PeriodCode
from rimlig.followup.periods.dates import usual_days
from rimlig.planning.follow_ups.operations import units_of_year
from rimlig.planning.models import Plan, PlannedFollowUp


@dataclass(frozen=True)
class AtPeriod:
    """How an action plan stood at a period of its year: what was written, or that it is missing or still to come."""

    code: str
    label: Any
    note: ActionNote | None
    is_over: bool


def periods_of(row: ActionPlan, log: list[ActionNote]) -> list[AtPeriod]:
    """Return the periods of the action plan's own year with what was written at each; `log` has its notes."""
    year, today = row.plan.year, timezone.localdate()
    written = {note.period.code: note for note in log if note.period is not None and note.action_plan_id == row.pk}
    return [
        AtPeriod(code.value, code.label, written.get(code.value), usual_days(year, code).ends < today)
        for code in PeriodCode
    ]


class AboutActionPlan(AboutTracked):
    """A page about one action plan."""

    model = ActionPlan
    address = "action-plan"

    def visible(self) -> Any:
        return super().visible().select_related("follow_up__working_method__process")


class ActionPlanPage(AboutActionPlan, TrackedPage):
    """The shortcoming, at which units, what is done, how it stood at each period, and what has happened."""

    template_name = "followup/actions/action_plan.html"

    def context(self) -> dict[str, Any]:
        context = super().context()
        may_edit = self.request.user.has_perm("plan.edit", self.workplace.board)
        return {
            **context,
            "may_edit": may_edit,
            "units": [row.unit for row in self.object.unit_rows.select_related("unit")],
            "periods": periods_of(self.object, context["log"]),
        }


class NoteActionPlan(AboutActionPlan, NoteTracked):
    """Write in the action plan's log."""

    note = note_action_plan


class MoveActionPlan(AboutActionPlan, MoveTracked):
    """Begin the action plan, let it wait, close it, or open it again."""

    move = move_action_plan


class ChangeActionPlan(AboutActionPlan, WriteTracked):
    """Change who is responsible, or the day."""

    template_name = "followup/actions/change.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return self._form_of(self.object, data)

    def _form_of(self, row: ActionPlan, data: Any = None, mine: Any = None) -> forms.Form:
        initial = {"responsible": row.responsible_id, "due": row.due, **(mine or {}), "version": row.version}
        return WhoAndWhenForm(row.plan.board, data, initial, now=row.responsible)

    def perform(self, data: Mapping[str, Any]) -> None:
        values = {name: value for name, value in data.items() if name != "version"}
        change_action_plan(self.object, values, version=data["version"], by=self.person)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what stands there now beside what the person wrote, which can be saved over it."""
        row = self.visible().get(pk=outdated.current.pk)
        mine = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return self.page(
            status=HTTPStatus.CONFLICT, form=self._form_of(row, mine=mine), conflict=str(outdated), current=row
        )


class FollowUpActionPlan(AboutActionPlan, WriteTracked):
    """Write how the action plan stood at a period."""

    template_name = "followup/actions/note.html"

    @property
    def code(self) -> PeriodCode:
        """The period that the address names."""
        try:
            return PeriodCode(self.kwargs["period"])
        except ValueError:
            raise Http404 from None

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return FollowUpNoteForm(data)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "period": self.code}

    def perform(self, data: Mapping[str, Any]) -> None:
        follow_up_action_plan(self.object, self.code, data["text"], by=self.person)


class AddActionPlan(FormUseCase):
    """Make an action plan in a plan, from no particular follow-up."""

    model: ClassVar[Any] = Plan
    permission = "action-plan.add"
    template_name = "followup/actions/add_plan.html"
    here = "actions"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.plan()

    def plan(self) -> Plan:
        """Return the plan in which it is made."""
        found: Plan = self.object
        return found

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return AddActionPlanForm(
            self.plan().board, units_of_year(self.plan()), data, {"responsible": self.request.user.pk, **self.found()}
        )

    def found(self) -> dict[str, Any]:
        """Return what the form can begin with."""
        return {}

    def context(self) -> dict[str, Any]:
        plans = reverse("followup:action-plans", args=[self.plan().pk])
        return {"object": self.object, "plan": self.plan(), "way_back": plans, "follow_up": self.follow_up()}

    def follow_up(self) -> PlannedFollowUp | None:
        """Return the follow-up that showed the shortcoming, if one did."""
        return None

    def perform(self, data: Mapping[str, Any]) -> None:
        found = Shortcoming(
            data["heading"], data["finding"], list(data["units"]), data["units_total"], data["measures"]
        )
        self.added = add_action_plan(
            self.plan(),
            found,
            responsible=data["responsible"],
            due=data["due"],
            follow_up=self.follow_up(),
            by=self.person,
        )

    def done(self) -> HttpResponse:
        return redirect("followup:action-plan", self.added.pk)


class AddActionPlanToFollowUp(AddActionPlan):
    """Make an action plan from a follow-up's deviating answers: the units that deviate are chosen already."""

    model = PlannedFollowUp
    board = "in_plan.board"

    def visible(self) -> Any:
        return PlannedFollowUp.objects.visible_to(self.request.user).with_plan("municipality")

    def plan(self) -> Plan:
        found: Plan = self.object.in_plan
        return found

    def follow_up(self) -> PlannedFollowUp:
        found: PlannedFollowUp = self.object
        return found

    def found(self) -> dict[str, Any]:
        asked = FollowUpResult.objects.visible_to(self.request.user).filter(follow_up=self.object, unit__isnull=False)
        answers = asked.given().select_related("period", "unit")
        latest = answers.order_by("-period__ends", "-period").first()
        if latest is None:
            return {}
        of_period = list(answers.filter(period=latest.period))
        deviating = [answer for answer in of_period if answer.deviation in DEVIATES]
        return {
            "units": [answer.unit_id for answer in deviating],
            "units_total": asked.filter(period=latest.period).count(),
            "finding": "\n\n".join(f"{answer.unit}: {answer.result}" for answer in deviating if answer.result),
        }
