"""The forms about people, their roles and their substitutes. Their fields are the operations' arguments."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, User
from rimlig.organisation.people.queries import ACTIVE, ALL, FORMER, boards_of
from rimlig.organisation.people.roles import RolePlace


def _day(label: Any, *, missing: Any = "", hint: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _("Write the day as year-month-day, for example 2026-07-31.")},
    )


class PeopleSearchForm(forms.Form):
    """What to show in the list of people. Nothing is required, and what is not understood is left out."""

    text = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Role"), required=False)
    board = forms.ModelChoiceField(
        label=_("Board"), queryset=Board.objects.none(), required=False, empty_label=_("All boards")
    )
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[(ACTIVE, _("With a role now")), (FORMER, _("Without a role now")), (ALL, _("Everybody"))],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("name", _("Name, A to Ö")),
            ("-name", _("Name, Ö to A")),
            ("email", _("Address, a to z")),
            ("-email", _("Address, z to a")),
        ],
    )

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("All roles")), *_roles()]  # type: ignore[attr-defined]
        self.fields["board"].queryset = municipality.boards.all()  # type: ignore[attr-defined]


def _roles() -> list[tuple[str, str]]:
    return [(role.value, str(role.label).capitalize()) for role in Role]


class RoleForm(forms.Form):
    """A role, where it is held, and on which days."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose a role.")})
    board = forms.ModelChoiceField(
        label=_("Board"),
        queryset=Board.objects.none(),
        required=False,
        empty_label=_("The whole municipality"),
        help_text=_("Central controllers and administrators work for the whole municipality."),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label=_("The whole board"),
        help_text=_("A role on a unit also covers the units below it."),
        error_messages={"invalid_choice": _("Choose a unit of the board that you have chosen.")},
    )
    starts = _day(_("First day"), missing=_("Write the first day."))
    ends = _day(_("Last day"), required=False, hint=_("Empty: until further notice."))

    def __init__(self, municipality: Municipality, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.fields["role"].choices = [("", _("Choose a role")), *_roles()]  # type: ignore[attr-defined]
        boards: Any = self.fields["board"]
        boards.widget.attrs |= {"hx-get": "", "hx-target": "#unit", "hx-swap": "outerHTML"}
        boards.queryset = boards_of(municipality)
        units: Any = self.fields["unit"]
        if board := _number(self["board"].value()):
            today = timezone.localdate()
            units.queryset = OrgUnit.objects.filter(
                Q(ends=None) | Q(ends__gte=today), board__in=boards.queryset, board=board
            ).select_related("board")

    @property
    def has_units(self) -> bool:
        """Whether a board with units has been chosen, so that there is something to choose between."""
        units: Any = self.fields["unit"]
        return bool(units.queryset.exists())

    def clean(self) -> dict[str, Any]:
        """Put the role on its place together as `wanted`."""
        data = self.cleaned_data
        if "role" in data:
            data["wanted"] = RolePlace(Role(data["role"]), self.municipality, data.get("board"), data.get("unit"))
        return data


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None  # noqa: PLR2004  # a bigint's length


class AddPersonForm(RoleForm):
    """Somebody new, and their first role."""

    name = forms.CharField(
        label=_("Name"), max_length=150, error_messages={"required": _("Write the first name and the surname.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The address that the person signs in with."),
        error_messages={
            "required": _("Write the person's e-mail address."),
            "invalid": _("Write the whole address, for example anna.ek@kommunen.se."),
        },
    )
    field_order = ["name", "email", "role", "board", "unit", "starts", "ends"]


class ChangePersonForm(forms.Form):
    """A person's name and address, with those that were shown when the form was opened."""

    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Write the name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person signs in with the new address from now on."),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("Write the whole address, for example anna.ek@kommunen.se."),
        },
    )
    seen_name = forms.CharField(widget=forms.HiddenInput)
    seen_email = forms.CharField(widget=forms.HiddenInput)


class OwnNameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        error_messages={"required": _("Write the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class EndRoleForm(forms.Form):
    """The last day on which a role is held."""

    last_day = _day(
        _("Last day with the role"),
        missing=_("Write the last day."),
        hint=_("The role is held the whole of that day. Yesterday's date ends it at once."),
    )


class SubstituteForm(forms.Form):
    """Who stands in, from when and to when. Several of the same name become a choice."""

    who = forms.CharField(
        label=_("Who stands in?"),
        max_length=254,
        help_text=_("The name or the e-mail address of somebody who has a role in the municipality."),
        error_messages={"required": _("Write the name or the e-mail address.")},
    )
    chosen = forms.ModelChoiceField(
        label=_("Which of them?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    starts = _day(_("First day"), missing=_("Write the first day."))
    ends = _day(
        _("Last day"), missing=_("Write the last day."), hint=_("The substitute has the role the whole of that day.")
    )

    MOST = 20
    """So many people of one name can be chosen between; of more, one writes more of the name."""

    def __init__(self, possible: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = possible
        choice: Any = self.fields["chosen"]
        choice.queryset = possible
        choice.label_from_instance = lambda person: f"{person.name} ({person.email})"
        written = str(self["who"].value() or "").strip() if self.is_bound else ""
        self.found = list(self._who(written)[: self.MOST + 1]) if written else []
        if 1 < len(self.found) <= self.MOST:
            choice.queryset = self._who(written)
        else:
            del self.fields["chosen"]

    def _who(self, written: str) -> Any:
        exactly = self.possible.filter(email=written.lower())
        return exactly if exactly.exists() else self.possible.filter(name__icontains=written)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "who" in data:
            data["substitute"] = data.get("chosen") or (self.found[0] if len(self.found) == 1 else None)
            if data["substitute"] is None:
                self.add_error("chosen" if "chosen" in self.fields else "who", self._what_is_wrong())
        return data

    def _what_is_wrong(self) -> Any:
        if not self.found:
            return _("Nobody with a role in the municipality has that name or address. Check the spelling.")
        if len(self.found) > self.MOST:
            return _("More than twenty people have that in their name. Write more of it, or the e-mail address.")
        return _("Several people have that in their name. Choose one of them.")


class ConfirmForm(forms.Form):
    """Nothing to fill in: a button that says yes."""


def usual_absence(today: date) -> tuple[date, date]:
    """Return the days that a form about a substitute begins with: from today, for two weeks."""
    return today, today + timedelta(days=13)
