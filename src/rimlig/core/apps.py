from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "rimlig.core"
    label = "core"
