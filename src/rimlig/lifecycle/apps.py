from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "rimlig.lifecycle"
    label = "lifecycle"
