from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "rimlig.imports"
    label = "imports"
