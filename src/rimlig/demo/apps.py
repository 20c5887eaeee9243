from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rimlig.demo"
    label = "demo"
