from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "rimlig.drafting"
    label = "drafting"
