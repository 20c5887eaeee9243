from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rimlig.organisation"
    label = "organisation"
