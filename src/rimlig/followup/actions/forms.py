"""The forms in which actions are added, changed, moved on and noted."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.written import WrittenField
from rimlig.documents.document import ActionStatus
from rimlig.followup.models import STATUSES
from rimlig.followup.reminding.waiting import short
from rimlig.organisation.models import Board, User
from rimlig.planning.follow_ups.operations import people_of

LONGEST = 20_000


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Somebody who has a role in the board today."""

    def __init__(self, board: Board, *, now: User | None = None, **kwargs: Any) -> None:
        people = people_of(board)
        if now is not None:  # who was chosen before stays to be seen, though the role has ended
            people = (people | User.objects.filter(pk=now.pk)).distinct()
        super().__init__(people, **kwargs)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, as the browser lets people choose it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ActionForm(forms.Form):
    """What is to be done, by whom and by when."""

    text = WrittenField(
        label=gettext_lazy("What is to be done"),
        help_text=gettext_lazy("So that one can tell afterwards whether it was done."),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        max_length=LONGEST,
    )

    def __init__(self, board: Board, data: Any = None, initial: Any = None, now: User | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="action-%s")
        self.fields["responsible"] = PersonField(
            board, now=now, label=_("Responsible"), empty_label=_("Choose a person")
        )
        self.fields["due"] = day_field(_("Done by"))


class AddActionForm(ActionForm):
    """A new action; where it is not given by an answer, the unit is chosen. `whole_board`: no unit can be chosen too."""

    def __init__(
        self, board: Board, data: Any = None, initial: Any = None, *, units: Any = None, whole_board: bool = False
    ) -> None:
        super().__init__(board, data, initial)
        if units is not None:
            self.fields["unit"] = forms.ModelChoiceField(
                units,
                label=_("Where it is done"),
                required=not whole_board,
                empty_label=_("The whole administration") if whole_board else _("Choose a unit"),
            )

    def clean_due(self) -> date:
        """Refuse a year that nobody can mean; a day that has passed may be right for what was promised before."""
        due: date = self.cleaned_data["due"]
        if not 2000 <= due.year <= 2100:  # noqa: PLR2004  # as far as plans reach
            raise forms.ValidationError(_("Check the year."))
        return due


class ChangeActionForm(ActionForm):
    """The same for an action that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoteForm(forms.Form):
    """What has happened."""

    text = WrittenField(
        label=gettext_lazy("What has happened?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST
    )


ASKED: Final[dict[ActionStatus, tuple[Any, Any]]] = {
    ActionStatus.NOT_STARTED: (gettext_lazy("What has happened?"), ""),
    ActionStatus.ONGOING: (gettext_lazy("What has happened?"), ""),
    ActionStatus.ON_HOLD: (
        gettext_lazy("Why does it wait?"),
        gettext_lazy("Say what it waits for, and when it can go on."),
    ),
    ActionStatus.CLOSED: (
        gettext_lazy("Effect check: what was checked, and what did it show?"),
        gettext_lazy("One or two sentences. Your name and the day are kept with it."),
    ),
}
OPENED_AGAIN: Final[tuple[Any, Any]] = (
    gettext_lazy("Why is it opened again?"),
    gettext_lazy("It becomes ongoing, and its effect check is taken away."),
)


class MoveForm(forms.Form):
    """Another status, with what it needs: a reason to wait, an effect check to close, a reason to open again."""

    status = forms.ChoiceField(
        choices=[(status.value, word) for status, word in STATUSES.items()], widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    said = WrittenField(widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}), max_length=LONGEST, required=False)

    def __init__(
        self, status: ActionStatus, data: Any = None, initial: Any = None, *, opened_again: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        said = self.fields["said"]
        said.label, said.help_text = OPENED_AGAIN if opened_again else ASKED[status]
        said.required = needs_words(status, opened_again=opened_again)


def needs_words(status: ActionStatus, *, opened_again: bool) -> bool:
    """Say whether one has to write something to give the status."""
    return opened_again or status in {ActionStatus.ON_HOLD, ActionStatus.CLOSED}


class PassOnForm(forms.Form):
    """Which actions somebody who leaves gives away, and to whom."""

    def __init__(self, board: Board, giver: User, rows: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, initial={"rows": list(rows)}, auto_id="pass-on-%s")
        self.fields["rows"] = forms.MultipleChoiceField(
            label=_("What is passed on"),
            choices=[(value, _said(row)) for value, row in rows.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose at least one."),
                "invalid_choice": _("Some of it has been closed or passed on meanwhile. Look at the list again."),
            },
        )
        self.fields["to"] = forms.ModelChoiceField(
            people_of(board).exclude(pk=giver.pk), label=_("Who takes over"), empty_label=_("Choose a person")
        )


def _said(row: Any) -> str:
    """Return what is to be done, where and by when, short enough for a line."""
    unit = getattr(row, "unit", None)
    told = [short(str(row)), str(unit) if unit else "", date_format(row.due) if row.due else ""]
    return " · ".join(part for part in told if part)
