from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.navigation import Entry, register


class ReportingConfig(AppConfig):
    name = "rimlig.reporting"
    label = "reporting"

    def ready(self) -> None:
        register(
            "plan",
            Entry("report", _("Report"), "report.read", lambda plan: reverse("reporting:reports", args=[plan.pk]), 40),
        )
