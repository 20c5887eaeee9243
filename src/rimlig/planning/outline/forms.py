"""Forms of the plan's outline: a new row, another place, which goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.planning.models import CouncilGoal, Goal, Plan, PlanRow, Process, WorkingMethod
from rimlig.planning.outline.places import KINDS, LIMIT_OWNERS, kind_of, process_of
from rimlig.planning.rows.editables import BY_KIND
from rimlig.planning.rows.forms import ChangeForm


class AddForm(ChangeForm):
    """The text of a new row of the kind. There is no version to lock by."""

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(BY_KIND[kind], None, data)
        del self.fields["version"]
        if kind == "process":
            del self.fields["reason"]


class CouncilGoalsForm(forms.Form):
    """Goals of the council, to be taken up in the plan."""

    goals = forms.ModelMultipleChoiceField(
        CouncilGoal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("The council's goals"),
        required=False,
    )

    def __init__(self, offered: Any, data: Any = None, *, all_chosen: bool = False) -> None:
        super().__init__(data, initial={"goals": list(offered.values_list("pk", flat=True))} if all_chosen else None)
        field = self.fields["goals"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = offered


class MoveForm(forms.Form):
    """Where the row is to stand: steps up or down, before a sibling, or under another parent."""

    step = forms.IntegerField(required=False, min_value=-1, max_value=1)
    before = forms.IntegerField(required=False, min_value=1)
    under = forms.ModelChoiceField(Goal.objects.none(), required=False, label=gettext_lazy("Move to"), empty_label=None)

    def __init__(self, row: PlanRow, plan: Plan, data: Any = None, *, among: Goal | None = None) -> None:
        super().__init__(data)
        field = self.fields["under"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.label_from_instance = _parents(row, plan)  # type: ignore[method-assign]
        kind = kind_of(row)
        self.initial["under"] = among.pk if among else getattr(row, f"{KINDS[kind].parent}_id")

    @property
    def choices(self) -> bool:
        """Whether there is another place to choose."""
        field = self.fields["under"]
        assert isinstance(field, forms.ModelChoiceField)
        return field.queryset is not None and field.queryset.count() > 1


def _parents(row: PlanRow, plan: Plan) -> tuple[Any, Any]:
    """Return the rows that the row can stand under, and how each is called."""
    kind = kind_of(row)
    if kind == "process":
        return plan.goals.order_by("position"), str
    if kind == "method":
        return plan.processes.order_by("position"), str
    if kind == "goal":
        return Goal.objects.none(), str
    methods = WorkingMethod.objects.filter(process__plan=plan).select_related("process")
    return methods.order_by("process__position", "position"), lambda method: f"{method.process.name}: {method.name}"


class ServeForm(forms.Form):
    """The goals that a process serves."""

    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(), widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Serves the goals"), required=False
    )

    def __init__(self, process: Process, data: Any = None) -> None:
        super().__init__(data, initial={"goals": list(process.goals.values_list("pk", flat=True))})
        field = self.fields["goals"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = process.plan.goals.order_by("position")


class LimitForm(forms.Form):
    """The goals of its process that a row concerns."""

    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(), widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Concerns the goals")
    )

    def __init__(self, row: PlanRow, data: Any = None) -> None:
        process = process_of(row)
        served = Goal.objects.filter(placements__process=process).order_by("position")
        limited = served.filter(**{f"placements__limits__{LIMIT_OWNERS[kind_of(row)]}": row.pk})
        chosen = list(limited.values_list("pk", flat=True)) or list(served.values_list("pk", flat=True))
        super().__init__(data, initial={"goals": chosen})
        field = self.fields["goals"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = served
        field.error_messages["required"] = _("Choose at least one goal, or remove the row from the plan instead.")
