"""The periods of the year that are over: what a board's people did in each, on the days when they did it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from rimlig.demo.acting import follow_up_shortcomings, let_actions_go_on
from rimlig.demo.answering import give, review
from rimlig.demo.clock import on
from rimlig.demo.content import Answer, BoardContent, Check, checks_of
from rimlig.demo.staff import Staff
from rimlig.followup.concluding.operations import conclude
from rimlig.followup.models import FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.dates import period_of
from rimlig.followup.periods.deciding import change_period
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Plan
from rimlig.reminders.models import Notice
from rimlig.reminders.notices import read

EARLIER: Final = "Årets sista svar begärs in tidigare, så att nämnden hinner se dem före jul."


@dataclass(frozen=True, slots=True)
class Days:
    """When the answers are given, reviewed and concluded from, when the report is sent, and when it is approved."""

    answered: date
    reviewed: date
    concluded: date
    sent: date
    approved: date


def days_of(year: int, code: PeriodCode) -> Days:
    """Return the days of the period."""
    return {
        PeriodCode.T1: Days(*(date(year, *day) for day in ((4, 28), (5, 7), (5, 13), (5, 20), (5, 26)))),
        PeriodCode.T2: Days(*(date(year, *day) for day in ((9, 4), (9, 11), (9, 16), (9, 23), (9, 29)))),
        PeriodCode.VB: Days(*(date(year + 1, *day) for day in ((1, 11), (1, 18), (1, 21), (1, 27), (2, 3)))),
    }[code]


def let_period_pass(content: BoardContent, plan: Plan, code: PeriodCode) -> None:
    """Let all answer in the period, let the answers be reviewed and concluded from, and let the actions go on."""
    staff, days, period = Staff(plan.board), days_of(plan.year, code), period_of(plan, code)
    said = {check.text: check for _key, check in checks_of(content)}
    with on(days.answered):
        _open(plan, period)
        ask_for_answers(plan, by=None)
        rows = [
            give(row, _said(row, said[row.follow_up.text], code), staff.answering(row)) for row in _asked(plan, code)
        ]
    with on(days.reviewed):
        review(rows, staff)
    with on(days.concluded):
        _conclude(plan, code, said, staff)
        let_actions_go_on(content, plan, code, staff)
        follow_up_shortcomings(content, plan, code, staff)


def let_notices_be_read(plan: Plan, code: PeriodCode) -> None:
    """Let the board's people have read what they were told until the report of the period was approved."""
    with on(days_of(plan.year, code).approved + timedelta(days=1)):
        unread = Notice.objects.filter(read_at=None, person__assignments__board=plan.board)
        for person in User.objects.filter(notices__in=unread).distinct():
            read(person)


def _open(plan: Plan, period: Period) -> None:
    """Let the period take answers now, where the year is shown to its end before it has ended."""
    today = timezone.localdate()
    if period.takes_answers:
        return
    municipality = plan.board.municipality
    values = {"opens": min(period.opens, today), "due": period.due, "closes": max(period.closes, today)}
    central = User.objects.get(assignments__municipality=municipality, assignments__role=Role.CENTRAL_CONTROLLER)
    change_period(
        municipality, period.year, period.code, {**values, "reason": EARLIER}, version=period.version, by=central
    )


def _asked(plan: Plan, code: PeriodCode) -> list[FollowUpResult]:
    rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period__code=code)
    with_rest = rows.with_plan().select_related("period", "unit")
    return list(with_rest.order_by("follow_up__working_method__process__position", "follow_up__position", "unit__name"))


def _said(row: FollowUpResult, check: Check, code: PeriodCode) -> Answer:
    return check.answers[code] if row.unit is None else check.units[code][row.unit.name]


def _conclude(plan: Plan, code: PeriodCode, said: dict[str, Check], staff: Staff) -> None:
    """Let the controller conclude for the board from the units' answers, where units answer."""
    for follow_up in {row.follow_up for row in _asked(plan, code) if row.unit is not None}:
        found = said[follow_up.text].answers[code]
        conclude(
            follow_up,
            code,
            deviation=found.deviation.value,
            result=found.result,
            measures=found.measures,
            by=staff.controller,
        )
