"""Reads of the common risks: what a board is asked and has answered, and what all boards have answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models import CommonRisk, CommonRiskRefusal, Plan, UndesiredEvent
from rimlig.planning.municipality.queries_scales import scales_of
from rimlig.planning.risks.matrix import Scales


def asked_of(plan: Plan) -> QuerySet[CommonRisk]:
    """Return the common risks that the plan's board is asked about for the plan's year, in the order they were written."""
    risks = CommonRisk.objects.filter(municipality=plan.board.municipality_id, year=plan.year)
    return risks.filter(sent_at__isnull=False, withdrawn_at=None).select_related("category").order_by("pk")


def unanswered_common_risks(plan: Plan) -> QuerySet[CommonRisk]:
    """Return the common risks that the plan has neither taken up nor its board refused."""
    taken = UndesiredEvent.objects.filter(common_risk=OuterRef("pk"), working_method__process__plan=plan)
    refused = CommonRiskRefusal.objects.filter(common_risk=OuterRef("pk"), board=plan.board_id)
    return asked_of(plan).exclude(Exists(taken) | Exists(refused))


@dataclass(frozen=True)
class Answer:
    """What a board has answered to a common risk: an event of its plan, a reason for refusing, or nothing yet."""

    risk: CommonRisk
    events: tuple[UndesiredEvent, ...] = ()
    reason: str = ""
    scales: Scales | None = None
    board: Board | None = None

    @property
    def state(self) -> str:
        """One of taken, refused, none."""
        return "taken" if self.events else "refused" if self.reason else "none"

    @property
    def look(self) -> str:
        """The look of the highest value's colour band; empty when nothing has been valued."""
        values = [event.risk_value for event in self.events if event.risk_value is not None]
        return self.scales.band_of(max(values)).look if values and self.scales is not None else ""


def answers_of(plan: Plan) -> list[Answer]:
    """Return the plan's answer to each risk that its board is asked about. Three queries."""
    risks = list(asked_of(plan))
    events = UndesiredEvent.objects.filter(common_risk__in=risks, working_method__process__plan=plan).order_by("pk")
    taken = list(events.select_related("working_method__process"))
    refused = CommonRiskRefusal.objects.filter(common_risk__in=risks, board=plan.board_id)
    reasons = dict(refused.values_list("common_risk_id", "reason"))
    return [
        Answer(risk, tuple(event for event in taken if event.common_risk_id == risk.pk), reasons.get(risk.pk, ""))
        for risk in risks
    ]


@dataclass(frozen=True)
class RiskRow:
    """A common risk and what each of the boards has answered, in the boards' order."""

    risk: CommonRisk
    answers: tuple[Answer, ...]

    @property
    def answered(self) -> int:
        """How many boards have answered."""
        return sum(answer.state != "none" for answer in self.answers)


@dataclass(frozen=True)
class Overview:
    """A year's common risks: those not sent, and those sent with the boards' answers."""

    boards: tuple[Board, ...]
    unsent: tuple[CommonRisk, ...]
    sent: tuple[RiskRow, ...]


def overview_of(municipality: Municipality, year: int, user: Any) -> Overview:
    """Return the year's common risks and the answers of the boards that the person may know of.

    A board answers with the plan that counts for the year. Seven queries at most.
    """
    risks = list(municipality.common_risks.filter(year=year).select_related("category", "origin").order_by("pk"))
    boards = list(_boards_in(municipality, year, user))
    events = (
        UndesiredEvent.objects.filter(
            common_risk__in=risks,
            working_method__process__plan__in=Plan.objects.of_the_year().filter(board__in=boards, year=year),
        )
        .select_related("working_method__process__plan__scale")
        .prefetch_related("working_method__process__plan__scale__steps", "working_method__process__plan__scale__bands")
        .order_by("pk")
    )
    refusals = CommonRiskRefusal.objects.filter(common_risk__in=risks, board__in=boards)
    taken, reasons = _by_place(events), {(one.common_risk_id, one.board_id): one.reason for one in refusals}
    sent = tuple(
        RiskRow(risk, tuple(_answer(risk, board, taken, reasons) for board in boards))
        for risk in risks
        if risk.sent_at is not None
    )
    return Overview(tuple(boards), tuple(risk for risk in risks if risk.sent_at is None), sent)


def _boards_in(municipality: Municipality, year: int, user: Any) -> QuerySet[Board]:
    """Return the municipality's boards that exist some day of the year and that the person may know of."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    exists = (Q(starts=None) | Q(starts__lte=last)) & (Q(ends=None) | Q(ends__gte=first))
    return Board.objects.visible_to(user).filter(exists, municipality=municipality)


def _by_place(events: QuerySet[UndesiredEvent]) -> dict[tuple[int, int], list[UndesiredEvent]]:
    found: dict[tuple[int, int], list[UndesiredEvent]] = {}
    for event in events:
        found.setdefault((event.common_risk_id or 0, event.in_plan.board_id), []).append(event)
    return found


def _answer(
    risk: CommonRisk,
    board: Board,
    taken: dict[tuple[int, int], list[UndesiredEvent]],
    reasons: dict[tuple[int, int], str],
) -> Answer:
    events = taken.get((risk.pk, board.pk), [])
    scale = events[0].in_plan.scale if events else None
    scales = scales_of(scale) if scale is not None else None
    return Answer(risk, tuple(events), reasons.get((risk.pk, board.pk), ""), scales, board)


def years_with_common_risks(municipality: Municipality) -> list[int]:
    """Return the years that have common risks, the earliest first."""
    return sorted(set(municipality.common_risks.values_list("year", flat=True)))
