"""Every state of an answer × everything that people do with one: what becomes of it, or the sentence that refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest

from factories import EvidenceFactory, FollowUpResultFactory
from rimlig.core.errors import RuleBroken
from rimlig.followup.answering.operations import file_answer, save_answer, start_from_last_period, take_back_answer
from rimlig.followup.evidence.operations import add_file, add_link, remove_evidence
from rimlig.followup.models import AnswerState, Evidence, FollowUpResult, Period
from rimlig.followup.reviewing.operations import approve, comment, send_back
from rimlig.organisation.models import OrgUnit
from rimlig.planning.models import PlannedFollowUp

pytestmark = pytest.mark.django_db

OPEN, FILED, RETURNED, APPROVED, CONCLUDED = (state.value for state in AnswerState)
STATES: Final = {
    OPEN: {"to_answer": True, "deviation": "none", "result": "Alla grupper hade en."},
    FILED: {"filed": True},
    RETURNED: {"state": "returned", "filed_by": None, "filed_at": None},
    APPROVED: {"state": "approved"},
    CONCLUDED: {"state": "concluded", "unit": None, "filed_by": None, "filed_at": None},
}


def _evidence_of(row: FollowUpResult) -> Evidence:
    """Return the answer's evidence, or some that nobody could lay beside it now."""
    there = row.evidence.first()
    return there if there is not None else Evidence(pk=0, result=row, link="https://diariet.example/0", name="Beslut")


OPERATIONS: Final[dict[str, Callable[[FollowUpResult, Any], Any]]] = {
    "save": lambda row, who: save_answer(row, {"measures": "Nytt."}, version=1, by=who.unit_manager),
    "file": lambda row, who: file_answer(row, version=1, by=who.unit_manager),
    "take back": lambda row, who: take_back_answer(row, version=1, by=who.unit_manager),
    "start from last": lambda row, who: start_from_last_period(row, version=1, by=who.unit_manager),
    "approve": lambda row, who: approve(row, version=1, by=who.controller),
    "send back": lambda row, who: send_back(row, text="Vilka?", version=1, by=who.controller),
    "send back without a word": lambda row, who: send_back(row, text=" ", version=1, by=who.controller),
    "open again by the department": lambda row, who: send_back(row, text="Ny fråga", version=1, by=who.department_manager),
    "comment": lambda row, who: comment(row, text="Bra.", by=who.controller),
    "comment without a word": lambda row, who: comment(row, text=" ", by=who.controller),
    "comment as an auditor": lambda row, who: comment(row, text="Bra.", by=who.auditor),
    "attach a link": lambda row, who: add_link(row, name="", link="https://diariet.example/1", by=who.unit_manager),
    "attach a file": lambda row, who: add_file(row, name="a.pdf", content=b"%PDF-1.7 a", by=who.unit_manager),
    "remove evidence": lambda row, who: remove_evidence(_evidence_of(row), by=who.unit_manager),
}  # fmt: skip
WORD: Final = {OPEN: "att svara på", FILED: "inlämnat", RETURNED: "skickat tillbaka", APPROVED: "godkänt", CONCLUDED: "slutsats"}  # fmt: skip
LOCKED, NOTHING, NOT_SO = (
    "Svaret är {word}, så det kan inte ändras.",
    "Svaret är {word}, så det finns inget att godkänna.",
    "Svaret är {word}, så det går inte.",
)
REVIEWED = "Svaret har granskats under tiden, så det kan inte tas tillbaka."
NO_WORD, SAY_FIRST = "Skriv vad du", "Skriv något först."
ONLY_CONTROLLER = "Svaret är godkänt. Bara"
NO_EARLIER = "Det finns inget tidigare svar"
NOT_YOURS = "Bara de som svarar eller granskar kan kommentera"
TABLE: Final[dict[str, tuple[str, str, str, str, str]]] = {
    #                                open       filed      returned   approved         concluded
    "save": (OPEN, LOCKED, RETURNED, LOCKED, LOCKED),
    "file": (FILED, LOCKED, FILED, LOCKED, LOCKED),
    "take back": (REVIEWED, OPEN, REVIEWED, REVIEWED, REVIEWED),
    "start from last": (NO_EARLIER, LOCKED, NO_EARLIER, LOCKED, LOCKED),
    "approve": (NOTHING, APPROVED, NOTHING, NOTHING, NOTHING),
    "send back": (NOT_SO, RETURNED, NOT_SO, RETURNED, NOT_SO),
    "send back without a word": (NOT_SO, NO_WORD, NOT_SO, NO_WORD, NOT_SO),
    "open again by the department": (NOT_SO, RETURNED, NOT_SO, ONLY_CONTROLLER, NOT_SO),
    "comment": (OPEN, FILED, RETURNED, APPROVED, CONCLUDED),
    "comment without a word": (SAY_FIRST, SAY_FIRST, SAY_FIRST, SAY_FIRST, SAY_FIRST),
    "comment as an auditor": (NOT_YOURS, NOT_YOURS, NOT_YOURS, NOT_YOURS, NOT_YOURS),
    "attach a link": (OPEN, LOCKED, RETURNED, LOCKED, LOCKED),
    "attach a file": (OPEN, LOCKED, RETURNED, LOCKED, LOCKED),
    "remove evidence": (OPEN, LOCKED, RETURNED, LOCKED, LOCKED),
}
CASES = [(what, state, row[number]) for what, row in TABLE.items() for number, state in enumerate(STATES)]


@pytest.fixture
def make(follow_up: PlannedFollowUp, period: Period, unit: OrgUnit, people: Any) -> Callable[[str], FollowUpResult]:
    """Make the answer of the unit in a state, with one link beside it."""

    def in_state(state: str) -> FollowUpResult:
        by = {"filed_by": people.unit_manager} if state in {FILED, APPROVED} else {}
        row: FollowUpResult = FollowUpResultFactory(
            **{"follow_up": follow_up, "period": period, "unit": unit, **STATES[state], **by}
        )
        if row.is_writable:  # the database lets nobody lay anything beside what is filed
            EvidenceFactory(result=row)
        return row

    return in_state


def test_every_state_and_operation_is_in_the_table() -> None:
    assert set(TABLE) == set(OPERATIONS)
    assert set(STATES) == set(AnswerState.values)


@pytest.mark.parametrize(("what", "state", "expected"), CASES, ids=[f"{what}-{state}" for what, state, _to in CASES])
def test_what_becomes_of_an_answer(
    what: str, state: str, expected: str, make: Callable[[str], FollowUpResult], people: Any
) -> None:
    row = make(state)
    if expected in STATES:
        OPERATIONS[what](row, people)
    else:
        with pytest.raises(RuleBroken) as refused:
            OPERATIONS[what](row, people)
        assert str(refused.value).startswith(expected.format(word=WORD[state]))
        expected = state
    row.refresh_from_db()
    assert row.state == expected


@pytest.mark.parametrize("what", [name for name in OPERATIONS if not name.startswith("comment")])
def test_after_the_period_has_closed_nothing_is_done_with_an_answer(
    what: str, make: Callable[[str], FollowUpResult], people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_review = {"take back", "approve", "send back", "send back without a word", "open again by the department"}
    row = make(FILED if what in of_review else OPEN)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 12, 24))
    with pytest.raises(RuleBroken, match="stängde 18 oktober 2026, så svaren ligger fast"):
        OPERATIONS[what](row, people)
