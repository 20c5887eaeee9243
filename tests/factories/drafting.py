import factory
from factory.django import DjangoModelFactory

from factories.organisation import MunicipalityFactory
from rimlig.drafting.models import OwnPhrase


class OwnPhraseFactory(DjangoModelFactory[OwnPhrase]):
    """How a municipality says what is late."""

    class Meta:
        model = OwnPhrase

    municipality = factory.SubFactory(MunicipalityFactory)
    key = "late"
    text = "{åtgärder} skulle ha varit klara."
