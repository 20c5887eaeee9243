from datetime import date

import factory
from factory.django import DjangoModelFactory

from factories.organisation import MunicipalityFactory
from factories.planning import PlanFactory, PlannedFollowUpFactory, ProcessGoalFactory, UndesiredEventFactory
from rimlig.followup.models import (
    Action,
    ActionLimit,
    ActionPlan,
    BoardReport,
    FollowUpResult,
    Period,
    PeriodCode,
    SummaryAnalysis,
)


class PeriodFactory(DjangoModelFactory[Period]):
    """The annual report of 2026."""

    class Meta:
        model = Period
        django_get_or_create = ("municipality", "year", "code")

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2026
    code = PeriodCode.VB
    starts = factory.LazyAttribute(lambda period: date(period.year, 1, 1))
    ends = factory.LazyAttribute(
        lambda period: date(period.year, *{"T1": (4, 30), "T2": (8, 31), "VB": (12, 31)}[period.code])
    )


class FollowUpResultFactory(DjangoModelFactory[FollowUpResult]):
    """The board's own conclusion for the annual report; give `unit` for a unit's answer."""

    class Meta:
        model = FollowUpResult

    follow_up = factory.SubFactory(PlannedFollowUpFactory)
    period = factory.SubFactory(
        PeriodFactory,
        municipality=factory.SelfAttribute("..follow_up.working_method.process.plan.board.municipality"),
    )
    unit = None
    deviation = "none"
    result = "Alla uppgifter stämde."


class ActionFactory(DjangoModelFactory[Action]):
    """Preventive, under an event; `corrective=True` puts it under a planned follow-up."""

    class Meta:
        model = Action

    class Params:
        corrective = factory.Trait(event=None, follow_up=factory.SubFactory(PlannedFollowUpFactory))

    event = factory.SubFactory(UndesiredEventFactory)
    follow_up = None
    text = factory.Sequence(lambda n: f"Åtgärd {n}")
    status = "ongoing"
    position = factory.Sequence(int)


class ActionLimitFactory(DjangoModelFactory[ActionLimit]):
    """Limits an event's action to one goal of its process."""

    class Meta:
        model = ActionLimit

    action = factory.SubFactory(ActionFactory)
    placement = factory.SubFactory(
        ProcessGoalFactory, process=factory.SelfAttribute("..action.event.working_method.process")
    )


class BoardReportFactory(DjangoModelFactory[BoardReport]):
    """The texts of the follow-up at the annual report."""

    class Meta:
        model = BoardReport

    plan = factory.SubFactory(PlanFactory)
    kind = "follow-up"
    period = factory.SubFactory(
        PeriodFactory,
        municipality=factory.SelfAttribute("..plan.board.municipality"),
        year=factory.SelfAttribute("..plan.year"),
    )
    introduction = "Nämnden har följt upp sin plan."
    summary = "Kontrollen är god."


class SummaryAnalysisFactory(DjangoModelFactory[SummaryAnalysis]):
    class Meta:
        model = SummaryAnalysis

    report = factory.SubFactory(BoardReportFactory)
    goal_number = factory.Sequence(lambda n: f"1.{n}")
    goal_title = factory.Sequence(lambda n: f"Mål {n}")
    text = "Målet är uppnått."
    position = factory.Sequence(int)


class ActionPlanFactory(DjangoModelFactory[ActionPlan]):
    class Meta:
        model = ActionPlan

    plan = factory.SubFactory(PlanFactory)
    heading = factory.Sequence(lambda n: f"Brist {n}")
    finding = "Rutinen följs inte på två enheter."
    units_at_risk = 2
    units_total = 8
    measures = "Rutinen gås igenom på arbetsplatsträffar."
    status = "ongoing"
    position = factory.Sequence(int)
