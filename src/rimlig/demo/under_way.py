"""The second tertial of the district board while it is under way: some have answered, some are asked again, some are late."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from rimlig.demo.answering import ask_again, give, review
from rimlig.demo.content import Answer, BoardContent, checks_of
from rimlig.demo.staff import Staff
from rimlig.followup.answering.operations import save_answer
from rimlig.followup.models import FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.followup.reviewing.operations import approve
from rimlig.organisation.models import OrgUnit
from rimlig.planning.models import Plan

CODE: Final = PeriodCode.T2
DAYS_LEFT: Final = 9
DAYS_OPEN_AFTERWARDS: Final = 30

UNTOUCHED, DRAFT, FILED, REVIEWED, RETURNED, APPROVED = (
    "untouched",
    "draft",
    "filed",
    "reviewed",
    "returned",
    "approved",
)
"""How far an answer has come: REVIEWED waits for the controller, RETURNED has been sent back with a question."""

STAFFING: Final = "Varje enhet redovisar hur många grupper som har haft förskollärare hela perioden"
FOOD: Final = "Varje enhet prövar sin rutin för specialkost en gång per tertial"
PROGRESS: Final[Mapping[str, Mapping[str, str]]] = {
    STAFFING: {
        "Björkdungen": APPROVED,
        "Ekhult": APPROVED,
        "Granen": REVIEWED,
        "Kvarnbacken": UNTOUCHED,
        "Lyktan": APPROVED,
        "Sjövik": FILED,
        "Tallbacken": UNTOUCHED,
        "Äppelgården": FILED,
    },
    FOOD: {
        "Björkdungen": APPROVED,
        "Ekhult": RETURNED,
        "Granen": APPROVED,
        "Kvarnbacken": FILED,
        "Lyktan": REVIEWED,
        "Sjövik": UNTOUCHED,
        "Tallbacken": DRAFT,
        "Äppelgården": FILED,
    },
}
"""Follow-up → the last word of the unit's name → how far its answer has come."""

AS_A_WHOLE: Final = {
    "Trettio slumpvis valda utlägg granskas varje tertial": UNTOUCHED,
    "Prognosernas träffsäkerhet mäts enhet för enhet": UNTOUCHED,
    "Tiden från att behovet märks till att stödplanen finns mäts": FILED,
    "Enkät till alla som har varit anställda i tre månader": DRAFT,
}
"""What the administration as a whole answers and has not come to the end with; the rest is approved."""


def let_tertial_run(content: BoardContent, plan: Plan) -> None:
    """Open the period for some days from today, ask for the plan's answers, and let the people come as far as PROGRESS says."""
    _open_period(plan)
    ask_for_answers(plan, by=None)
    staff = Staff(plan.board)
    said = {check.text: check for _key, check in checks_of(content)}
    rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period__code=CODE)
    done = []
    for row in rows.with_plan().select_related("period", "unit").order_by("pk"):
        check = said[row.follow_up.text]
        if row.unit is None:
            answer, far = check.answers[CODE], AS_A_WHOLE.get(check.text, APPROVED)
        else:
            answer, far = check.units[CODE][row.unit.name], PROGRESS[check.text][_last_word(row.unit)]
        now = _answer(row, answer, far, staff)
        if far == APPROVED:
            done.append(now)
    review(done, staff)


def _open_period(plan: Plan) -> None:
    period = Period.objects.get(municipality=plan.board.municipality, year=plan.year, code=CODE)
    period.due = max(period.due, timezone.localdate() + timedelta(days=DAYS_LEFT))
    period.closes = period.due + timedelta(days=DAYS_OPEN_AFTERWARDS)
    period.save(update_fields=["due", "closes"])


def _last_word(unit: OrgUnit) -> str:
    return unit.name.split()[-1]


def _answer(row: FollowUpResult, answer: Answer, far: str, staff: Staff) -> FollowUpResult:
    """Take the answer as far as it has come; what is to be approved is filed here."""
    by = staff.answering(row)
    if far == UNTOUCHED:
        return row
    if far == DRAFT:
        return save_answer(row, {"result": answer.result}, version=row.version, by=by)
    row = give(row, answer, by)
    if far == RETURNED:
        ask_again(row, by=staff.reviewing(row))
    elif far == REVIEWED:
        approve(row, version=row.version, by=staff.reviewing(row))
    return row
