"""The addresses about municipalities, their boards and units, and their people."""

from rimlig.organisation.people import urls as urls_people
from rimlig.organisation.structure import urls as urls_structure

app_name = "organisation"
urlpatterns = [*urls_people.urlpatterns, *urls_structure.urlpatterns]
