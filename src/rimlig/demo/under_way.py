"""The second tertial of the district board while it is under way: some have answered, some are asked again, some are late.

Everything here is done by the people of the demo through the operations of the
product, so that the history, the reviews and the comments are theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from rimlig.demo.content import Answer, BoardContent, checks_of
from rimlig.demo.weighing import holder
from rimlig.followup.actions.operations import add_action
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.models import DEVIATES, FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.opening import ask_for_answers
from rimlig.followup.reviewing.operations import approve, send_back
from rimlig.organisation.models import Board, OrgUnit, Role, User
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

COUNTED: Final = {
    "Tjugo slumpvis valda utredningar granskas varje tertial": {
        "population": 184,
        "sample_size": 20,
        "errors_found": 0,
    },
}
"""What was counted where a sample is examined."""

QUESTIONS: Final = {
    "Ekhult": (
        "Vilket intyg gäller det, och hur upptäcktes det? Skriv en mening till.",
        "Ett av sju intyg hade gått ut i maj",
    ),
}
"""What an answer was sent back with, and the words that it is about."""

ACTIONS: Final = {
    (STAFFING, "Granen"): "Tillsätt de två tjänsterna som förskollärare",
    (STAFFING, "Sjövik"): "Gör ett schema som täcker semestern med två förskollärare",
    (FOOD, "Ekhult"): "Gå igenom intygen den första varje månad",
}
"""What is done about a deviation, by the unit's own manager."""


@dataclass(frozen=True)
class _People:
    """Who reviews, beside the units' own managers."""

    controller: User
    department: User
    head: User
    performer: User

    def answering(self, row: FollowUpResult) -> User:
        """Return who gives the answer."""
        if row.unit is not None:
            return User.objects.get(assignments__unit=row.unit, assignments__role=Role.UNIT_MANAGER)
        return self.in_role(row.follow_up.performer_role)

    def in_role(self, role: str) -> User:
        """Return the person who has the role."""
        people = {
            Role.CONTROLLER: self.controller,
            Role.DEPARTMENT_MANAGER: self.department,
            Role.HEAD_OF_ADMINISTRATION: self.head,
            Role.PERFORMER: self.performer,
        }
        return people[Role(role)]


def let_tertial_run(content: BoardContent, plan: Plan) -> None:
    """Open the period for some days from today, ask for the plan's answers, and let the people come as far as PROGRESS says."""
    _open_period(plan)
    ask_for_answers(plan, by=None)
    people = _people(plan.board)
    said = {check.text: check for _key, check in checks_of(content)}
    rows = FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period__code=CODE)
    for row in rows.with_plan().select_related("period", "unit").order_by("pk"):
        check = said[row.follow_up.text]
        if row.unit is None:
            _answer(row, check.answers.get(CODE), AS_A_WHOLE.get(check.text, APPROVED), people)
        else:
            far = PROGRESS[check.text][_last_word(row.unit)]
            _answer(row, check.units[CODE][row.unit.name], far, people)


def _open_period(plan: Plan) -> None:
    period = Period.objects.get(municipality=plan.board.municipality, year=plan.year, code=CODE)
    period.due = max(period.due, timezone.localdate() + timedelta(days=DAYS_LEFT))
    period.closes = period.due + timedelta(days=DAYS_OPEN_AFTERWARDS)
    period.save(update_fields=["due", "closes"])


def _people(board: Board) -> _People:
    roles = (Role.CONTROLLER, Role.DEPARTMENT_MANAGER, Role.HEAD_OF_ADMINISTRATION, Role.PERFORMER)
    return _People(*(holder(board, role) for role in roles))


def _last_word(unit: OrgUnit) -> str:
    return unit.name.split()[-1]


def _answer(row: FollowUpResult, answer: Answer | None, far: str, people: _People) -> None:
    """Take the answer as far as it has come. One that the board's story has no words for is left untouched."""
    if far == UNTOUCHED or answer is None:
        return
    by = people.answering(row)
    words = {"deviation": answer.deviation.value, "result": answer.result, "measures": answer.measures}
    if row.unit is None and answer.deviation in DEVIATES:
        words["no_action_reason"] = "Det som har gjorts räcker."
    if far == DRAFT:
        save_answer(row, {"result": answer.result}, version=row.version, by=by)
        return
    row = save_answer(row, {**words, **COUNTED.get(row.follow_up.text, {})}, version=row.version, by=by)
    _add_action(row, answer, by)
    row = file_answer(row, version=row.version, by=by)
    if far == RETURNED and row.unit is not None:
        text, quote = QUESTIONS[_last_word(row.unit)]
        send_back(row, text=text, field="result", quote=quote, version=row.version, by=people.department)
    elif far in {REVIEWED, APPROVED}:
        _review(row, far, people)


def _add_action(row: FollowUpResult, answer: Answer, by: User) -> None:
    text = ACTIONS.get((row.follow_up.text, _last_word(row.unit))) if row.unit is not None else ""
    if text and answer.deviation in DEVIATES:
        add_action(row, text=text, responsible=by, due=timezone.localdate() + timedelta(days=35), by=by)


def _review(row: FollowUpResult, far: str, people: _People) -> None:
    reviewer = people.in_role(row.follow_up.reviewer_role)
    row = approve(row, version=row.version, by=reviewer)
    if far == APPROVED and row.state == "filed":
        approve(row, version=row.version, by=people.controller)
