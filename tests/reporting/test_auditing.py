"""The auditor's file: everything about a follow-up through its years, for those who may have it, in every format."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import person
from done_runs import evidence_of_run
from factories import (
    ActionFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    UndesiredEventFactory,
    adopted,
)
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.copying.rows import copy_plan_rows
from rimlig.planning.models import Plan, PlannedFollowUp, Process
from rimlig.records.files import store_file
from rimlig.reporting.auditing.collecting import collected
from rimlig.reporting.auditing.document import document_of_file
from rimlig.reporting.auditing.packing import Member, packed
from rimlig.reporting.blocks import as_data

pytestmark = pytest.mark.django_db
SHEET = b"%PDF-1.7 en bemanningslista"


@pytest.fixture
def follow_up(process: Process) -> PlannedFollowUp:
    row: PlannedFollowUp = PlannedFollowUpFactory(working_method__process=process, text="Andel förskollärare")
    UndesiredEventFactory(working_method=row.working_method, assessed=True, text="För få vuxna")
    return row


@pytest.fixture
def answer(follow_up: PlannedFollowUp, board: Board) -> FollowUpResult:
    period = PeriodFactory(municipality=board.municipality, code="T2")
    unit = OrgUnitFactory(board=board, name="Granen")
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, period=period, unit=unit, to_answer=True)
    stored = store_file(SHEET, "application/pdf", board.municipality, by=None)
    EvidenceFactory(result=row, name="Bemanning/maj.pdf", link="", file=stored)
    FollowUpResult.objects.filter(pk=row.pk).update(result="Två grupper saknar.")
    return row


@pytest.mark.parametrize(
    ("role", "leads_there"), [(Role.AUDITOR, True), (Role.CONTROLLER, True), (Role.BOARD_MEMBER, False)]
)
def test_the_process_leads_to_the_file_of_each_follow_up_for_those_who_may_have_it(
    client: Client, follow_up: PlannedFollowUp, board: Board, role: Role, *, leads_there: bool
) -> None:
    client.force_login(person("Rut Revisor", role, board))
    page = client.get(f"/process/{follow_up.working_method.process_id}/").content.decode()
    address = reverse("reporting:audit-file", args=[follow_up.pk])
    assert (f'<a href="{address}">Revisorns akt' in page) is leads_there


def test_the_file_is_marked_while_the_plan_that_it_begins_from_is_no_decision(
    follow_up: PlannedFollowUp, board: Board
) -> None:
    auditor = person("Rut Revisor", Role.AUDITOR, board)
    assert document_of_file(collected(follow_up, auditor)).mark == "Utkast"
    adopted(follow_up.in_plan)
    decided = PlannedFollowUp.objects.with_plan("municipality").get(pk=follow_up.pk)
    assert document_of_file(collected(decided, auditor)).mark == ""


@pytest.fixture
def signed_in(client: Client, board: Board) -> Client:
    client.force_login(person("Rut Revisor", Role.CONTROLLER, board))
    return client


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_has_the_plans_words_the_answers_the_evidence_and_who_did_what(
    signed_in: Client, follow_up: PlannedFollowUp, answer: FollowUpResult
) -> None:
    ActionFactory(event=None, follow_up=follow_up, text="Rekrytera två")
    page = _text(signed_in.get(f"/revisorsakt/{follow_up.pk}/"))
    for said in (
        "2026, utgåva 1: U1", "För få vuxna", "Tertial 2 2026: Granen", "Två grupper saknar.", "Rekrytera två",
        "Bemanning/maj.pdf", hashlib.sha256(SHEET).hexdigest(), "Nämnden har inte beslutat om den här utgåvan.",
        f'href="/svar/{answer.pk}/"', "1 underlag som fil",
    ):  # fmt: skip
        assert said in page, said


def test_what_it_was_and_what_it_became_in_other_years_stands_there_too(
    signed_in: Client, plan: Plan, follow_up: PlannedFollowUp, answer: FollowUpResult, controller: User
) -> None:
    following = PlanFactory(board=plan.board, year=2027)
    copy_plan_rows(plan, following, by=controller)
    copy = PlannedFollowUp.objects.get(working_method__process__plan=following)
    elsewhere = PlanFactory(board__municipality=plan.board.municipality, year=2027)
    copy_plan_rows(plan, elsewhere, by=controller)
    for pk in (follow_up.pk, copy.pk):
        data = json.loads(signed_in.get(f"/revisorsakt/{pk}/json/").content)
        parts = [block["text"] for block in data["blocks"] if block["type"] == "heading" and block["level"] == 1]
        assert parts == ["2026, utgåva 1: U1", "2027, utgåva 1: U1", "Underlag", "Historik"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER])
def test_drafts_are_not_for_the_auditor_and_the_file_is_not_for_everybody(
    client: Client, board: Board, follow_up: PlannedFollowUp, answer: FollowUpResult, role: Role
) -> None:
    client.force_login(person("Rut Revisor", role, board))
    response = client.get(f"/revisorsakt/{follow_up.pk}/")
    assert response.status_code == (200 if role == Role.AUDITOR else 403)
    assert "Två grupper saknar." not in _text(response)


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx"])
def test_it_is_a_file_in_each_format(
    signed_in: Client, follow_up: PlannedFollowUp, answer: FollowUpResult, extension: str
) -> None:
    response = signed_in.get(f"/revisorsakt/{follow_up.pk}/{extension}/")
    assert response.status_code == 200
    name = f"revisorsakt-lindhaga-stadsdelsnamnd-2026-u1.{extension}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content[:4] in {b"%PDF", b"PK\x03\x04"}
    assert signed_in.get(f"/revisorsakt/{follow_up.pk}/odt/").status_code == 404


def test_the_archive_has_the_stored_files_and_a_checksum_for_each(
    signed_in: Client, follow_up: PlannedFollowUp, answer: FollowUpResult
) -> None:
    response = signed_in.get(f"/revisorsakt/{follow_up.pk}/zip/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    names = [line["name"] for line in manifest["files"]]
    assert names == ["revisorsakt.pdf", "revisorsakt.json", "underlag/001 Bemanning_maj.pdf"]
    assert archive.read(names[2]) == SHEET
    for line in manifest["files"]:
        assert hashlib.sha256(archive.read(line["name"])).hexdigest() == line["sha256"]
    sums = archive.read("SHA256SUMS").decode().splitlines()
    assert sums == [f"{line['sha256']}  {line['name']}" for line in manifest["files"]]


def test_a_control_test_stands_there_with_its_numbers_and_its_outcome_in_the_archive(
    signed_in: Client, follow_up: PlannedFollowUp, answer: FollowUpResult
) -> None:
    run = evidence_of_run(answer).run
    assert run is not None
    assert run.outcome is not None
    page = signed_in.get(f"/revisorsakt/{follow_up.pk}/").content.decode()
    assert "Möjliga dubbelbetalningar, 2 betalningar, 1 avvikelse" in page
    assert f'href="/granskning/{run.pk}/"' in page
    assert run.outcome.sha256 in page
    archive = zipfile.ZipFile(io.BytesIO(b"".join(signed_in.get(f"/revisorsakt/{follow_up.pk}/zip/"))))
    outcome = json.loads(archive.read("underlag/002 Möjliga dubbelbetalningar.json"))
    assert (outcome["format"], outcome["exceptions"]["count"]) == ("rimlig-control-test/1", 1)


def test_a_stored_file_that_is_not_what_was_stored_is_left_out_and_said(board: Board) -> None:
    stored = store_file(SHEET, "application/pdf", board.municipality, by=None)
    stored.sha256 = "0" * 64
    made = b"".join(packed([Member("a.txt", "Text", b"text"), Member("b.pdf", "Underlag", stored)]))
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.namelist() == ["a.txt", "manifest.json", "SHA256SUMS"]
    assert "problem" in json.loads(archive.read("manifest.json"))["files"][1]


def test_it_asks_the_same_number_of_questions_whatever_there_is(
    signed_in: Client, board: Board, process: Process
) -> None:
    period = PeriodFactory(municipality=board.municipality, code="T2")
    asked: list[int] = []
    # Once before: what is written in the test from now on has been written by somebody, whose name is fetched.
    signed_in.get(f"/revisorsakt/{PlannedFollowUpFactory(working_method__process=process).pk}/")
    for count in (1, 3):
        row = PlannedFollowUpFactory(working_method__process=process)
        UndesiredEventFactory.create_batch(count, working_method=row.working_method)
        for _unit in range(count):
            answer = FollowUpResultFactory(
                follow_up=row, period=period, unit=OrgUnitFactory(board=board), to_answer=True
            )
            EvidenceFactory.create_batch(count, result=answer)
            ActionFactory.create_batch(count, event=None, follow_up=row, result=answer, unit=answer.unit)
        for _run in range(count):  # last: what is stored has been stored by nobody, and so would be what comes after it
            evidence_of_run(answer)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(f"/revisorsakt/{row.pk}/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_same_content_is_the_same_document(follow_up: PlannedFollowUp, controller: User) -> None:
    first, second = (as_data(document_of_file(collected(follow_up, controller))) for _ in range(2))
    assert first == second
