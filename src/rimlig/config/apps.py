from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rimlig.config"
    label = "config"

    def ready(self) -> None:
        from rimlig.config import checks  # noqa: F401, PLC0415  # registers the checks, which need the apps loaded
