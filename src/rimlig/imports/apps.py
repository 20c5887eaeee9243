from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class ImportsConfig(AppConfig):
    name = "rimlig.imports"
    label = "imports"

    def ready(self) -> None:
        register(
            "board",
            Entry(
                "import",
                _("Take in a report"),
                "document.import",
                lambda board: f"{reverse('imports:new')}?namnd={board.pk}",
                10,
            ),
        )
        describe_operation("imports.store_import", _("Taken in from a document"))
        describe_operation("imports.store_document", _("Taken in from a document"))
