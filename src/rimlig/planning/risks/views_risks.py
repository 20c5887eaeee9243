"""A plan's risks: the matrix, the risks of a cell, and the list of all; a new risk; the scale that they are valued on."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from rimlig.core.errors import RuleBroken
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import Plan, UndesiredEvent, WorkingMethod
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks.drawings import drawing_of_moves
from rimlig.planning.risks.export import FORMATS, exported
from rimlig.planning.risks.forms import AddRiskForm, UseScaleForm
from rimlig.planning.risks.matrix import Matrix, Scales, matrix_of
from rimlig.planning.risks.operations import add_risk, take_scale_into_use
from rimlig.planning.risks.overview import (
    HIGHEST,
    PAGE,
    SHOWN_OF_CELL,
    Totals,
    choices_of,
    goals_of,
    risks_at,
    totals_of,
    with_goals,
)
from rimlig.planning.risks.queries import irregularities_assessed, risks_of, risks_without_values
from rimlig.planning.risks.queries_workshops import workshops_of
from rimlig.planning.risks.selection import ORDERS, VIEWS, Selection


def why_locked(plan: Plan) -> str:
    """Return the sentence on why the plan's rows cannot be changed, and what to do; nothing for a draft."""
    try:
        plan.must_be_draft()
    except RuleBroken as broken:
        return str(broken)
    return ""


class AboutPlan(ObjectUseCase):
    """What the pages about a plan's risks share."""

    model = Plan
    permission = "plan.read"
    here = "risks"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality", "scale")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> Mapping[str, Any]:
        may_edit = self.object.is_draft and self.request.user.has_perm("plan.edit", self.object.board)
        return {"plan": self.object, "may_edit": may_edit, "locked": why_locked(self.object)}

    def scales(self) -> Scales | None:
        """Return what the plan's scale says, None when the plan has none."""
        return scales_of(self.object.scale) if self.object.scale is not None else None


class Risks(AboutPlan):
    """The plan's risks at a glance, and each of them one press away."""

    template_name = "planning/risks.html"

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        # The matrix and the list are exchanged each by itself.
        asked_for = self.request.headers.get("HX-Target", "")
        self.part = asked_for if asked_for in {"picture", "risks"} else ""
        answer = super().page(status=status, **more)
        if self.part:  # the address without what was not chosen, as one would send it to somebody
            selection = Selection.read(self.request.GET)
            answer["HX-Push-Url"] = self.request.path + selection.address(sida=selection.sida)
        return answer

    def context(self) -> Mapping[str, Any]:
        plan, selection = self.object, Selection.read(self.request.GET)
        context = {**super().context(), "selection": selection, "scales": self.scales()}
        if self.part != "risks":
            context |= self._picture(selection, context["scales"])
        if self.part != "picture":
            context |= _listed(plan, selection, context["scales"])
        if not self.part:
            context |= _told(plan)
        return context

    def _picture(self, selection: Selection, scales: Scales | None) -> dict[str, Any]:
        plan = self.object
        totals = totals_of(plan)
        latest = workshops_of(plan).first()
        picture: dict[str, Any] = {"totals": totals, "latest_workshop": latest}
        picture["views"] = [(key, label, selection.address(vy=key, ruta=None)) for key, label in VIEWS.items()]
        if scales is None or selection.vy == "forandring":
            picture["drawing"] = drawing_of_moves(scales, totals.moves) if scales and totals.moves else None
        else:
            picture["matrix"] = _matrix(scales, totals, selection)
        if selection.ruta is not None:
            after = selection.vy == "efter"
            found = list(with_goals(risks_at(plan, selection.ruta, after=after))[: SHOWN_OF_CELL + 1])
            picture |= {"cell": _with_goals(found[:SHOWN_OF_CELL]), "more_in_cell": len(found) > SHOWN_OF_CELL}
            picture["cell_value"] = selection.ruta[0] * selection.ruta[1]
        else:
            highest = Selection(ordning=selection.vy if selection.vy == "efter" else "varde").of(risks_of(plan), plan)
            valued = highest.filter(likelihood__isnull=False, consequence__isnull=False)
            picture["highest"] = _with_goals(with_goals(valued)[:HIGHEST])
        return picture


def _told(plan: Plan) -> dict[str, Any]:
    """Return what the head of the page needs: where to begin, and whether irregularities have been looked at."""
    irregular = plan.board.municipality.risk_categories.filter(irregularity=True, in_use=True).first()
    return {
        "irregularities": irregularities_assessed(plan),
        "irregular_address": Selection(marks=("oegentligheter",)).address(),
        "first_irregular": irregular.pk if irregular else None,
        "first_bare": risks_without_values(plan).values_list("pk", flat=True).first(),
    }


def _matrix(scales: Scales, totals: Totals, selection: Selection) -> Matrix:
    counts = totals.after if selection.vy == "efter" else totals.before

    def address(likelihood: int, consequence: int) -> str:
        return selection.address(ruta=(likelihood, consequence))

    return matrix_of(scales, counts, address=address, chosen=selection.ruta)


def _listed(plan: Plan, selection: Selection, scales: Scales | None) -> dict[str, Any]:
    """Return the page of the list that is asked for, and what it can be narrowed by. A page too far is the last one."""
    paginator = Paginator(with_goals(selection.of(risks_of(plan), plan)), PAGE)
    page = paginator.get_page(selection.sida)
    return {
        "rows": _with_goals(page.object_list),
        "found": paginator.count,
        "page": page,
        "older": selection.address(sida=page.next_page_number()) if page.has_next() else "",
        "newer": selection.address(sida=page.previous_page_number()) if page.has_previous() else "",
        "choices": choices_of(plan, selection, scales),
        "orders": list(ORDERS.items()),
        "exports": [(form, selection.address(sida=1)) for form in FORMATS],
    }


def _with_goals(events: Any) -> list[UndesiredEvent]:
    found = list(events)
    for event in found:
        event.goals_concerned = goals_of(event)  # for the template, which cannot call with an argument
    return found


class RisksFile(AboutPlan):
    """The chosen risks as a file to go on with in a spreadsheet."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        form = self.kwargs["form"]
        if form not in FORMATS:
            raise Http404
        plan, selection = self.object, Selection.read(request.GET)
        content = exported(form, with_goals(selection.of(risks_of(plan), plan)), self.scales())
        name = f"risker-{slugify(plan.board.name)}-{plan.year}.{form}"
        return HttpResponse(
            content,
            content_type=FORMATS[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class AddRisk(AboutPlan, FormUseCase):
    """Add an undesired event to a draft."""

    permission = "plan.edit"
    template_name = "planning/risk_add.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        return AddRiskForm(self.object, data, initial={"category": self.request.GET.get("kategori")})

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "has_methods": WorkingMethod.objects.filter(process__plan=self.object).exists()}

    def perform(self, data: Mapping[str, Any]) -> None:
        method = WorkingMethod.objects.with_plan().get(pk=data["method"], process__plan=self.object)
        self.added = add_risk(method, text=data["text"], category=data["category"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect("planning:assess-risk", self.added.pk)


class UseScale(AboutPlan, FormUseCase):
    """Take the municipality's scale into use in a draft."""

    permission = "plan.edit"
    form_class = UseScaleForm
    template_name = "planning/risk_scale.html"

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        take_scale_into_use(self.object, by=self.person)

    def done(self) -> HttpResponse:
        return redirect(reverse("planning:risks", args=[self.object.pk]))
