"""When the system of internal control is adopted and to be reviewed, in the year wheel and calendars."""

from datetime import date

import pytest

from controlsystem.documents import adopted_system, decision_facts
from rimlig.controlsystem.operations import adopt_system, begin_review
from rimlig.organisation.models import Board, User
from rimlig.reminders.dates import date_kinds, dates_for

pytestmark = pytest.mark.django_db
REVIEW = "Systemet för intern kontroll ska ses över, en gång om året"


def told(person: User, first: date, last: date) -> list[tuple[date, str, bool]]:
    return [(one.day, one.text, one.mine) for one in dates_for(person, first, last) if one.kind == "system"]


def test_the_decision_and_the_yearly_review_stand_in_the_year(
    board: Board, controller: User, board_member: User, other_municipality_controller: User
) -> None:
    adopted_system(board)
    year = date(2025, 12, 1), date(2026, 12, 31)
    assert told(controller, *year) == [
        (date(2025, 12, 10), "Systemet för intern kontroll fastställs", False),
        (date(2026, 12, 10), REVIEW, True),
    ]
    assert told(board_member, date(2026, 12, 1), date(2026, 12, 31)) == [(date(2026, 12, 10), REVIEW, False)]
    assert told(other_municipality_controller, *year) == []
    assert "system" in date_kinds()


def test_a_new_edition_moves_the_review(board: Board, controller: User) -> None:
    second = begin_review(adopted_system(board), by=None)
    adopt_system(second, **decision_facts(meeting_date=date(2026, 2, 4), paragraph="9"), version=1, by=None)
    assert told(controller, date(2026, 1, 1), date(2027, 12, 31)) == [
        (date(2026, 2, 4), "Systemet för intern kontroll fastställs", False),
        (date(2027, 2, 4), REVIEW, True),
    ]
