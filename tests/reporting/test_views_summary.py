"""The page of the board's summary, and its files."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from factories import (
    ActionFactory,
    BoardAssessmentFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    PeriodFactory,
    PlannedFollowUpFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.followup.models import ReportState
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, Process
from rimlig.reporting.summaries import summary_of

QUERIES = 31


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 9, 15))


@pytest.fixture
def signed_in(client: Client, board_member: User) -> Client:
    client.force_login(board_member)
    return client


@pytest.fixture
def plan(plan: Plan, process: Process) -> Plan:
    _one_more(process)
    return plan


def _one_more(process: Process) -> None:
    method = WorkingMethodFactory(process=process)
    follow_up = PlannedFollowUpFactory(working_method=method, text="Andel < förskollärare")
    FollowUpResultFactory(follow_up=follow_up, period__code="T2", deviation="minor")
    event = UndesiredEventFactory(working_method=method)
    ActionFactory(event=event, text="Ny rutin", due=date(2026, 8, 31))


def _page(signed_in: Client, plan: Plan) -> str:
    answer: Any = signed_in.get(f"/rapport/{plan.pk}/sammanfattning/T2/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_deviates_and_leads_there(signed_in: Client, plan: Plan) -> None:
    follow_up = plan.processes.get().working_methods.get().follow_ups.get()
    page = _page(signed_in, plan)
    assert "Uppföljningen visar en mindre avvikelse." in page
    assert (
        f'<a href="/process/{plan.processes.get().pk}/#follow-up-{follow_up.pk}">Andel &lt; förskollärare</a>' in page
    )
    assert "skulle ha varit klar 31 augusti 2026" in page
    assert 'aria-current="page">Sammanfattning på en sida</a>' in page


def test_the_whole_report_leads_to_the_summary(signed_in: Client, plan: Plan) -> None:
    page = signed_in.get(f"/rapport/{plan.pk}/uppfoljning/T2/").content.decode()
    assert f'href="/rapport/{plan.pk}/sammanfattning/T2/"' in page


def test_it_is_marked_until_the_report_is_approved(signed_in: Client, plan: Plan) -> None:
    assert 'class="mark-of-draft">Utkast<' in _page(signed_in, plan)
    BoardReportFactory(plan=plan, period__code="T2", state=ReportState.FROZEN)
    page = _page(signed_in, plan)
    assert "mark-of-draft" not in page
    assert "<dd>Godkänd</dd>" in page


def test_the_boards_own_assessment_stands_first(signed_in: Client, plan: Plan) -> None:
    BoardAssessmentFactory(board=plan.board, year=plan.year, level="not_fully", reasons="Det mesta fungerar.")
    page = _page(signed_in, plan)
    assert "Förslag: nämnden bedömer att den interna kontrollen är <b>inte helt tillräcklig</b>." in page
    assert "Det mesta fungerar." in page


@pytest.mark.parametrize(
    ("extension", "media_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("json", "application/json", b'{\n "format": "rimlig-board-summary/1"'),
    ],
)
def test_the_files(signed_in: Client, plan: Plan, extension: str, media_type: str, begins: bytes) -> None:
    answer = signed_in.get(f"/rapport/{plan.pk}/sammanfattning/T2/{extension}/")
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].endswith(f'board-summary-lindhaga-stadsdelsnamnd-tertial-2-2026.{extension}"')
    assert answer.content.lstrip().startswith(begins)


@pytest.mark.parametrize(
    "way", ["sammanfattning/T1/", "sammanfattning/T9/", "sammanfattning/T2/xlsx/", "sammanfattning/T2/exe/"]
)
def test_what_there_is_not_is_not_found(signed_in: Client, plan: Plan, way: str) -> None:
    PeriodFactory(municipality=plan.board.municipality, code="T1")
    assert signed_in.get(f"/rapport/{plan.pk}/{way}").status_code == 404


def test_a_character_that_the_font_lacks_is_told_on_the_page(signed_in: Client, plan: Plan) -> None:
    ActionFactory(
        event=UndesiredEventFactory(working_method__process__plan=plan),
        text="鬼",
        due=date(2026, 8, 1),
        status="ongoing",
    )
    answer = signed_in.get(f"/rapport/{plan.pk}/sammanfattning/T2/pdf/", follow=True)
    assert answer.redirect_chain == [("../", 302)]
    assert "saknar ”鬼”" in answer.content.decode()


def test_the_number_of_queries_does_not_grow(
    signed_in: Client, plan: Plan, process: Process, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        _page(signed_in, plan)
    for _row in range(2):
        _one_more(process)
    with django_assert_num_queries(QUERIES):
        _page(signed_in, plan)


def test_a_report_that_is_being_approved_is_no_draft(plan: Plan) -> None:
    period = PeriodFactory(municipality=plan.board.municipality, code="T2")
    summary = summary_of(plan, period, today=date(2026, 9, 15), state=ReportState.FROZEN)
    assert (summary.state, summary.mark) == ("Godkänd", "")
