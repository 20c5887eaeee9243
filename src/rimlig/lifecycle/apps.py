from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register, register_notices


class LifecycleConfig(AppConfig):
    name = "rimlig.lifecycle"
    label = "lifecycle"

    def ready(self) -> None:
        # The models cannot be read before all apps are there.
        from rimlig.lifecycle.checks import missing_of_running_year  # noqa: PLC0415
        from rimlig.lifecycle.queries import notices_on  # noqa: PLC0415
        from rimlig.planning.outline.completeness import register_check  # noqa: PLC0415

        _offer_ways()
        register_notices("plan", notices_on)
        register_check(missing_of_running_year)
        describe_operation("lifecycle.propose", _("Proposed to the board"))
        describe_operation("lifecycle.take_back", _("Proposal taken back"))
        describe_operation("lifecycle.adopt", _("The board's decision recorded"))
        describe_operation("lifecycle.close", _("Closed"))
        describe_operation("lifecycle.begin_revision", _("Copied for a revision"))
        describe_operation("lifecycle.withdraw_revision", _("The revision withdrawn"))
        describe_operation("lifecycle.roll_over", _("Rolled over from the year before"))


def _offer_ways() -> None:
    def at(name: str) -> Any:
        return lambda plan: reverse(f"lifecycle:{name}", args=[plan.pk])

    def in_state(*states: str) -> Any:
        return lambda plan: plan.state in states

    def is_revision(plan: Any) -> bool:
        return plan.revises_id is not None

    def can_be_rolled_over(plan: Any) -> bool:
        counts = plan.state in {"adopted", "closed"} or (plan.state in {"draft", "proposed"} and plan.edition == 1)
        return bool(counts and plan.year <= timezone.localdate().year)

    def can_be_closed(plan: Any) -> bool:
        return bool(plan.state == "adopted" and plan.year < timezone.localdate().year)

    draft = in_state("draft")
    for order, (name, label, permission, when, look) in enumerate(
        (
            ("propose", _("Propose to the board"), "plan.propose", draft, "primary"),
            ("adopt", _("Record the board's decision"), "plan.adopt", in_state("proposed"), "primary"),
            ("take-back", _("Take the proposal back"), "plan.propose", in_state("proposed"), ""),
            ("decision", _("The board's decision"), "plan.read", in_state("adopted", "closed", "replaced"), ""),
            ("differences", _("What the revision changes"), "plan.read", is_revision, ""),
            ("rolled-over", _("What came along"), "plan.read", lambda plan: plan.rolled_from_id is not None, ""),
            ("revise", _("Revise"), "plan.edit", in_state("adopted"), ""),
            ("roll-over", _("Roll over to the next year"), "plan.edit", can_be_rolled_over, ""),
            ("close", _("Close the plan"), "plan.adopt", can_be_closed, ""),
            ("withdraw", _("Withdraw the revision"), "plan.edit", lambda p: draft(p) and is_revision(p), "quiet"),
        )
    ):
        register("plan-state", Entry(name, label, permission, at(name), order * 10, when, look))
