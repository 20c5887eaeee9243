"""Workshops: where several people value the same risks, each by themselves, before the group concludes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import UndesiredEvent, Workshop
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks.forms_workshops import ConcludeForm, OwnValuesForm, SetOpenForm, WorkshopForm
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.overview import goals_of, with_goals
from rimlig.planning.risks.queries import risks_of
from rimlig.planning.risks.queries_workshops import (
    Agreement,
    agreements,
    assessments_at,
    at_workshop,
    own_assessments,
    participants,
    unseen,
    workshops_of,
)
from rimlig.planning.risks.views_risks import AboutPlan, why_locked
from rimlig.planning.risks.workshops import NOT_GIVEN, conclude, give_values, open_workshop, set_open

PAGE = 50


class Workshops(AboutPlan):
    """The plan's workshops."""

    template_name = "planning/workshops.html"

    def context(self) -> Mapping[str, Any]:
        found = list(workshops_of(self.object))
        return {**super().context(), "workshops": found, "in_all": risks_of(self.object).count()}


class NewWorkshop(AboutPlan, FormUseCase):
    """Open a workshop on the plan's risks."""

    permission = "plan.edit"
    form_class = WorkshopForm
    template_name = "planning/workshop_new.html"

    def perform(self, data: Mapping[str, Any]) -> None:
        self.opened = open_workshop(self.object, name=data["name"], day=data["day"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect("planning:workshop", self.opened.pk)


class AboutWorkshop(ObjectUseCase):
    """What the pages about one workshop share."""

    model = Workshop
    permission = "plan.read"
    board = "plan.board"
    here = "risks"

    def visible(self) -> Any:
        return Workshop.objects.visible_to(self.request.user).select_related("plan__board__municipality", "plan__scale")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object.plan

    @property
    def leads(self) -> bool:
        """Whether the person leads the analysis: concludes, opens and closes."""
        return bool(self.request.user.has_perm("plan.edit", self.workplace.board))

    def scales(self) -> Scales | None:
        """Return what the plan's scale says, None when the plan has none."""
        return scales_of(self.workplace.scale) if self.workplace.scale is not None else None

    def context(self) -> Mapping[str, Any]:
        plan = self.workplace
        takes_part = self.object.is_open and plan.is_draft and self.request.user.has_perm("plan.assess", plan.board)
        return {
            "workshop": self.object,
            "plan": plan,
            "leads": self.leads,
            "may_edit": self.leads and plan.is_draft,
            "takes_part": takes_part,
            "locked": why_locked(plan),
        }


class WorkshopPage(AboutWorkshop):
    """One's own part of a workshop, and, for who may see it, how the values spread."""

    template_name = "planning/workshop.html"

    def page(self, **more: Any) -> HttpResponse:
        self.part = "progress" if self.request.headers.get("HX-Target") == "progress" else ""
        return super().page(**more)

    def context(self) -> Mapping[str, Any]:
        context = {**super().context(), "people": list(participants(self.object))}
        context["in_all"] = risks_of(self.workplace).count()
        if self.part:
            return context
        own = own_assessments(self.object, self.person)
        rows = agreements(self.object)
        sees_all = self.leads or not self.object.is_open
        shown = [row if sees_all or row.event.pk in own else unseen(row) for row in rows]
        in_order = self.request.GET.get("ordning") == "plan" or not sees_all
        page = Paginator(shown if in_order else sorted(shown, key=_widest_first), PAGE).get_page(
            self.request.GET.get("sida")
        )
        return {
            **context,
            "rows": [(row, own.get(row.event.pk)) for row in page.object_list],
            "rows_in_all": len(rows),
            "scales": self.scales(),
            "page": page,
            "in_order": in_order,
            "sees_all": sees_all,
            "given": len(own),
            "valued": sum(row.people > 0 for row in rows),
            "concluded": sum(row.concluded for row in rows),
            "next": next((row.event.pk for row in rows if row.event.pk not in own), None),
        }


def _widest_first(row: Agreement) -> tuple[bool, int, int]:
    """Put first what is to be talked about: not concluded yet, and far apart."""
    return row.concluded, -row.width, -row.people


class AboutRiskAtWorkshop(AboutWorkshop, FormUseCase):
    """Something about one of the plan's risks at the workshop."""

    event: UndesiredEvent

    def guard(self) -> None:
        super().guard()
        found = with_goals(risks_of(self.workplace)).select_related("working_method__process__plan__board")
        self.event = get_object_or_404(found, pk=self.kwargs["event"])

    def context(self) -> Mapping[str, Any]:
        order = list(risks_of(self.workplace).values_list("pk", flat=True))
        here = order.index(self.event.pk)
        return {
            **super().context(),
            "risk": self.event,
            "scales": self.scales(),
            "goals": goals_of(self.event),
            "controls": list(self.event.working_method.controls.all()),
            "number": here + 1,
            "in_all": len(order),
            "before": order[here - 1] if here else None,
            "after": order[here + 1] if here + 1 < len(order) else None,
        }

    def seen(self) -> Any:
        """Return what was given for the risk, as far as the person may see it."""
        given = assessments_at(self.object, self.event)
        leads = self.permission == "plan.edit"
        return at_workshop(self.object, given, self.scales(), seen_by=self.person, leads=leads)


class OwnValues(AboutRiskAtWorkshop):
    """Give one's own values of a risk. What others gave is seen afterwards."""

    permission = "plan.assess"
    template_name = "planning/workshop_own.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        own = own_assessments(self.object, self.person).get(self.event.pk)
        return self._form(data, own)

    def _form(self, data: Any, own: Any, **more: Any) -> forms.Form:
        names = ("likelihood", "consequence", "motivation", "version")
        initial = {name: getattr(own, name) for name in names} if own else {"version": NOT_GIVEN}
        return OwnValuesForm(self.scales(), data, initial={**initial, **more})

    def context(self) -> Mapping[str, Any]:
        own = own_assessments(self.object, self.person)
        return {**super().context(), "seen": self.seen(), "given": len(own), "has_own": self.event.pk in own}

    def perform(self, data: Mapping[str, Any]) -> None:
        give_values(self.object, self.event, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved: %(risk)s") % {"risk": self.event.text[:80]})
        own = own_assessments(self.object, self.person)
        order = list(risks_of(self.workplace).values_list("pk", flat=True))
        here = order.index(self.event.pk)
        left = [pk for pk in [*order[here + 1 :], *order[:here]] if pk not in own]
        if left:
            return redirect("planning:workshop-own", self.object.pk, left[0])
        return redirect("planning:workshop", self.object.pk)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the person gave in the other window, and let them choose."""
        mine = {name: form.cleaned_data[name] for name in ("likelihood", "consequence", "motivation")}
        shown = self._form(None, outdated.current, **mine)
        return self.page(status=409, form=shown, message=str(outdated), other=outdated.current)


class Conclude(AboutRiskAtWorkshop):
    """Write the group's values of a risk, beside what each person gave."""

    permission = "plan.edit"
    template_name = "planning/workshop_conclude.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return self._form(data, self.event)

    def _form(self, data: Any, event: UndesiredEvent, **more: Any) -> forms.Form:
        names = ("likelihood", "likelihood_reason", "consequence", "consequence_reason", "version")
        return ConcludeForm(self.scales(), data, initial={**{name: getattr(event, name) for name in names}, **more})

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "seen": self.seen()}

    def perform(self, data: Mapping[str, Any]) -> None:
        conclude(self.object, self.event, **data, by=self.person)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved: %(risk)s") % {"risk": self.event.text[:80]})
        return redirect("planning:workshop", self.object.pk)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show the values that somebody else has written into the risk meanwhile."""
        mine = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        shown = self._form(None, outdated.current, **mine)
        return self.page(status=409, form=shown, message=str(outdated), other=outdated.current)


class SetOpen(AboutWorkshop, FormUseCase):
    """Close the workshop, or open it again."""

    permission = "plan.edit"
    form_class = SetOpenForm
    template_name = "planning/workshop_set_open.html"

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "to_be_open": self.kwargs["is_open"]}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        set_open(self.object, is_open=self.kwargs["is_open"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect("planning:workshop", self.object.pk)
