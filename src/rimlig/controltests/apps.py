from django.apps import AppConfig


class ControlTestsConfig(AppConfig):
    name = "rimlig.controltests"
    label = "controltests"
