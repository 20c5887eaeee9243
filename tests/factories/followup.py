from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from factories.organisation import MunicipalityFactory, OrgUnitFactory, UserFactory
from factories.planning import PlanFactory, PlannedFollowUpFactory, ProcessGoalFactory, UndesiredEventFactory
from rimlig.followup.models import (
    Action,
    ActionLimit,
    ActionNote,
    ActionPlan,
    ActionPlanUnit,
    AnswerComment,
    AnswerState,
    BoardReport,
    ControlTestRun,
    Evidence,
    FollowUpResult,
    FollowUpRules,
    Period,
    PeriodCode,
    Review,
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
    opens = factory.LazyAttribute(lambda period: period.ends - timedelta(days=13))
    due = factory.LazyAttribute(lambda period: period.ends + timedelta(days=18))
    closes = factory.LazyAttribute(lambda period: period.ends + timedelta(days=48))


class FollowUpRulesFactory(DjangoModelFactory[FollowUpRules]):
    """A municipality that has decided nothing else than the defaults."""

    class Meta:
        model = FollowUpRules

    municipality = factory.SubFactory(MunicipalityFactory)


class FollowUpResultFactory(DjangoModelFactory[FollowUpResult]):
    """The board's own conclusion for the annual report; give `unit` for a unit's answer, which is approved.

    `to_answer=True` is one that nobody has begun, `filed=True` one that waits for its first review.
    """

    class Meta:
        model = FollowUpResult

    follow_up = factory.SubFactory(PlannedFollowUpFactory)
    period = factory.SubFactory(
        PeriodFactory,
        municipality=factory.SelfAttribute("..follow_up.working_method.process.plan.board.municipality"),
    )

    class Params:
        to_answer = factory.Trait(
            state=AnswerState.OPEN, deviation="", result="", filed_by=None, filed_at=None, due=date(2027, 1, 18)
        )
        filed = factory.Trait(
            state=AnswerState.FILED,
            step=1,
            filed_by=factory.SubFactory(UserFactory),
            filed_at=datetime(2026, 9, 10, 8, 0, tzinfo=UTC),
        )

    unit = None
    state = factory.LazyAttribute(lambda row: AnswerState.CONCLUDED if row.unit is None else AnswerState.APPROVED)
    deviation = "none"
    result = "Alla uppgifter stämde."
    no_action_reason = factory.LazyAttribute(
        lambda row: "Det var en engångshändelse." if row.unit and row.deviation in {"minor", "major"} else ""
    )
    filed_by = factory.Maybe("unit", factory.SubFactory(UserFactory), None)
    filed_at = factory.LazyAttribute(lambda row: datetime(2026, 9, 10, 8, 0, tzinfo=UTC) if row.filed_by else None)


class ReviewFactory(DjangoModelFactory[Review]):
    """The first reviewer approves a unit's filed answer."""

    class Meta:
        model = Review

    result = factory.SubFactory(FollowUpResultFactory, filed=True)
    step = 1
    verdict = "approved"
    of_version = 1
    by = factory.SubFactory(UserFactory)


class AnswerCommentFactory(DjangoModelFactory[AnswerComment]):
    class Meta:
        model = AnswerComment

    result = factory.SubFactory(FollowUpResultFactory, filed=True)
    text = "Gäller det alla grupper?"
    by = factory.SubFactory(UserFactory)


class ControlTestRunFactory(DjangoModelFactory[ControlTestRun]):
    """A run that waits for its turn; its data files are nowhere."""

    class Meta:
        model = ControlTestRun

    result = factory.SubFactory(FollowUpResultFactory, to_answer=True)
    test = "double-payments"
    begun_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A link; give `file` and an empty `link` for a file."""

    class Meta:
        model = Evidence

    result = factory.SubFactory(FollowUpResultFactory, to_answer=True)
    link = "https://lindhaga.example/minnesanteckning"
    name = "Minnesanteckning"
    added_by = factory.SubFactory(UserFactory)


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


class ActionPlanUnitFactory(DjangoModelFactory[ActionPlanUnit]):
    class Meta:
        model = ActionPlanUnit

    action_plan = factory.SubFactory(ActionPlanFactory)
    unit = factory.SubFactory(OrgUnitFactory)


class ActionNoteFactory(DjangoModelFactory[ActionNote]):
    """A line in the log of an action; give `action_plan` and no `action` for an action plan's."""

    class Meta:
        model = ActionNote

    action = factory.SubFactory(ActionFactory)
    text = "Annonsen är ute."
    status = "ongoing"
    by = factory.SubFactory(UserFactory)
