"""The plan's outline, and what is done to its rows: add, move, remove, say which goals they concern.

Each is a small page that works without JavaScript; the outline's own buttons
send the same forms, and htmx exchanges the outline for the one that comes back.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from rimlig.core.navigation import offered
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.planning.models import CouncilGoal, Goal, Plan, PlanRow, Process
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.outline.completeness import missing
from rimlig.planning.outline.forms import AddForm, CouncilGoalsForm, LimitForm, MoveForm, ServeForm
from rimlig.planning.outline.goals import take_goals
from rimlig.planning.outline.operations import add, limit, remove, serve, what_goes_along
from rimlig.planning.outline.ordering import move
from rimlig.planning.outline.overview import outline_of, place_of
from rimlig.planning.outline.places import KINDS, LIMIT_OWNERS, WAYS_FROM_PROCESS, kind_of, process_of
from rimlig.planning.rows.editables import BY_KIND
from rimlig.planning.rows.views_change import RowUseCase


class PlanPage(ObjectUseCase):
    """What the pages about a plan share: the plan in the frame, and whether the person may change its rows now."""

    model = Plan
    permission = "plan.read"
    here = "plan"

    def visible(self) -> Any:
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality", "scale")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> dict[str, Any]:
        may_edit = self.request.user.has_perm("plan.edit", self.object.board) and self.object.is_draft
        return {"plan": self.object, "may_edit": may_edit}


class PlanOutline(PlanPage):
    """The plan as an outline: its goals, and one goal's processes with all that stands under them."""

    template_name = "planning/plan.html"

    def context(self) -> dict[str, Any]:
        plan, asked = self.object, _with_place(self.object, self.request.GET)
        goal, opened = _number(asked.get("mal")), _number(asked.get("process"))
        outline = outline_of(plan, goal=goal, without_goal=asked.get("mal") == "utan", opened=opened)
        more = {"process": opened} if opened else {}
        way_here = urlencode({"mal": outline.goal.pk if outline.goal else "utan", **more})
        shared = super().context()
        remaining = missing(plan) if shared["may_edit"] else []
        return {
            **shared,
            "outline": outline,
            "goal": outline.goal,
            "lines": outline.lines,
            "scales": scales_of(plan.scale) if plan.scale else None,
            "way_here": f"{reverse('planning:plan', args=[plan.pk])}?{way_here}",
            "row_in_focus": asked["rad"] or "",
            "opened": opened,
            "hindering": [one for one in remaining if one.hinders],
            "remarks": [one for one in remaining if not one.hinders],
            "may_ever": self.request.user.has_perm("plan.edit", plan.board),
            "may_propose": self.request.user.has_perm("plan.propose", plan.board),
            "process_ways": offered("process", self.request.user, plan.board),
        }


def _with_place(plan: Plan, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what is asked for: an address that names only a row (rad=event-3) shows the goal and process where it stands."""
    asked = {name: asked.get(name) for name in ("mal", "process", "rad")}
    kind, _dash, number = (asked["rad"] or "").rpartition("-")
    if asked["mal"] or kind not in KINDS or not _number(number):
        return asked
    if kind == "goal":
        return {**asked, "mal": number}
    process = Process.objects.filter(plan=plan, **{WAYS_FROM_PROCESS[kind]: number}).first()
    return {**asked, **dict(parse_qsl(place_of(process).lstrip("?")))} if process else asked


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004  # a bigint


def _in_outline(row: PlanRow, goal: Goal | None) -> str:
    """Return the address of the outline where the row stands, with the focus on it.

    Without a fragment: where there is one, browsers give the focus to nothing.
    """
    plan = reverse("planning:plan", args=[row.in_plan.pk])
    name = f"{kind_of(row)}-{row.pk}"
    if isinstance(row, Goal):
        return f"{plan}?mal={row.pk}&rad={name}"
    process = process_of(row)
    query = f"?mal={goal.pk}&process={process.pk}" if goal is not None else place_of(process)
    return f"{plan}{query}&rad={name}"


class AddRow(FormUseCase, PlanPage):
    """Add a row, right where it will stand. The address says of which kind, and under which row (0: under the plan)."""

    permission = "plan.edit"
    template_name = "planning/add.html"
    part = "form"
    added: PlanRow | None = None

    def guard(self) -> None:
        super().guard()
        kind, parent = self.kwargs["kind"], self.kwargs["parent"]
        if kind not in KINDS:
            raise Http404
        self.parent: Any = self.object
        if kind == "process" and parent:
            self.parent = get_object_or_404(Goal, pk=parent, plan=self.object)
        elif kind not in {"goal", "process"}:
            rows = KINDS[kind].under.objects.visible_to(self.request.user).with_plan()
            self.parent = get_object_or_404(rows, pk=parent)
            if self.parent.in_plan.pk != self.object.pk:
                raise Http404

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        form = AddForm(self.kwargs["kind"], data)
        if self.kwargs["kind"] == "goal" and _not_taken(self.object).exists():
            # The council's goals are offered above: the focus would pass them, so the page begins at its top.
            form.fields["number"].widget.attrs.pop("autofocus")
        return form

    def context(self) -> dict[str, Any]:
        kind, goal = self.kwargs["kind"], self._goal()
        way_back = reverse("planning:plan", args=[self.object.pk])
        if isinstance(self.parent, Goal):
            way_back += f"?mal={self.parent.pk}"
        elif isinstance(self.parent, PlanRow):
            way_back = _in_outline(self.parent, goal)
        offer = _not_taken(self.object) if kind == "goal" else None
        return {
            **super().context(),
            "editable": BY_KIND[kind],
            "kind": kind,
            "parent": self.parent,
            "goal": goal,
            "way_back": way_back,
            "council": CouncilGoalsForm(offer) if offer is not None and offer.exists() else None,
        }

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """Answer as usual; a form with errors takes its own place, not that of the outline."""
        answer = super().page(status=status, **more)
        if status != HTTPStatus.OK and self.request.headers.get("HX-Request") == "true":
            name = f"#add-{self.kwargs['kind']}-{self.kwargs['parent']}"
            answer["HX-Retarget"] = answer["HX-Reselect"] = name
        return answer

    def _goal(self) -> Goal | None:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return Goal.objects.filter(plan=self.object, pk=_number(sent.get("mal")) or 0).first()

    def perform(self, data: Mapping[str, Any]) -> None:
        self.added = add(self.kwargs["kind"], self.parent, data, by=self.person)

    def done(self) -> HttpResponse:
        assert self.added is not None
        goal = self.parent if isinstance(self.parent, Goal) else self._goal()
        return redirect(_in_outline(self.added, goal))


def _not_taken(plan: Plan) -> Any:
    """Return the council's goals of the year that no goal of the plan takes up."""
    goals = CouncilGoal.objects.filter(municipality=plan.board.municipality_id, year=plan.year)
    return goals.exclude(plan_goals__plan=plan).order_by("position")


class TakeGoals(FormUseCase, PlanPage):
    """Take up goals of the council in the plan."""

    permission = "plan.edit"
    template_name = "planning/take_goals.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return CouncilGoalsForm(_not_taken(self.object), data, all_chosen=data is None)

    def perform(self, data: Mapping[str, Any]) -> None:
        take_goals(self.object, data["goals"], by=self.person)

    def done(self) -> HttpResponse:
        return redirect("planning:plan", self.object.pk)


class OutlineRow(RowUseCase, FormUseCase):
    """Something that is done to one row of the outline. `kinds` are the kinds of row that it can be done to."""

    permission = "plan.edit"
    here = "plan"
    kinds: ClassVar[frozenset[str]] = frozenset(KINDS)

    def guard(self) -> None:
        if self.editable.kind not in self.kinds:
            raise Http404
        super().guard()

    @property
    def goal(self) -> Goal | None:
        """The goal under which the person saw the row."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return Goal.objects.filter(plan=self.workplace, pk=_number(sent.get("mal")) or 0).first()

    def context(self) -> dict[str, Any]:
        goal = self.goal
        return {**super().context(), "goal": goal, "way_back": _in_outline(self.object, goal)}

    def done(self) -> HttpResponse:
        return redirect(_in_outline(self.object, self.goal))


class MoveRow(OutlineRow):
    """Put the row at another place: up, down, before another one, or under another parent."""

    template_name = "planning/move.html"

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return MoveForm(self.object, self.workplace, data, among=self.goal)

    def perform(self, data: Mapping[str, Any]) -> None:
        among = self.goal if self.editable.kind == "process" else None
        move(
            self.object,
            step=data["step"] or 0,
            before=data["before"],
            under=data["under"],
            among=among,
            by=self.person,
        )
        self.moved_to = data["under"]

    def done(self) -> HttpResponse:
        now = type(self.object).objects.with_plan().get(pk=self.object.pk)
        goal = self.moved_to if isinstance(self.moved_to, Goal) else self.goal
        if goal is not None and not isinstance(now, Goal) and not process_of(now).goals.filter(pk=goal.pk).exists():
            goal = None
        return redirect(_in_outline(now, goal))


class RemoveRow(OutlineRow):
    """Remove the row and what stands under it, which is said first."""

    template_name = "planning/remove.html"
    form_class = forms.Form

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return forms.Form(data)

    def context(self) -> dict[str, Any]:
        served = self.object.placements.count() if isinstance(self.object, Goal) else 0
        return {**super().context(), "along": what_goes_along(self.object), "served": served}

    def perform(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002  # the form has no fields
        if isinstance(self.object, Process | Goal):
            self.left_at = self.goal.pk if isinstance(self.object, Process) and self.goal else None
            self.parent = None
        else:
            self.parent = getattr(self.object, KINDS[self.editable.kind].parent)
        self.where, self.seen_under = self.workplace, self.goal
        remove(self.object, by=self.person)

    def done(self) -> HttpResponse:
        if self.parent is not None:
            return redirect(_in_outline(self.parent, self.seen_under))
        plan = reverse("planning:plan", args=[self.where.pk])
        return redirect(f"{plan}?mal={self.left_at}" if self.left_at else plan)


class ServeGoals(OutlineRow):
    """Say which goals the process serves."""

    template_name = "planning/goals.html"
    kinds = frozenset({"process"})

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return ServeForm(self.object, data)

    def perform(self, data: Mapping[str, Any]) -> None:
        serve(self.object, list(data["goals"]), by=self.person)

    def done(self) -> HttpResponse:
        return redirect(_in_outline(self.object, None))


class LimitRow(OutlineRow):
    """Say that the row concerns only some of the goals that its process serves."""

    template_name = "planning/goals.html"
    kinds = frozenset(LIMIT_OWNERS)

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
        return LimitForm(self.object, data)

    def perform(self, data: Mapping[str, Any]) -> None:
        limit(self.object, list(data["goals"]), by=self.person)
