"""What the demo's boards have reported: texts written from drafts, approved and frozen, and what they say of their control."""

from datetime import date, timedelta
from typing import Final

from rimlig.demo.clock import not_later_than_today, on
from rimlig.demo.content import BoardContent
from rimlig.demo.staff import Staff
from rimlig.demo.year import Days, days_of
from rimlig.drafting.choosing import write_phrase
from rimlig.followup.models import BoardReport, PeriodCode
from rimlig.followup.operations import begin_texts
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import Plan
from rimlig.planning.rows.changing import change
from rimlig.reportwork.approving import approve, send, send_back, with_its_plan
from rimlig.reportwork.assessing import (
    NEW,
    change_criterion,
    prepare_assessment,
    record_assessment,
    record_auditors,
)
from rimlig.reportwork.freezing import fingerprint, report_now
from rimlig.reportwork.models import Level, SectionName
from rimlig.reportwork.sections import assign, comment, finish, settle
from rimlig.reportwork.suggestions import GoalText
from rimlig.reportwork.taking import take_draft
from rimlig.reportwork.work import Work

NUMBERS: Final = {PeriodCode.T1: (0, 61), PeriodCode.T2: (0, 140), PeriodCode.VB: (1, 9)}
"""Period → how many years after the plan's the report was registered, and its number."""

OWN_WORDS: Final = (
    "deviation_at_units",
    "I uppföljningen ”{uppföljning}” avviker {enheter_av_alla}: {enheter}. Nämndens slutsats är {nivå}.",
)
"""What the municipality says in its own words: the units first."""

MEANS: Final = {
    Level.SUFFICIENT: (
        "Planen är följd. Avvikelserna är mindre och åtgärdas inom året, och nämnden har själv tagit ställning till dem."
    ),
    Level.NOT_FULLY: (
        "Planen är i huvudsak följd. Någon avvikelse har varit större eller har återkommit, men åtgärden är beslutad,"
        " har en ansvarig och en dag, och nämnden följer den."
    ),
}
"""What the municipality has decided that two of the three levels mean; the third keeps the product's words."""

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
AUDITORS_BEFORE: Final = (
    Level.NOT_FULLY,
    "Riskanalysen bör motiveras bättre, och det bör framgå vilka enheter som har svarat.",
)
AUDITORS: Final = (
    Level.NOT_FULLY,
    (
        "Vi delar nämndens bedömning. Riskerna är nu motiverade, och varje slutsats går att följa till enheternas svar."
        " Bemanningen i förskolan har avvikit tre gånger i rad och behöver en lösning som håller."
    ),
)

SENT_BACK: Final = "Skriv också när tjänsterna vid de två förskolorna väntas vara tillsatta."
ADDED: Final = " Tjänsterna är utlysta och väntas vara tillsatta under hösten."
ASKED: Final = "Nämn att det är samma två förskolor som i höstas, så slipper nämnden fråga."


def decide_words(municipality: Municipality) -> None:
    """Let the municipality have decided how its drafts and its assessments are worded."""
    by = User.objects.get(assignments__municipality=municipality, assignments__role=Role.CENTRAL_CONTROLLER)
    key, text = OWN_WORDS
    write_phrase(municipality, key, text=text, is_said=True, version=NEW, by=by)
    for level, means in MEANS.items():
        change_criterion(municipality, level, text=means, version=NEW, by=by)


def begin_report(content: BoardContent, plan: Plan, code: PeriodCode) -> BoardReport:
    """Let the controller begin the report of the period with its introduction."""
    by = Staff(plan.board).controller
    report = begin_texts(plan, code, by=by)
    return change(report, {"introduction": content.introduction}, version=report.version, by=by)


def write_report(content: BoardContent, plan: Plan, code: PeriodCode) -> BoardReport:
    """Let the controller take the drafts as the report's texts, and add what only a person knows."""
    staff = Staff(plan.board)
    with on(days_of(plan.year, code).concluded):
        report = begin_report(content, plan, code)
        work = Work(with_its_plan().get(pk=report.pk))
        own = content.goal_summaries if code == PeriodCode.VB else {}
        for goal in work.goals:
            # During the year the goals are written about where something deviates; at its end all are.
            if goal.analysis is not None and (goal.deviating or goal.number in own):
                _take(work.row, goal, own.get(goal.number, ""), staff.controller)
        _take(work.row, work.whole, content.summaries[code], staff.controller)
    return with_its_plan().get(pk=report.pk)


def _take(report: BoardReport, about: GoalText, own: str, by: User) -> None:
    """Take the draft as the text, followed by the person's own words."""
    text = f"{about.suggestion}\n\n{own}".strip()
    row = about.analysis or report
    take_draft(report, about.analysis, text=text, seen=about.suggestion, version=row.version, by=by)


def let_others_write(report: BoardReport) -> None:
    """Let the controller have asked the department's manager to read her goal, and the head something of the summary."""
    staff = Staff(report.plan.board)
    goal = report.analyses.get(goal_number="1.1")
    manager = staff.in_role(Role.DEPARTMENT_MANAGER)
    days = days_of(report.plan.year, PeriodCode.VB)
    with on(days.concluded):
        given = assign(
            report, SectionName.SUMMARY, goal, person=manager, due=days.sent, version=NEW, by=staff.controller
        )
        said = comment(report, SectionName.SUMMARY, text=ASKED, by=staff.head)
    with on(days.concluded + timedelta(days=2)):
        words = {"text": f"{goal.text} Det är samma två förskolor som i höstas."}
        change(goal, words, version=goal.version, by=manager)
        settle(said, by=staff.controller)
        if given is not None:
            finish(given, by=manager)


def approve_report(report: BoardReport) -> None:
    """Let the controller send the report, and the head of administration approve it: one of them at the second try."""
    staff, plan = Staff(report.plan.board), report.plan
    code = PeriodCode(report.period.code) if report.period else PeriodCode.VB
    days: Days = days_of(plan.year, code)
    with on(days.sent):
        report = send(report, version=_now(report).version, by=staff.controller)
        if code == PeriodCode.T2 and plan.board.code == "lindhaga":
            report = send_back(report, reason=SENT_BACK, version=report.version, by=staff.head)
            text = {"summary": report.summary + ADDED}
            report = change(report, text, version=report.version, by=staff.controller)
            report = send(report, version=report.version, by=staff.controller)
    with on(days.approved):
        later, number = NUMBERS[code]
        approve(
            report,
            registry_number=f"{plan.board.code[:3].upper()} {plan.year + later}/{number}",
            seen=fingerprint(report_now(report)),
            version=report.version,
            by=staff.head,
        )


def _now(report: BoardReport) -> BoardReport:
    return BoardReport.objects.get(pk=report.pk)


def assess_year(plan: Plan) -> None:
    """Let the board decide on its assessment of the plan's year, and the district's auditors say what they think of it."""
    level, reasons = OWN[plan.board.code]
    _assess(plan, level, reasons, date(plan.year + 1, 2, 17))
    if plan.board.code == "lindhaga":
        _audit(plan, *AUDITORS)


def assess_year_before(board: Board, year: int) -> None:
    """Let the board have assessed the year before, and the auditors have said what they think of it."""
    plan = Plan.objects.filter(board=board, year=year - 1).select_related("board__municipality").first()
    if plan is not None:
        _assess(plan, *BEFORE, date(year, 2, 18))
        _audit(plan, *AUDITORS_BEFORE)


def _audit(plan: Plan, level: Level, text: str) -> None:
    said = plan.year + 1
    with on(date(said, 4, 9)):
        record_auditors(
            plan,
            level=level,
            text=text,
            source=f"Revisionsberättelse för {plan.year}, REV {said}/4",
            version=NEW,
            by=Staff(plan.board).controller,
        )


def _assess(plan: Plan, level: Level, reasons: str, day: date) -> None:
    by, meeting = Staff(plan.board).controller, not_later_than_today(day)
    with on(meeting):
        assessment = prepare_assessment(plan, level=level, reasons=reasons, version=NEW, by=by)
        record_assessment(
            assessment,
            meeting_date=meeting,
            paragraph="15",
            registry_number=f"{plan.board.code[:3].upper()} {meeting.year}/15",
            version=assessment.version,
            by=by,
        )
