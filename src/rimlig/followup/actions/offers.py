"""What the actions tell the rooms below: their ways, their words, and what they expect of people and units."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import MAIN, Way, register_ways
from rimlig.core.refusals import describe_refusal
from rimlig.organisation.held import held_today


def register() -> None:
    """Tell of all of it."""
    from rimlig.followup.actions import passing_on  # noqa: PLC0415  # it needs the models

    register_ways(way_to_actions)
    passing_on.register()
    for name, words in _OPERATIONS.items():
        describe_operation(f"followup.{name}", words)
    describe_refusal(
        "action_plan_followed_up_once_a_period",
        _("The action plan has been followed up for this period already. Write what you have to add as a note."),
    )


def way_to_actions(person: Any) -> Iterator[Way]:
    """Offer the actions to everybody who has a role anywhere today."""
    if held_today(person):
        yield Way(_("Actions"), reverse("followup:actions"), "actions", place=MAIN, order=40)


_OPERATIONS = {
    "add_action": _("Added"),
    "change_action": _("Changed on the action's page"),
    "pass_on_actions": _("Passed on"),
    "move_action": _("Status changed"),
    "note_action": _("Noted"),
    "add_action_plan": _("Added"),
    "change_action_plan": _("Changed on the action plan's page"),
    "move_action_plan": _("Status changed"),
    "note_action_plan": _("Noted"),
    "follow_up_action_plan": _("Followed up"),
}
