"""The overview of a municipality's boards, read from the database: as many queries for forty boards as for one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import override

from rimlig.appearance.queries import house_style_of
from rimlig.documents import words
from rimlig.documents.document import Deviation, Kind
from rimlig.documents.swedish import day_in_words
from rimlig.followup.actions.queries import counting
from rimlig.followup.models import (
    GIVEN,
    Action,
    ActionPlan,
    AnswerState,
    BoardReport,
    FollowUpResult,
    Period,
    PeriodCode,
    ReportState,
)
from rimlig.followup.periods.dates import answered_in
from rimlig.followup.periods.gathering import gathered_in, worst_of
from rimlig.organisation.models import Board, Municipality, valid_on
from rimlig.planning.models import IN_FORCE, Plan, PlannedFollowUp, PlanState
from rimlig.reporting.all_boards import AllBoards, BoardRow, overview_data, overview_document
from rimlig.reporting.assessments import assessments_of
from rimlig.reporting.blocks_files import BlockReport
from rimlig.reporting.standing import PLANS, REPORTS

KIND: Final = "all-boards"
_WAY: Final = "follow_up__working_method__process__plan"


def boards_in(municipality: Municipality, period: Period) -> Any:
    """Return the boards that there are on the period's last day, by their names."""
    return Board.objects.filter(valid_on(period.ends), municipality=municipality).order_by("name", "pk")


def overview_of(municipality: Municipality, period: Period, boards: Sequence[Board], *, today: date) -> AllBoards:
    """Return the overview of the boards in a reporting period of the municipality; `today` says what is late."""
    of_year = Plan.objects.of_the_year().filter(board__in=boards, year=period.year).select_related("decision")
    plans = {plan.board_id: plan for plan in of_year}
    counts = _Counts(list(plans.values()), period, today)
    with override("sv"):  # a document to a Swedish board is a Swedish document
        said = f"{period.get_code_display()} {period.year}"
    return AllBoards(
        municipality.name,
        period.year,
        said,
        tuple(counts.row(board, plans.get(board.pk)) for board in boards),
        day_in_words(today),
        settings.RIMLIG_ADDRESSES[0],
        house_style_of(municipality),
    )


def overview_report(overview: AllBoards) -> BlockReport:
    """Return the overview ready to become a file."""
    name = slugify(f"{KIND} {overview.municipality} {overview.period}")
    return BlockReport(overview_document(overview), overview_data(overview), name)


class _Counts:
    """What is counted for all the plans at once."""

    def __init__(self, plans: list[Plan], period: Period, today: date) -> None:
        self.period = period
        answers = FollowUpResult.objects.filter(gathered_in(period), **{f"{_WAY}__in": plans})
        self.answers = {
            row["plan"]: (row["asked"], row["given"])
            for row in _by_plan(answers.exclude(state=AnswerState.CONCLUDED)).annotate(
                asked=Count("pk"), given=Count("pk", filter=Q(state__in=GIVEN))
            )
        }
        own = answers.settled().filter(unit=None).exclude(deviation="")
        self.levels = _levels(own)
        self.no_result = _without_result(plans, own, PeriodCode(period.code))
        self.late = _late(plans, today)
        self.assessments = assessments_of(plans)
        reports = BoardReport.objects.filter(plan__in=plans, kind=Kind.FOLLOW_UP, period=period)
        self.reports = dict(reports.values_list("plan", "state"))

    def row(self, board: Board, plan: Plan | None) -> BoardRow:
        """Return the board's row."""
        if plan is None:
            return BoardRow(board.name)
        asked, given = self.answers.get(plan.pk, (0, 0))
        state = self.reports.get(plan.pk)
        is_reported = bool(state or self.levels.get(plan.pk))
        way = ("reporting:follow-up", [plan.pk, self.period.code]) if is_reported else ("planning:plan", [plan.pk])
        return BoardRow(
            board=board.name,
            has_plan=True,
            is_adopted=plan.state in IN_FORCE,
            plan_state=_plan_state(plan),
            asked=asked,
            given=given,
            levels=tuple(self.levels.get(plan.pk, ())),
            no_result=self.no_result[plan.pk],
            late=self.late[plan.pk],
            assessment=self.assessments.get(plan.pk),
            report_state=REPORTS[ReportState(state)].state if state else words.NONE,
            is_frozen=state == ReportState.FROZEN,
            address=reverse(way[0], args=way[1]),
            answers_address=f"{reverse('followup:matrix', args=[plan.pk])}?period={self.period.code}",
        )


def _levels(own: Any) -> dict[int, list[tuple[Deviation, int]]]:
    """Count the follow-ups at each level, by plan. One of every month has the worst that its months showed."""
    gathered: defaultdict[tuple[int, int], list[tuple[bool, str]]] = defaultdict(list)
    for plan, follow_up, code, level in own.order_by().values_list(_WAY, "follow_up", "period__code", "deviation"):
        gathered[plan, follow_up].append((code in PeriodCode.values, level))
    counted: defaultdict[int, Counter[Deviation]] = defaultdict(Counter)
    for (plan, _follow_up), said in gathered.items():
        of_period = [level for is_of_period, level in said if is_of_period]
        level = worst_of(of_period or [level for _is_of_period, level in said])
        if level is not None:
            counted[plan][level] += 1
    return {plan: [*levels.items()] for plan, levels in counted.items()}


def _by_plan(rows: Any, *more: str) -> Any:
    """Return the rows grouped by their plan, to be counted."""
    return rows.order_by().annotate(plan=F(_WAY)).values("plan", *more)


def _without_result(plans: list[Plan], own: Any, code: PeriodCode) -> Counter[int]:
    """Count the follow-ups that are to be answered in the period and have no result of the board yet, by plan."""
    way = "working_method__process__plan"
    rows = PlannedFollowUp.objects.filter(answered_in(code), **{f"{way}__in": plans})
    missing = rows.filter(~Exists(own.filter(follow_up=OuterRef("pk")))).order_by()
    return Counter(dict(missing.values_list(way).annotate(number=Count("pk"))))


def _late(plans: list[Plan], today: date) -> Counter[int]:
    """Count what should have been done by the day, by plan; what goes on in a later year's plan is late there."""
    actions = counting(Action.objects.filter(plan__in=plans)).still_open().filter(due__lt=today).order_by()
    found = Counter(dict(actions.values_list("plan").annotate(number=Count("pk"))))
    action_plans = counting(ActionPlan.objects.filter(plan__in=plans)).still_open().filter(due__lt=today).order_by()
    found.update(dict(action_plans.values_list("plan").annotate(number=Count("pk"))))
    return found


def _plan_state(plan: Plan) -> str:
    if plan.decision is None:
        return PLANS[PlanState(plan.state)].state
    return f"Fastställd {day_in_words(plan.decision.meeting_date)}, § {plan.decision.paragraph}"
