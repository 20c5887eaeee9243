import factory
from factory.django import DjangoModelFactory

from factories.organisation import BoardFactory, MunicipalityFactory, UserFactory
from rimlig.planning.models import (
    Assessment,
    CommonRisk,
    CouncilGoal,
    Goal,
    Limit,
    OngoingControl,
    OrientationGoal,
    Plan,
    PlannedFollowUp,
    Process,
    ProcessGoal,
    RiskCategory,
    RiskScale,
    UndesiredEvent,
    WorkingMethod,
    Workshop,
)


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    board = factory.SubFactory(BoardFactory)
    year = 2026


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: f"1.{n}")
    title = factory.Sequence(lambda n: f"Mål {n}")
    position = factory.Sequence(int)


class ProcessFactory(DjangoModelFactory[Process]):
    class Meta:
        model = Process

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Process {n}")
    position = factory.Sequence(int)


class ProcessGoalFactory(DjangoModelFactory[ProcessGoal]):
    """That the process serves a goal of the same plan."""

    class Meta:
        model = ProcessGoal

    process = factory.SubFactory(ProcessFactory)
    goal = factory.SubFactory(GoalFactory, plan=factory.SelfAttribute("..process.plan"))
    position = factory.Sequence(int)


class WorkingMethodFactory(DjangoModelFactory[WorkingMethod]):
    class Meta:
        model = WorkingMethod

    process = factory.SubFactory(ProcessFactory)
    name = factory.Sequence(lambda n: f"Arbetssätt {n}")
    position = factory.Sequence(int)


class OngoingControlFactory(DjangoModelFactory[OngoingControl]):
    class Meta:
        model = OngoingControl

    working_method = factory.SubFactory(WorkingMethodFactory)
    text = factory.Sequence(lambda n: f"Löpande kontroll {n}")
    position = factory.Sequence(int)


class UndesiredEventFactory(DjangoModelFactory[UndesiredEvent]):
    """Not assessed; `assessed=True` gives it 3 × 4 and the treatment control."""

    class Meta:
        model = UndesiredEvent

    class Params:
        assessed = factory.Trait(likelihood=3, consequence=4, treatment="control")

    working_method = factory.SubFactory(WorkingMethodFactory)
    text = factory.Sequence(lambda n: f"Oönskad händelse {n}")
    position = factory.Sequence(int)


class PlannedFollowUpFactory(DjangoModelFactory[PlannedFollowUp]):
    class Meta:
        model = PlannedFollowUp

    working_method = factory.SubFactory(WorkingMethodFactory)
    text = factory.Sequence(lambda n: f"Uppföljning {n}")
    position = factory.Sequence(int)


class LimitFactory(DjangoModelFactory[Limit]):
    """Limits an event to one goal of its process; give another owner together with `event=None` and `placement`."""

    class Meta:
        model = Limit

    event = factory.SubFactory(UndesiredEventFactory)
    placement = factory.SubFactory(ProcessGoalFactory, process=factory.SelfAttribute("..event.working_method.process"))


class OrientationGoalFactory(DjangoModelFactory[OrientationGoal]):
    class Meta:
        model = OrientationGoal

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    number = factory.Sequence(str)
    title = factory.Sequence(lambda n: f"Inriktningsmål {n}")
    position = factory.Sequence(int)


class CouncilGoalFactory(DjangoModelFactory[CouncilGoal]):
    class Meta:
        model = CouncilGoal

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    number = factory.Sequence(lambda n: f"1.{n}")
    title = factory.Sequence(lambda n: f"Fullmäktiges mål {n}")
    position = factory.Sequence(int)


class RiskScaleFactory(DjangoModelFactory[RiskScale]):
    """Scales without steps and bands; `planning.standards.make_standard_scale` makes complete ones."""

    class Meta:
        model = RiskScale

    municipality = factory.SubFactory(MunicipalityFactory)
    edition = factory.Sequence(lambda n: n + 1)
    likelihood_size = 5
    consequence_size = 5
    threshold = 12


class RiskCategoryFactory(DjangoModelFactory[RiskCategory]):
    class Meta:
        model = RiskCategory

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Kategori {n}")
    position = factory.Sequence(int)


class CommonRiskFactory(DjangoModelFactory[CommonRisk]):
    class Meta:
        model = CommonRisk

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    text = factory.Sequence(lambda n: f"Gemensam risk {n}")


class WorkshopFactory(DjangoModelFactory[Workshop]):
    class Meta:
        model = Workshop

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Riskverkstad {n}")
    day = "2026-10-14"


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    workshop = factory.SubFactory(WorkshopFactory)
    event = factory.SubFactory(
        UndesiredEventFactory, working_method__process__plan=factory.SelfAttribute("....workshop.plan")
    )
    person = factory.SubFactory(UserFactory)
    likelihood = 3
    consequence = 4
