import factory
from factory.django import DjangoModelFactory

from factories.planning import PlanFactory
from rimlig.lifecycle.models import ItemKind, RollOver, RollOverItem


class RollOverFactory(DjangoModelFactory[RollOver]):
    """From 2026 to a draft for 2027 of the same board."""

    class Meta:
        model = RollOver

    source = factory.SubFactory(PlanFactory)
    target = factory.SubFactory(
        PlanFactory,
        board=factory.SelfAttribute("..source.board"),
        year=factory.LazyAttribute(lambda plan: plan.factory_parent.source.year + 1),
        rolled_from=factory.SelfAttribute("..source"),
    )


class RollOverItemFactory(DjangoModelFactory[RollOverItem]):
    """A process that was left out."""

    class Meta:
        model = RollOverItem

    rollover = factory.SubFactory(RollOverFactory)
    kind = ItemKind.PROCESS
    carried = False
    text = factory.Sequence(lambda n: f"Process {n}")
    source_id = factory.Sequence(int)
    position = factory.Sequence(int)
