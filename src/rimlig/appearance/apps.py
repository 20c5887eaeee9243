from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class AppearanceConfig(AppConfig):
    name = "rimlig.appearance"
    label = "appearance"

    def ready(self) -> None:
        describe_operation("appearance.change_appearance", _("Decided on the page of the documents' look"))
        describe_operation("appearance.add_template", _("Word template taken in"))
        describe_operation("appearance.use_template", _("Word template taken into use"))
        register(
            "municipality",
            Entry(
                "word-templates",
                _("Word templates"),
                "appearance.edit",
                lambda municipality: reverse("appearance:word-templates", args=[municipality.pk]),
                95,
                hint=_("Templates of your own for the reports as Word: checked, tried, and then taken into use."),
            ),
        )
        register(
            "municipality",
            Entry(
                "appearance",
                _("The look of documents"),
                "appearance.edit",
                lambda municipality: reverse("appearance:appearance", args=[municipality.pk]),
                90,
                hint=_("Logo, colour, font, and what stands on every page of plans and reports."),
            ),
        )
