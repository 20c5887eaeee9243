"""What the lists of actions tell: how many there are of each choice, and each action with what it answers."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from rimlig.followup.actions.queries import counting
from rimlig.followup.actions.selection import (
    ALL,
    HOW,
    WHOSE,
    Selection,
    condition_of,
    condition_of_status,
    units_of,
)
from rimlig.followup.models import Action, ActionPlan
from rimlig.organisation.models import Board, OrgUnit


@dataclass(frozen=True)
class Choice:
    """A choice, with how many actions it gives and the address that makes it."""

    value: str
    label: Any
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True)
class Choices:
    """Whose actions, and of which status."""

    whose: list[Choice]
    how: list[Choice]
    selection: Selection
    """As it was asked for; where the address left open whose, with the first that has any."""

    @property
    def shown(self) -> int:
        """How many actions the two choices give together."""
        return next(choice.count for choice in self.how if choice.chosen)


def choices_of(user: Any, asked: Selection) -> Choices:
    """Count what each choice gives, in one query, and settle whose actions are shown when the address does not say."""
    conditions = {whose: condition_of(user, whose) for whose in WHOSE}
    counts: dict[str, Any] = {
        f"{whose}_{how}": Count("pk", filter=condition & condition_of_status(how), distinct=True)
        for whose, condition in conditions.items()
        for how in HOW
    }
    found = asked.among(user).aggregate(**counts)
    whose = [key for key in WHOSE if key != "enhet" or units_of(user)]
    shown = asked.visa or next((key for key in whose if found[f"{key}_{asked.status}"]), ALL)
    selection = replace(asked, visa=shown)
    return Choices(
        [
            Choice(key, WHOSE[key], found[f"{key}_{asked.status}"], key == shown, selection.address(visa=key))
            for key in whose
        ],
        [
            Choice(key, label, found[f"{shown}_{key}"], key == asked.status, selection.address(status=key))
            for key, label in HOW.items()
        ],
        selection,
    )


def narrowed_to(user: Any, selection: Selection) -> list[str]:
    """Say which board, unit and year the address narrows the page to. What the person may not know of has no name."""
    words = []
    if selection.namnd:
        boards = Board.objects.visible_to(user).filter(pk=selection.namnd)
        words.append(boards.values_list("name", flat=True).first() or "–")
    if selection.enhet:
        units = OrgUnit.objects.visible_to(user).filter(pk=selection.enhet)
        words.append(units.values_list("name", flat=True).first() or "–")
    if selection.sedan:
        words.append(_("from %(year)s") % {"year": selection.sedan})
    return words


def told(actions: Any) -> Any:
    """Fetch with the actions all that a line tells of each."""
    return actions.with_plan().select_related(
        "responsible",
        "unit",
        "event__working_method__process",
        "follow_up__working_method__process",
    )


def open_action_plans_of(user: Any) -> list[ActionPlan]:
    """Return the open action plans that the person is responsible for, each once; see `counting`."""
    mine = counting(ActionPlan.objects.visible_to(user)).still_open().filter(condition_of(user, "mina"))
    return list(mine.with_plan().order_by("due", "pk"))


def above(action: Action) -> str:
    """Return the words of what the action answers."""
    return str(action.event or action.follow_up or "")
