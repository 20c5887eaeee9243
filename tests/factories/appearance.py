import factory
from factory.django import DjangoModelFactory

from factories.organisation import MunicipalityFactory
from factories.records import StoredFileFactory
from rimlig.appearance.logo import safe_logo
from rimlig.appearance.models import Appearance, TemplateUse, WordTemplate
from rimlig.records.files import store_file

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#7a1f3d"/></svg>'
)
"""A logo: a red field."""


class AppearanceFactory(DjangoModelFactory[Appearance]):
    class Meta:
        model = Appearance

    class Params:
        with_logo = factory.Trait(
            logo=factory.LazyAttribute(lambda row: store_file(*safe_logo(DRAWING), row.municipality, by=None)),
            logo_alt="Lindhagas märke",
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    accent = "#7a1f3d"


class WordTemplateFactory(DjangoModelFactory[WordTemplate]):
    class Meta:
        model = WordTemplate

    municipality = factory.SubFactory(MunicipalityFactory)
    name = "rapportmall.docx"
    file = factory.SubFactory(StoredFileFactory, municipality=factory.SelfAttribute("..municipality"))


class TemplateUseFactory(DjangoModelFactory[TemplateUse]):
    class Meta:
        model = TemplateUse

    template = factory.SubFactory(WordTemplateFactory)
    municipality = factory.SelfAttribute("template.municipality")
    kind = "follow-up"
