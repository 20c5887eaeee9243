from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "rimlig.planning"
    label = "planning"
