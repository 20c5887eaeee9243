from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class FollowupConfig(AppConfig):
    name = "rimlig.followup"
    label = "followup"

    def ready(self) -> None:
        # The table names this room's models, which are not there when apps are only being listed.
        from rimlig.followup import beside_plan  # noqa: PLC0415

        beside_plan.register()
        register(
            "plan",
            Entry(
                "follow-up",
                _("Follow-up"),
                "plan.read",
                lambda plan: reverse("followup:follow-up", args=[plan.pk]),
                15,
            ),
        )
        register(
            "process",
            Entry(
                "results",
                _("Results and actions"),
                "plan.read",
                lambda process: reverse("followup:process", args=[process.pk]),
                10,
            ),
        )
        register(
            "plan",
            Entry(
                "action-plans",
                _("Action plans"),
                "plan.read",
                lambda plan: reverse("followup:action-plans", args=[plan.pk]),
                20,
            ),
        )
        register(
            "plan",
            Entry("texts", _("Texts"), "plan.read", lambda plan: reverse("followup:texts", args=[plan.pk]), 30),
        )
        describe_operation("followup.change", _("Changed on the page"))
        describe_operation("followup.conclude", _("Written on the page"))
        describe_operation("followup.begin_texts", _("Begun on the page"))
        describe_operation("followup.begin_plan_texts", _("Begun on the page"))
