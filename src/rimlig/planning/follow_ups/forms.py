"""The form in which a follow-up is planned, and the one that plans all that still lack something."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import WrittenField
from rimlig.organisation.models import Role
from rimlig.planning.follow_ups.operations import UnitChoice, people_of, unit_choices
from rimlig.planning.models import PERIOD_CODES, Answering, Examination, Plan, PlannedFollowUp, Schedule

PERFORMERS = (Role.UNIT_MANAGER, Role.PERFORMER, Role.DEPARTMENT_MANAGER, Role.CONTROLLER, Role.HEAD_OF_ADMINISTRATION)
REVIEWERS = (Role.DEPARTMENT_MANAGER, Role.CONTROLLER, Role.HEAD_OF_ADMINISTRATION, Role.CENTRAL_CONTROLLER)


def _roles(roles: tuple[Role, ...]) -> list[tuple[str, Any]]:
    return [("", _("Not decided")), *((role.value, role.label) for role in roles)]


def _criterion(label: Any) -> WrittenField:
    return WrittenField(label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}))


class ScheduleForm(forms.Form):
    """How often, who answers, who carries it out and who reviews."""

    schedule = forms.ChoiceField(label=gettext_lazy("How often"), widget=forms.RadioSelect, required=False)
    periods = forms.MultipleChoiceField(
        label=gettext_lazy("Periods"),
        help_text=gettext_lazy("T1: to 30 April. T2: to 31 August. VB: the annual report."),
        choices=[(code, code) for code in PERIOD_CODES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due = forms.DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Only when it is done once."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    performer_role = forms.ChoiceField(label=gettext_lazy("Carried out by"), required=False)
    reviewer_role = forms.ChoiceField(label=gettext_lazy("Reviewed by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("schedule", [*Schedule.choices, ("", _("Not decided"))])
        self._choose("performer_role", _roles(PERFORMERS))
        self._choose("reviewer_role", _roles(REVIEWERS))

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        now = self.initial.get(name)
        # A role that was chosen before stays to be seen. Units are a list, and are all among the choices.
        if isinstance(now, str) and now and now not in dict(choices):
            choices = [*choices, (now, dict(Role.choices).get(now, now))]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        schedule = data.get("schedule")
        if schedule == Schedule.PERIODS and not data.get("periods"):
            self.add_error("periods", _("Choose at least one period."))
        if schedule == Schedule.ONCE and not data.get("due") and "due" not in self.errors:
            self.add_error("due", _("Choose the day."))
        return data


class FollowUpForm(ScheduleForm):
    """Everything that is decided about one follow-up."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = WrittenField(
        label=gettext_lazy("Follow-up"),
        help_text=gettext_lazy("What is looked at, so that one can tell afterwards whether it was."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
    )
    method = WrittenField(
        label=gettext_lazy("Method"),
        help_text=gettext_lazy("How it is done: what is counted, read or asked, and where."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=20_000,
        required=False,
    )
    answering = forms.ChoiceField(label=gettext_lazy("Who answers"), widget=forms.RadioSelect)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Chosen units"),
        help_text=gettext_lazy("Only when chosen units answer."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    examination = forms.ChoiceField(label=gettext_lazy("Examination"), widget=forms.RadioSelect, required=False)
    examination_note = WrittenField(
        label=gettext_lazy("What is examined"),
        help_text=gettext_lazy("The sample's size and how it is drawn, or the data and the limit."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=20_000,
        required=False,
    )

    criterion_none = _criterion(gettext_lazy("When there is no deviation"))
    criterion_minor = _criterion(gettext_lazy("When a deviation is minor"))
    criterion_major = _criterion(gettext_lazy("When a deviation is major"))

    field_order = (
        "text",
        "method",
        "schedule",
        "periods",
        "due",
        "answering",
        "units",
        "performer_role",
        "performer",
        "reviewer_role",
        "reviewer",
        "examination",
        "examination_note",
        "criterion_none",
        "criterion_minor",
        "criterion_major",
    )

    def __init__(self, row: PlannedFollowUp, plan: Plan, data: Any = None) -> None:
        super().__init__(data, initial=_as_it_stands(row))
        self.choices = unit_choices(plan)
        self._choose("answering", list(Answering.choices))
        self._choose("units", [(str(one.pk), _in_tree(one)) for one in self.choices])
        self._choose("examination", [*Examination.choices, ("", _("None: what the unit knows is enough"))])
        people = people_of(plan.board)
        self.fields["performer"] = forms.ModelChoiceField(
            people, required=False, label=_("Carried out by this person"), empty_label=_("Whoever has the role")
        )
        self.fields["reviewer"] = forms.ModelChoiceField(
            people, required=False, label=_("Reviewed by this person"), empty_label=_("Whoever has the role")
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answering") == Answering.SOME_UNITS and not data.get("units"):
            self.add_error("units", _("Choose at least one unit."))
        return data


def decided(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's clean data as plan_follow_up takes them: without the version and the units."""
    people = {f"{name}_id": data[name].pk if data[name] else None for name in ("performer", "reviewer")}
    return {name: data[name] for name in data if name not in {"version", "units", "performer", "reviewer"}} | people


def _in_tree(unit: UnitChoice) -> str:
    """Return the unit's name, and under it in small what it stands below: all but the administration, which is the same for all."""
    below = " › ".join(unit.above[1:])
    return format_html('{} <span class="hint">{}</span>', unit.name, below) if below else unit.name


def _as_it_stands(row: PlannedFollowUp) -> dict[str, Any]:
    values = {
        name: getattr(row, name) for name in FollowUpForm.field_order if name not in {"units", "performer", "reviewer"}
    }
    return {
        **values,
        "performer": row.performer_id,
        "reviewer": row.reviewer_id,
        "version": row.version,
        "units": [str(pk) for pk in row.chosen_units.values_list("unit_id", flat=True)],
    }


class ManyForm(ScheduleForm):
    """What all follow-ups that still lack it are given."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in ("schedule", "performer_role", "reviewer_role")) and not self.errors:
            self.add_error(None, _("Choose at least one thing to decide for them."))
        return data
