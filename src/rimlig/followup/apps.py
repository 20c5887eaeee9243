from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class FollowupConfig(AppConfig):
    name = "rimlig.followup"
    label = "followup"

    def ready(self) -> None:
        register(
            "plan", Entry("plan", _("Plan"), "plan.read", lambda plan: reverse("followup:plan", args=[plan.pk]), 10)
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
