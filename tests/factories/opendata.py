import factory
from factory.django import DjangoModelFactory

from factories.organisation import MunicipalityFactory
from rimlig.opendata.models import OpenData


class OpenDataFactory(DjangoModelFactory[OpenData]):
    """A municipality whose data is open, documents included."""

    class Meta:
        model = OpenData

    municipality = factory.SubFactory(MunicipalityFactory)
    is_open = True
    with_documents = True
    contact_name = "Kontaktcenter"
    contact_email = "kontakt@lindhaga.example"
