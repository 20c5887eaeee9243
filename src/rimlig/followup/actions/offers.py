"""What the actions tell the rooms below: their ways, their words, and what they expect of people and units."""

from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.refusals import describe_refusal


def register() -> None:
    """Tell of all of it."""
    for name, words in _OPERATIONS.items():
        describe_operation(f"followup.{name}", words)
    describe_refusal(
        "action_plan_followed_up_once_a_period",
        _("The action plan has been followed up for this period already. Write what you have to add as a note."),
    )


_OPERATIONS = {
    "add_action": _("Added"),
    "change_action": _("Changed on the action's page"),
    "move_action": _("Status changed"),
    "note_action": _("Noted"),
}
