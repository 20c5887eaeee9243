from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "rimlig.reporting"
    label = "reporting"
