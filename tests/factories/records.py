import hashlib

import factory
from factory.django import DjangoModelFactory

from factories.organisation import BoardFactory, MunicipalityFactory
from rimlig.planning.models import Plan, PlanState
from rimlig.records.models import Decision, Preview, StoredFile


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """The row only; `records.files.store_file` stores bytes too."""

    class Meta:
        model = StoredFile

    municipality = factory.SubFactory(MunicipalityFactory)
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 10
    media_type = "application/pdf"


class PreviewFactory(DjangoModelFactory[Preview]):
    class Meta:
        model = Preview

    of = factory.SubFactory(StoredFileFactory)
    picture = None


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    board = factory.SubFactory(BoardFactory)
    meeting_date = "2025-12-10"
    paragraph = "112"
    registry_number = "LIN 2025/118"
    document = factory.SubFactory(StoredFileFactory, municipality=factory.SelfAttribute("..board.municipality"))
    data = factory.SubFactory(StoredFileFactory, municipality=factory.SelfAttribute("..board.municipality"))


def adopted(plan: Plan) -> Plan:
    """Let the plan, with the rows that it has by now, be adopted; return it as it is then."""
    this = Plan.objects.filter(pk=plan.pk)
    this.update(state=PlanState.PROPOSED)
    this.update(state=PlanState.ADOPTED, decision=DecisionFactory(board=plan.board))
    return this.get()
