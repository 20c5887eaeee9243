import io
import time
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from office_files import DOCUMENT, METHOD, REPORT, members
from rimlig.documents import words, workbook
from rimlig.documents.document import (
    Action,
    ActionPlan,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.imports.excel import read_excel
from rimlig.reporting.excel import render_excel, render_template
from rimlig.reporting.report import Report
from strategies import reports


def read_back(report: Report) -> Document:
    return replace(read_excel(render_excel(report)), warnings=())


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell in row) for row in opened(data)[sheet].iter_rows(values_only=True)]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(reports())
def test_every_document_comes_back_whole(report: Report) -> None:
    assert read_back(report) == report.document


def test_the_sample_comes_back_whole() -> None:
    assert read_back(REPORT) == DOCUMENT


def test_a_row_per_event_follow_up_and_further_action() -> None:
    columns = [*workbook.COLUMNS[workbook.PLAN]]
    places = [columns.index(column) for column in (workbook.ROW, workbook.EVENT, workbook.FOLLOW_UP, workbook.ACTION)]
    rows = [tuple(row[place] for place in places) for row in rows_of(render_excel(REPORT), workbook.PLAN)]
    assert rows == [
        ("Rad", words.COLUMNS[1], words.COLUMNS[2], "Åtgärd"),
        (1, "Fakturor betalas två gånger", None, "Spärr i systemet"),
        (2, None, None, "a"),
        (3, "Attest saknas", None, None),
        (4, None, "Stickprov varje tertial", "Ny rutin"),
        (5, None, "Genomgång av behörigheter", None),
        (6, None, None, None),
        (7, None, None, None),
        (8, None, None, None),
    ]


def test_goal_process_and_method_stand_on_every_row_of_theirs() -> None:
    rows = rows_of(render_excel(REPORT), workbook.PLAN)[1:]
    assert [row[1:5] for row in rows] == [
        *[("1.1", "Ordning och reda", "Ekonomi", "Attest av fakturor")] * 5,
        ("1.1", "Ordning och reda", "Ekonomi", "Inventering"),
        ("1.1", "Ordning och reda", "Arkiv", None),
        ("1.10", None, None, None),
    ]


def test_the_six_columns_have_the_words_of_the_report() -> None:
    assert rows_of(render_excel(REPORT), workbook.PLAN)[0][5:11] == words.COLUMNS


def test_a_status_cell_is_exactly_its_word_and_offers_the_others() -> None:
    sheet = opened(render_excel(REPORT))[workbook.PLAN]
    assert [cell.value for cell in sheet["I"]][1:6] == [None, None, None, "Större avvikelse", "Ej genomförd"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {
        "I2:I2001": '"Ingen avvikelse,Mindre avvikelse,Större avvikelse,Ej genomförd"',
        "K2:K2001": '"Ej påbörjad,Pågående,Väntläge,Avslutad"',
        "N2:N2001": '"Acceptera,Bevaka,Reducera,Kontrollera"',
        "R2:R2001": '"Mål,Process,Arbetssätt"',
    }


def test_every_status_has_a_colour_and_a_symbol_of_its_own() -> None:
    sheet = opened(render_excel(REPORT))[workbook.PLAN]
    looks = {
        rule.formula[0]: (rule.dxf.font.color.rgb, rule.dxf.numFmt.formatCode)
        for area in sheet.conditional_formatting
        for rule in area.rules
    }
    assert looks == {
        '"Ingen avvikelse"': ("FF1A6B43", '"✓ "@'),
        '"Mindre avvikelse"': ("FF7D5200", '"△ "@'),
        '"Större avvikelse"': ("FFA8211A", '"✖ "@'),
        '"Ej genomförd"': ("FF54457F", '"⊘ "@'),
        '"Ej påbörjad"': ("FF55616A", '"○ "@'),
        '"Pågående"': ("FF0A5563", '"◐ "@'),
        '"Väntläge"': ("FF7D5200", '"□ "@'),
        '"Avslutad"': ("FF1A6B43", '"● "@'),
    }


def test_people_can_filter_and_keep_the_header_in_sight() -> None:
    sheet = opened(render_excel(REPORT))[workbook.PLAN]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:AI9", "B2", "$1:$1")
    assert sheet["G2"].alignment.wrap_text is True


@pytest.mark.parametrize("text", ["=1+1", "+46 8 508", "-1", "@SUM(A1)", "{=A1}", "http://127.0.0.1/", "1.10", "007"])
def test_texts_stay_texts_whatever_they_look_like(text: str) -> None:
    method = WorkingMethod(text, text, (Event(text, actions=(Action(text, analysis=text),)),), (FollowUp(text),))
    report = Report(replace(DOCUMENT, title=text, goals=(Goal(text, text, (Process(text, (method,)),)),)), text)
    sheets = [part for name, part in members(render_excel(report)).items() if "sheet" in name]
    assert not [part for part in sheets if b"<f>" in part or b"<hyperlink" in part]
    assert read_back(report) == report.document


def test_texts_of_characters_that_excel_writes_in_its_own_way() -> None:
    text = "_x0041_ & <b> \u00a0hårt\u00a0blank \U0001f600 “’”"
    report = Report(replace(DOCUMENT, introduction=text, summary=f"{text}\n\n{text}"))
    assert read_back(report) == report.document


@pytest.mark.parametrize("letter", ["å", "\U0001f600", "ab "])
def test_texts_too_long_for_a_cell_go_on_in_the_next_row(letter: str) -> None:
    long = (letter * 100_000).strip()[:100_000].strip()
    method = replace(METHOD, control=long, follow_ups=(FollowUp("Kort", result=long, measures=long + "."),))
    goals = (Goal("1.1", "", (Process("Ekonomi", (method, WorkingMethod("Nästa"))),)),)
    plans = (ActionPlan("Brist", long, 1, 2, long), ActionPlan("Nästa"))
    document = replace(DOCUMENT, introduction=long, summary=long, goals=goals, action_plans=plans)
    data = render_excel(Report(document))
    longest = max(
        len(str(value).encode("utf-16-le")) // 2
        for sheet in workbook.COLUMNS
        for row in rows_of(data, sheet)
        for value in row
    )
    assert longest <= 32_767
    assert replace(read_excel(data), warnings=()) == document


def test_names_that_stand_twice_side_by_side_stay_two() -> None:
    twice = WorkingMethod("Samma", events=(Event("Fel"), Event("Fel")))
    process = Process("Samma", (twice, twice, WorkingMethod("Annan"), twice))
    goal = Goal("1", "Samma", (process, process, Process("Annan"), process))
    document = replace(DOCUMENT, goals=(goal, goal, Goal("2"), goal, Goal("1")))
    assert read_back(Report(document)) == document


def test_missing_names_and_texts_keep_their_rows() -> None:
    method = WorkingMethod("", events=(Event("", actions=(Action(""),)),), follow_ups=(FollowUp(""),))
    document = replace(
        DOCUMENT,
        summary_by_goal=(GoalSummary("", "", "Text"), GoalSummary("", "Utan nummer", "")),
        goals=(Goal("", "", (Process("", (method,)), Process("", ()))), Goal("", "Utan nummer")),
        action_plans=(ActionPlan(""),),
    )
    assert read_back(Report(document)) == document


def test_equal_reports_are_equal_files_at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_excel(REPORT)
    later = time.gmtime(time.time() + 100_000)
    monkeypatch.setattr(time, "localtime", lambda _seconds=None: later)
    assert render_excel(REPORT) == first


def test_the_template_has_the_reports_layout_and_no_content() -> None:
    template, report = opened(render_template()), opened(render_excel(REPORT))
    assert template.sheetnames == report.sheetnames == [*workbook.COLUMNS, workbook.GUIDE]
    for name in workbook.COLUMNS:
        assert [cell.value for cell in template[name][1]] == [cell.value for cell in report[name][1]]
    assert [template[name].max_row for name in workbook.COLUMNS] == [10, 1, 1, 1, 1]
    assert [row[1] for row in rows_of(render_template(), workbook.ABOUT)] == ["Värde", *[None] * 9]


def test_the_guide_names_every_word_that_has_a_meaning() -> None:
    guide = "\n".join(str(row[0]) for row in rows_of(render_template(), workbook.GUIDE))
    meant = [*words.DEVIATION.values(), *words.STATUS.values(), *words.TREATMENT.values(), *workbook.COLUMNS]
    assert [word for word in meant if word not in guide] == []


def test_a_document_without_anything_is_read_back() -> None:
    report = Report(Document(Kind.PLAN))
    assert read_back(report) == report.document
