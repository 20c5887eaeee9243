"""The forms about boards and their units. Their fields are the operations' arguments."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import LineField
from rimlig.organisation.models import Board, OrgUnit, UnitKind
from rimlig.organisation.structure.endings import Below
from rimlig.organisation.structure.outline import choices_of_places


def day_field(label: Any, *, missing: Any = "", hint: Any = "", required: bool = True) -> forms.DateField:
    """Return a field for a day, with the calendar of the browser."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("Write the day as year-month-day, for example 2026-07-31."),
        },
    )


class UnitField(forms.TypedChoiceField):
    """One of the board's units of a day, shown in the shape of the tree. Gives the unit, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=self._unit,
            empty_value=None,
            error_messages={
                "required": gettext_lazy("Choose a unit."),
                "invalid_choice": gettext_lazy("Choose a unit of the board."),
            },
            **kwargs,
        )

    def offer(self, board: Board, day: date, *, without: frozenset[int] = frozenset(), none: str = "") -> None:
        """Offer the board's units of the day but for `without`; `none` is the choice of no unit."""
        rows = [(pk, name) for pk, name in choices_of_places(board, day) if pk not in without]
        self.choices = [("", none), *rows]

    @staticmethod
    def _unit(value: Any) -> OrgUnit:
        unit: OrgUnit = OrgUnit.objects.select_related("board").get(pk=value)
        return unit


class TreeDayForm(forms.Form):
    """Which day's tree to show. Sent by GET, so that a day has an address."""

    dag = day_field(gettext_lazy("The tree on"), required=False)


class UnitForm(forms.Form):
    """What a unit is called."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what the unit is called.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in UnitKind],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind."), "invalid_choice": gettext_lazy("Choose a kind.")},
    )
    code = LineField(
        label=gettext_lazy("Code"),
        max_length=50,
        required=False,
        help_text=gettext_lazy(
            "The code that the unit has in other systems, so that a table knows it whatever it is called."
        ),
    )


class ChangeUnitForm(UnitForm):
    """Another name, kind or code, at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AddUnitForm(UnitForm):
    """A new unit: what it is called, where it stands, and on which days."""

    under = UnitField(label=gettext_lazy("Stands under"), required=False)
    starts = day_field(gettext_lazy("First day"), required=False, hint=gettext_lazy("Empty: it has always been there."))
    ends = day_field(gettext_lazy("Last day"), required=False, hint=gettext_lazy("Empty: until further notice."))

    def __init__(self, board: Board, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "under").offer(board, timezone.localdate(), none=directly_under(board))


class MoveUnitForm(forms.Form):
    """Where a unit is to stand, and from which day."""

    under = UnitField(label=gettext_lazy("Is to stand under"), required=False)
    on = day_field(
        gettext_lazy("From"),
        missing=gettext_lazy("Write the day on which the move takes effect."),
        hint=gettext_lazy("The first day in the new place. It may lie ahead."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, unit: OrgUnit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = unit.board
        _field(self, "under").offer(
            board, timezone.localdate(), without=frozenset({unit.pk}), none=directly_under(board)
        )


class EndUnitForm(forms.Form):
    """A unit's last day, and who takes over."""

    last_day = day_field(
        gettext_lazy("Last day"),
        missing=gettext_lazy("Write the unit's last day."),
        hint=gettext_lazy("The unit exists on this day, and not on the next. It may lie ahead."),
    )
    into = UnitField(
        label=gettext_lazy("Taken over by"),
        required=False,
        help_text=gettext_lazy("The unit that answers for what is left to do. It gets the units below too."),
    )
    those_below = forms.ChoiceField(
        label=gettext_lazy("The units below, when nobody takes over"),
        choices=Below.choices,
        widget=forms.RadioSelect,
        initial=Below.MOVE_UP,
        error_messages={
            "required": gettext_lazy("Choose what becomes of the units below."),
            "invalid_choice": gettext_lazy("Choose what becomes of the units below."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, unit: OrgUnit, *args: Any, has_below: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "into").offer(
            unit.board, timezone.localdate(), without=frozenset({unit.pk}), none=_("Nobody takes over")
        )
        if not has_below:
            del self.fields["those_below"]


class MergeUnitsForm(forms.Form):
    """Which units go into which, and from which day."""

    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Units that go into another one"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one unit that goes into another one."),
            "invalid_choice": gettext_lazy("Choose units of the board."),
        },
    )
    into = UnitField(label=gettext_lazy("Go into"))
    on = day_field(
        gettext_lazy("From"),
        missing=gettext_lazy("Write the first day of the merged unit."),
        hint=gettext_lazy("The units end the day before. It may lie ahead."),
    )
    versions = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, board: Board, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = choices_of_places(board, timezone.localdate())
        self.fields["units"].choices = rows  # type: ignore[attr-defined]
        self.fields["into"].choices = [("", _("Choose a unit")), *rows]  # type: ignore[attr-defined]

    def clean_versions(self) -> dict[int, int]:
        """Return the versions of the units, by id, that were shown when the page was opened."""
        pairs = [pair.partition(":") for pair in self.cleaned_data["versions"].split()]
        try:
            return {int(pk): int(version) for pk, _colon, version in pairs}
        except ValueError as error:
            raise forms.ValidationError(_("Load the page again: what it sent cannot be read.")) from error


class BoardForm(forms.Form):
    """What a board is called."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what the board is called.")},
    )
    code = LineField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("A short name for commands and tables: letters a to z, digits and hyphens."),
        error_messages={"required": gettext_lazy("Write a code.")},
    )

    def clean_code(self) -> str:
        """Refuse a code that does not fit in a command."""
        code = str(self.cleaned_data["code"])
        try:
            validate_slug(code)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Use letters a to z, digits, hyphens and underscores only.")) from error
        return code


class AddBoardForm(BoardForm):
    """A new board."""

    starts = day_field(gettext_lazy("First day"), required=False, hint=gettext_lazy("Empty: it has always been there."))


class ChangeBoardForm(BoardForm):
    """Another name or code for a board."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class EndBoardForm(forms.Form):
    """A board's last day."""

    last_day = day_field(
        gettext_lazy("Last day"),
        missing=gettext_lazy("Write the board's last day."),
        hint=gettext_lazy("The board exists on this day, and not on the next."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoForm(forms.Form):
    """A button that needs nothing said."""


def directly_under(board: Board) -> str:
    """Return the choice of standing under no unit."""
    return _("Directly under %(board)s") % {"board": board}


def _field(form: forms.Form, name: str) -> UnitField:
    field = form.fields[name]
    assert isinstance(field, UnitField)
    return field
