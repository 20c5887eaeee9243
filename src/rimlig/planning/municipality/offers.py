"""What the room says and offers about what a municipality decides for all its boards; told when the site starts."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal

_OPERATIONS = {
    "add_orientation": _("Added on the page of goals"),
    "add_goal": _("Added on the page of goals"),
    "change_orientation": _("Changed on the page of goals"),
    "change_goal": _("Changed on the page of goals"),
    "move_goal": _("Moved on the page of goals"),
    "remove_goal": _("Removed on the page of goals"),
    "store_goals": _("Read in from a list of goals"),
    "copy_goals": _("Copied from the goals of the year before"),
    "save_scales": _("Saved on the page of scales"),
    "add_category": _("Added on the page of categories"),
    "change_category": _("Changed on the page of categories"),
    "move_category": _("Moved on the page of categories"),
    "add_common_risk": _("Written as a common risk"),
    "change_common_risk": _("Changed on the page of common risks"),
    "remove_common_risk": _("Removed on the page of common risks"),
    "send_common_risk": _("Sent to all boards"),
    "withdraw_common_risk": _("Withdrawn"),
    "copy_common_risks": _("Copied from the common risks of the year before"),
    "take_up": _("Taken up from the common risks"),
    "answer_with": _("Named as the answer to a common risk"),
    "refuse": _("Common risk left out, for a reason"),
    "take_goals": _("Taken up from the council's goals"),
    "use_council_wording": _("Given the council's words"),
}
_REFUSALS = {
    "sent_risk_stays": _(
        "The risk is sent to the boards, so its words stay. Withdraw it, and send a new one that says what it should say."
    ),
    "only_recommended_is_refused": _(
        "Only a risk that is sent to the board as recommended can be left out. A required one must be taken up."
    ),
    "orientation_goal_number_once": _("The year has an orientation goal with this number already."),
    "council_goal_number_once": _("The year has a goal with this number already."),
    "category_name_once": _("There is a category with this name already."),
    "an_irregularity_remains": _(
        "This is the last category of irregularities that can be chosen, and the law asks for one. Add or mark another"
        " one first."
    ),
    "scales_hang_together": _("The scales do not hold together. Nothing has been saved."),
    "goal_below_own_orientation": _("A goal stands below an orientation goal of its own year. Choose one of those."),
}
_WAYS = (
    (
        "council-goals",
        _("The council's goals"),
        _("The goals of the year, which the boards take up in their plans."),
        "goals.read",
        "planning:latest-goals",
        30,
    ),
    (
        "scales",
        _("Scales of risk"),
        _("How likelihood and consequence are judged, and from which value a risk should be in the plan."),
        "scales.read",
        "planning:scales",
        40,
    ),
    (
        "categories",
        _("Categories of risk"),
        _("The kinds of risk, and which of them are irregularities."),
        "scales.read",
        "planning:categories",
        50,
    ),
    (
        "common-risks",
        _("Common risks"),
        _("Risks that are sent to all boards, and what the boards have answered."),
        "common.read",
        "planning:latest-common-risks",
        60,
    ),
)


def describe() -> None:
    """Give operations and refusals their words, and offer the ways in on the administration page."""
    for operation, words in _OPERATIONS.items():
        describe_operation(f"planning.{operation}", words)
    for constraint, sentence in _REFUSALS.items():
        describe_refusal(constraint, sentence)
    for key, label, hint, permission, route, order in _WAYS:
        register("municipality", Entry(key, label, permission, _address(route), order, hint=hint))
    register(
        "plan-state",
        Entry("common-risks", _("Common risks"), "plan.edit", _address("planning:asked-risks"), 60, when=_is_draft),
    )


def _is_draft(plan: Any) -> bool:
    return bool(plan.is_draft)


def _address(route: str) -> Callable[[Any], str]:
    return lambda subject: reverse(route, args=[subject.pk])
