"""What months and quarters showed is told in the reporting period in which they end: in tables, facts, traces and counts."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from factories import FollowUpResultFactory, OrgUnitFactory, PlannedFollowUpFactory
from rimlig.documents.document import Deviation, Kind
from rimlig.drafting.facts import Facts
from rimlig.drafting.reading import facts_of
from rimlig.followup.models import FollowUpResult, Period, PeriodCode
from rimlig.followup.periods.dates import period_in
from rimlig.followup.periods.gathering import WITHIN, as_one
from rimlig.organisation.models import Board, User
from rimlig.planning.models import PlannedFollowUp, Process
from rimlig.reporting.overviews import overview_of
from rimlig.reporting.queries import report_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    """A follow-up of every month, on a goal."""
    row: PlannedFollowUp = PlannedFollowUpFactory(
        working_method__process=process, text="Löner stäms av", schedule="monthly"
    )
    return row


def _period(board: Board, code: str) -> Period:
    return period_in(board.municipality, 2026, code)


def _concluded(follow_up: PlannedFollowUp, code: str, level: str, text: str, **more: Any) -> FollowUpResult:
    period = _period(follow_up.in_plan.board, code)
    row: FollowUpResult = FollowUpResultFactory(
        follow_up=follow_up, period=period, deviation=level, result=text, measures="", **more
    )
    return row


def _facts(follow_up: PlannedFollowUp, code: str) -> Facts:
    plan = follow_up.in_plan
    return facts_of(plan, _period(plan.board, code), today=TODAY)


def test_each_month_and_quarter_belongs_to_the_reporting_period_in_which_it_ends() -> None:
    assert WITHIN == {
        PeriodCode.T1: ("T1", "Q1", "M01", "M02", "M03", "M04"),
        PeriodCode.T2: ("T2", "Q2", "M05", "M06", "M07", "M08"),
        PeriodCode.VB: ("VB", "Q3", "Q4", "M09", "M10", "M11", "M12"),
    }


def test_the_report_tells_what_the_months_showed_at_their_worst_level(follow_up: PlannedFollowUp) -> None:
    _concluded(follow_up, "M06", "none", "Allt stämde.")
    _concluded(follow_up, "M05", "minor", "En lön var fel.")
    _concluded(follow_up, "M09", "major", "Hör till verksamhetsberättelsen.")
    plan = follow_up.in_plan
    report = report_of(plan, Kind.FOLLOW_UP, _period(plan.board, "T2"))
    (told,) = report.document.goals[0].processes[0].working_methods[0].follow_ups
    assert told.deviation == Deviation.MINOR
    assert told.result == "Maj: En lön var fel.\n\nJuni: Allt stämde."
    (trace,) = report.traces.listed
    assert (trace.is_concluded, trace.deviation) == (True, Deviation.MINOR)


def test_what_is_concluded_for_the_reporting_period_itself_is_its_result(follow_up: PlannedFollowUp) -> None:
    _concluded(follow_up, "M08", "major", "Tre löner var fel.")
    own = _concluded(follow_up, "T2", "none", "Felen är rättade.")
    assert as_one(FollowUpResult.objects.select_related("period")) == own
    (fact,) = _facts(follow_up, "T2").follow_ups
    assert fact.level == Deviation.NONE


def test_facts_count_it_once_with_each_unit_once(follow_up: PlannedFollowUp, board: Board) -> None:
    granen, lyktan = (OrgUnitFactory(board=board, name=name) for name in ("Granen", "Lyktan"))
    for code, level in (("M05", "major"), ("M06", "minor"), ("M07", "none")):
        _concluded(follow_up, code, level, "Granen.", unit=granen)
        _concluded(follow_up, code, "none", "Lyktan.", unit=lyktan)
    (fact,) = _facts(follow_up, "T2").follow_ups
    assert (fact.level, fact.asked, fact.answered) == (None, 2, 2)
    assert [(unit.unit, unit.level) for unit in fact.units] == [("Granen", Deviation.MAJOR)]


def test_one_of_every_month_lacks_a_result_until_a_month_is_concluded(follow_up: PlannedFollowUp) -> None:
    assert [len(_facts(follow_up, code).missing) for code in PeriodCode] == [1, 1, 1]
    _concluded(follow_up, "M02", "none", "Allt stämde.")
    assert [len(_facts(follow_up, code).missing) for code in PeriodCode] == [0, 1, 1]


def test_it_is_compared_with_the_reporting_period_before(follow_up: PlannedFollowUp) -> None:
    _concluded(follow_up, "M02", "major", "Fel.")
    _concluded(follow_up, "M04", "none", "Rätt.")
    _concluded(follow_up, "M05", "none", "Rätt.")
    (fact,) = _facts(follow_up, "T2").better
    assert fact.before is not None
    assert (fact.before.level, fact.before.when) == (Deviation.MAJOR, "tertial 1")


def test_the_overview_of_all_boards_counts_it_too(follow_up: PlannedFollowUp, board: Board) -> None:
    period = _period(board, "T2")
    _concluded(follow_up, "M05", "minor", "Fel.")
    _concluded(follow_up, "M06", "none", "Rätt.")
    _concluded(follow_up, "M06", "none", "Rätt.", unit=OrgUnitFactory(board=board))
    PlannedFollowUpFactory(working_method=follow_up.working_method, schedule="quarterly")
    (row,) = overview_of(board.municipality, period, [board], today=TODAY).rows
    assert (row.levels, row.no_result, row.asked, row.given) == (((Deviation.MINOR, 1),), 1, 1, 1)


def test_the_trace_of_a_tertial_shows_the_months_answers(
    client: Client, follow_up: PlannedFollowUp, board: Board, controller: User
) -> None:
    _period(board, "T2")
    granen = OrgUnitFactory(board=board, name="Granen")
    for code in ("M05", "M06"):
        _concluded(follow_up, code, "none", f"Läst i {code}.", unit=granen)
    _concluded(follow_up, "M06", "minor", "En lön var fel.")
    client.force_login(controller)
    page = " ".join(client.get(f"/sparning/{follow_up.pk}/T2/").content.decode().split())
    for said in ("Läst i M05.", "Läst i M06.", '<span class="tag">Maj 2026</span>', "<p>Juni: En lön var fel.</p>"):
        assert said in page, said
