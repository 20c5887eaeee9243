from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation


class DemoConfig(AppConfig):
    name = "rimlig.demo"
    label = "demo"

    def ready(self) -> None:
        describe_operation("demo.load", _("Loaded with the demo"))
