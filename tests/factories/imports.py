import factory
from factory.django import DjangoModelFactory

from factories.organisation import BoardFactory, UserFactory
from rimlig.imports.models import Import


class ImportFactory(DjangoModelFactory[Import]):
    """A file that waits to be read; its bytes are not stored. Give `state` and `document` for later states."""

    class Meta:
        model = Import

    board = factory.SubFactory(BoardFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    file = "imports/rapport.pdf"
    file_name = "rapport.pdf"
    sha256 = "0" * 64
