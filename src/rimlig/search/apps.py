from django.apps import AppConfig

from rimlig.core.navigation import register_search


class SearchConfig(AppConfig):
    name = "rimlig.search"
    label = "search"

    def ready(self) -> None:
        register_search("search:search", lambda person: bool(person.has_perm("search.use")))
