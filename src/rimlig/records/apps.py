from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "rimlig.records"
    label = "records"
