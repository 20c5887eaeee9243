"""What the demo's boards have reported: follow-ups that are approved and frozen, and what they say of their internal control."""

from datetime import date
from typing import Final

from django.utils import timezone

from rimlig.demo.weighing import holder
from rimlig.followup.models import BoardReport, PeriodCode
from rimlig.organisation.models import Board, Role
from rimlig.planning.models import Plan
from rimlig.reportwork.approving import approve, send
from rimlig.reportwork.assessing import NEW, prepare_assessment, record_assessment, record_auditors
from rimlig.reportwork.freezing import fingerprint, report_now
from rimlig.reportwork.models import Level

NUMBERS: Final = {PeriodCode.T1: (0, 61), PeriodCode.T2: (0, 140), PeriodCode.VB: (1, 9)}
"""Period → how many years after the plan's the report was registered, and its number."""

OWN: Final = {
    "lindhaga": (
        Level.NOT_FULLY,
        (
            "Planen är följd och nästan alla uppföljningar är genomförda. Bemanningen i två förskolor och behörigheterna för"
            " dem som slutar är ännu inte som de ska.\n\nÅtgärder är beslutade och har en dag då de ska vara klara. Nämnden"
            " följer dem vid varje tertial."
        ),
    ),
    "utbildning": (
        Level.SUFFICIENT,
        "Uppföljningarna är genomförda. De avvikelser som hittades är mindre, och var och en har en åtgärd som följs.",
    ),
    "teknik": (
        Level.SUFFICIENT,
        "Planen är följd. Det som avvek under våren är åtgärdat och har följts upp under hösten.",
    ),
}
"""What each board says of the year, by its code."""

BEFORE: Final = (
    Level.SUFFICIENT,
    "Uppföljningarna under året visade inga större avvikelser, och handlingsplanerna följdes.",
)
AUDITORS: Final = (
    Level.NOT_FULLY,
    "Riskanalysen bör motiveras bättre, och det bör framgå vilka enheter som har svarat.",
)


def report_periods(plan: Plan, codes: tuple[PeriodCode, ...]) -> None:
    """Let the controller send the follow-ups of the periods, and the head of administration approve them."""
    for code in codes:
        report = BoardReport.objects.get(plan=plan, period__code=code)
        report = send(report, version=report.version, by=holder(plan.board, Role.CONTROLLER))
        later, number = NUMBERS[code]
        approve(
            report,
            registry_number=f"{plan.board.code[:3].upper()} {plan.year + later}/{number}",
            seen=fingerprint(report_now(report)),
            version=report.version,
            by=holder(plan.board, Role.HEAD_OF_ADMINISTRATION),
        )


def assess_year(plan: Plan) -> None:
    """Let the board decide on its assessment of the plan's year: in February after it, or today when that has not come yet."""
    level, reasons = OWN[plan.board.code]
    _assess(plan, level, reasons, min(date(plan.year + 1, 2, 17), timezone.localdate()))


def assess_year_before(board: Board, year: int) -> None:
    """Let the board have assessed the year before, and the auditors have said what they think of it."""
    plan = Plan.objects.filter(board=board, year=year - 1).select_related("board__municipality").first()
    if plan is None:
        return
    _assess(plan, *BEFORE, date(year, 2, 18))
    level, text = AUDITORS
    record_auditors(
        plan,
        level=level,
        text=text,
        source=f"Revisionsberättelse för {plan.year}, REV {year}/4",
        version=NEW,
        by=holder(board, Role.CONTROLLER),
    )


def _assess(plan: Plan, level: Level, reasons: str, meeting: date) -> None:
    controller = holder(plan.board, Role.CONTROLLER)
    assessment = prepare_assessment(plan, level=level, reasons=reasons, version=NEW, by=controller)
    record_assessment(
        assessment,
        meeting_date=meeting,
        paragraph="15",
        registry_number=f"{plan.board.code[:3].upper()} {meeting.year}/15",
        version=assessment.version,
        by=controller,
    )
