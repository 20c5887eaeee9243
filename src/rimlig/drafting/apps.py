from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class DraftingConfig(AppConfig):
    name = "rimlig.drafting"
    label = "drafting"

    def ready(self) -> None:
        register(
            "municipality",
            Entry(
                "phrases",
                _("Phrases"),
                "phrases.read",
                lambda municipality: reverse("drafting:phrases", args=[municipality.pk]),
                85,
                hint=_("How Rimlig words the sentences of drafts and of the summary for the board."),
            ),
        )
        describe_operation("drafting.write_phrase", _("Phrase worded"))
        describe_operation("drafting.reset_phrase", _("Standard phrase used again"))
