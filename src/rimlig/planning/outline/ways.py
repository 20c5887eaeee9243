"""The ways to the plan's outline, and what the history says of what is done there."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register

_OPERATIONS: Final = (
    ("change", _("Changed on the page")),
    ("add", _("Added in the plan")),
    ("move", _("Moved in the plan")),
    ("remove", _("Removed from the plan")),
    ("serve", _("Other goals served")),
    ("limit", _("Concerns other goals")),
    ("begin_plan", _("The plan begun")),
    ("plan_follow_up", _("Follow-up planned")),
    ("plan_many", _("Many follow-ups planned at once")),
    ("copy_plan_rows", _("Copied from another plan")),
    ("copy_processes", _("Fetched from another plan")),
    ("copy_examples", _("Fetched from the library")),
)


def offer() -> None:
    """Register the ways and the words."""
    register("plan", Entry("plan", _("Plan"), "plan.read", lambda plan: reverse("planning:plan", args=[plan.pk]), 10))
    register(
        "board",
        Entry("new-plan", _("New plan"), "plan.edit", lambda board: reverse("planning:new-plan", args=[board.pk]), 5),
    )
    for name, words in _OPERATIONS:
        describe_operation(f"planning.{name}", words)
