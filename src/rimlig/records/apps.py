from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation


class RecordsConfig(AppConfig):
    name = "rimlig.records"
    label = "records"

    def ready(self) -> None:
        describe_operation("records.store_file", _("Stored"))
        describe_operation("records.draw_preview", _("Drawn in small"))
