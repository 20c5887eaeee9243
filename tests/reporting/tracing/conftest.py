"""A follow-up that three units have been asked about: Granen deviates, Lyktan does not, Sjövik has not answered."""

import pytest

from factories import EvidenceFactory, FollowUpResultFactory, OrgUnitFactory, PeriodFactory, PlannedFollowUpFactory
from rimlig.followup.models import FollowUpResult, Period
from rimlig.organisation.models import Board
from rimlig.planning.models import PlannedFollowUp, Process


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    return PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare")


@pytest.fixture
def period(board: Board) -> Period:
    return PeriodFactory(municipality=board.municipality, code="T2")


@pytest.fixture
def answers(follow_up: PlannedFollowUp, period: Period, board: Board) -> list[FollowUpResult]:
    same = {"follow_up": follow_up, "period": period}
    granen = FollowUpResultFactory(
        **same, unit=OrgUnitFactory(board=board, name="Granen"), to_answer=True, result="Två grupper saknar."
    )
    EvidenceFactory(result=granen, name="Bemanningslista", link="https://exempel.se/lista")
    lyktan = FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Lyktan"))
    sjovik = FollowUpResultFactory(**same, unit=OrgUnitFactory(board=board, name="Sjövik"), to_answer=True)
    _file(granen)
    return [granen, lyktan, sjovik]


def _file(answer: FollowUpResult) -> None:
    other = FollowUpResult.objects.filter(unit__name="Lyktan").get()
    answer.deviation, answer.filed_by, answer.filed_at = "major", other.filed_by, other.filed_at
    answer.no_action_reason = "Rekryteringen är klar."
    answer.state, answer.step = "filed", 1
    answer.save()
    answer.state, answer.step = "approved", 0
    answer.save()
