"""The addresses about municipalities, their boards and units, and their people."""

from rimlig.organisation import urls_people, urls_structure

app_name = "organisation"
urlpatterns = [*urls_people.urlpatterns, *urls_structure.urlpatterns]
