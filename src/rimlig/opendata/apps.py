from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


class OpenDataConfig(AppConfig):
    name = "rimlig.opendata"
    label = "opendata"

    def ready(self) -> None:
        describe_operation("opendata.decide", _("Decided on the page of open data"))
        register(
            "municipality",
            Entry(
                "open-data",
                _("Open data"),
                "opendata.edit",
                lambda municipality: reverse("opendata:decide", args=[municipality.pk]),
                98,
                hint=_(
                    "Whether adopted plans and approved reports can be read by anybody, on the web and by the data portal."
                ),
            ),
        )
