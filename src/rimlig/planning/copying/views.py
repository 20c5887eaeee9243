"""Fetching processes into a draft: from an earlier plan, another board's, or the library of good examples."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rimlig.core.views import FormUseCase
from rimlig.planning.copying.examples import copy_examples
from rimlig.planning.copying.rows import LeftOut, What, copy_processes
from rimlig.planning.library import AREAS, example
from rimlig.planning.models import Goal, Plan, Process
from rimlig.planning.outline.overview import with_rows
from rimlig.planning.outline.views import PlanPage

LEFT_OUT = {
    What.UNIT: gettext_lazy("Units that the board does not have that year"),
    What.PERSON: gettext_lazy("People who answer elsewhere or have left"),
    What.VALUES: gettext_lazy("Values of risks: this board assesses its own"),
    What.TREATMENT: gettext_lazy("How the risks were treated: this board decides its own"),
    What.COUNCIL_GOAL: gettext_lazy("Goals of the council that no longer are there"),
    What.COMMON_RISK: gettext_lazy("Links to common risks that have not been sent this year"),
}


class ChooseForm(forms.Form):
    """Which processes, and which goals they are to serve."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Processes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one process.")},
    )
    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=gettext_lazy("Serve the goals"),
        help_text=gettext_lazy("Without a goal the process stands under “Without a goal” until it gets one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, plan: Plan, choices: list[tuple[str, str]], data: Any = None, *, goal: str = "") -> None:
        super().__init__(data, initial={"goals": [goal]} if goal else None)
        chosen, goals = self.fields["chosen"], self.fields["goals"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        assert isinstance(goals, forms.ModelMultipleChoiceField)
        chosen.choices, goals.queryset = choices, plan.goals.order_by("position")


class Sources(PlanPage):
    """Where processes can be fetched from."""

    permission = "plan.edit"
    template_name = "planning/sources.html"

    def context(self) -> dict[str, Any]:
        plan = self.object
        # The other boards of the municipality are read by those who hold a role there.
        others = Plan.objects.visible_to(self.request.user).of_the_year().exclude(pk=plan.pk)
        others = others.filter(board__municipality=plan.board.municipality_id).select_related("board")
        plans = list(others.order_by("board__name", "-year"))
        return {
            **super().context(),
            "own": [one for one in plans if one.board_id == plan.board_id],
            "others": [one for one in plans if one.board_id != plan.board_id],
            "examples": sum(len(area.examples) for area in AREAS),
            "goal": self.request.GET.get("mal", ""),
        }


class Fetch(FormUseCase, PlanPage):
    """What choosing processes has in common."""

    permission = "plan.edit"
    fetched = 0

    def choices(self) -> list[tuple[str, str]]:
        """Return the values and names of what can be chosen."""
        raise NotImplementedError

    def form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002  # no files here
        goal = self.request.GET.get("mal", "")
        return ChooseForm(self.object, self.choices(), data, goal=goal if goal.isdecimal() else "")

    def done(self) -> HttpResponse:
        said = ngettext("{number} process has been fetched.", "{number} processes have been fetched.", self.fetched)
        messages.success(self.request, said.format(number=self.fetched))
        return redirect(reverse("planning:plan", args=[self.object.pk]) + self.where)

    where = ""


def _shown_under(goals: Iterable[Goal]) -> str:
    first = next(iter(goals), None)
    return f"?mal={first.pk}" if first else "?mal=utan"


class FromLibrary(Fetch):
    """Fetch good examples."""

    template_name = "planning/from_library.html"

    def choices(self) -> list[tuple[str, str]]:
        return [(one.code, one.name) for area in AREAS for one in area.examples]

    def context(self) -> dict[str, Any]:
        there = set(self.object.processes.values_list("name", flat=True))
        return {**super().context(), "areas": AREAS, "there": there}

    def perform(self, data: Mapping[str, Any]) -> None:
        examples = [found for code in data["chosen"] if (found := example(code))]
        self.fetched = len(copy_examples(examples, self.object, list(data["goals"]), by=self.person))
        self.where = _shown_under(data["goals"])


class FromPlan(Fetch):
    """Fetch processes from another plan: the board's own of another year, or another board's that the person may read."""

    template_name = "planning/from_plan.html"

    def guard(self) -> None:
        super().guard()
        plans = Plan.objects.visible_to(self.request.user).select_related("board", "scale").exclude(pk=self.object.pk)
        source = plans.filter(pk=self.kwargs["source"], board__municipality=self.object.board.municipality_id).first()
        if source is None or not self.request.user.has_perm("plan.read", source.board):
            raise Http404
        self.source = source

    def choices(self) -> list[tuple[str, str]]:
        return [(str(process.pk), process.name) for process in self.source.processes.all()]

    def context(self) -> dict[str, Any]:
        there = set(self.object.processes.exclude(origin=None).values_list("origin_id", flat=True))
        return {
            **super().context(),
            "source": self.source,
            "processes": list(with_rows(self.source.processes.order_by("position"))),
            "there": there,
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        processes = Process.objects.filter(plan=self.source, pk__in=data["chosen"])
        copied = copy_processes(processes, self.object, list(data["goals"]), by=self.person)
        self.fetched = len(copied.processes)
        self.where = _shown_under(data["goals"])
        if copied.left_out:
            messages.warning(self.request, _not_fetched(copied.left_out))


def _not_fetched(left_out: Iterable[LeftOut]) -> str:
    numbers: dict[What, int] = {}
    for one in left_out:
        numbers[one.what] = numbers.get(one.what, 0) + 1
    parts = "; ".join(f"{LEFT_OUT[what]} ({number})" for what, number in numbers.items())
    return _("Not fetched: {parts}.").format(parts=parts)
