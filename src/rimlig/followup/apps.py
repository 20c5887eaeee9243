from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "rimlig.followup"
    label = "followup"
