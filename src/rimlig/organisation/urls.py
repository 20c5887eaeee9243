"""The addresses about municipalities, their boards and units, and their people."""

from rimlig.organisation import urls_people

app_name = "organisation"
urlpatterns = [*urls_people.urlpatterns]
