"""Workbooks that people have filled in, moved about and sorted. The report's own are tested with the renderer."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from office_files import DOCUMENT, REPORT, with_part
from rimlig.documents import workbook
from rimlig.documents.document import (
    Action,
    ActionPlan,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    Treatment,
    WorkingMethod,
)
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel import read_excel
from rimlig.reporting.excel import render_excel, render_template

TEMPLATE = render_template()
SHORT = {
    "mål": workbook.GOAL,
    "titel": workbook.GOAL_TITLE,
    "process": workbook.PROCESS,
    "sätt": workbook.METHOD,
    "kontroll": workbook.CONTROL,
    "händelse": workbook.EVENT,
    "uppföljning": workbook.FOLLOW_UP,
    "avvikelse": workbook.DEVIATION,
    "åtgärd": workbook.ACTION,
    "status": workbook.ACTION_STATUS,
    "s": workbook.LIKELIHOOD,
    "k": workbook.CONSEQUENCE,
    "hantering": workbook.TREATMENT,
    "resultat": workbook.RESULT,
    "vidtaget": workbook.MEASURES,
    "analys": workbook.ANALYSIS,
    "ny": workbook.NEW_PART,
    "rad": workbook.ROW,
}
PLACE = {"mål": "1.1", "process": "Lön", "sätt": "Utbetalning"}


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def template(kind: str | None = "Internkontrollplan") -> Any:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    book[workbook.ABOUT]["B2"] = kind
    return book


def filled(*rows: dict[str, Any], first: int = 2) -> Any:
    """Return the template with rows on the sheet Plan, by the short names of its columns."""
    book = template()
    columns = workbook.COLUMNS[workbook.PLAN]
    for number, row in enumerate(rows, start=first):
        for short, value in row.items():
            book[workbook.PLAN].cell(number, columns.index(SHORT[short]) + 1, value)
    return book


def goals(*rows: dict[str, Any]) -> tuple[Goal, ...]:
    return read_excel(saved(filled(*rows))).goals


def methods(*rows: dict[str, Any]) -> tuple[WorkingMethod, ...]:
    ((process,),) = (goal.processes for goal in goals(*rows))
    return process.working_methods


def refusal(book: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        read_excel(book if isinstance(book, bytes) else saved(book))
    return str(refused.value)


def test_a_template_filled_in_by_hand() -> None:
    book = filled(
        PLACE | {"titel": "Rätt lön", "kontroll": "Två läser", "händelse": "Fel lön", "s": 2, "k": "4"},
        {"åtgärd": "Ny rutin", "status": "pågående", "analys": "Går bra.\n\nSnart klar."},
        {"uppföljning": "Stickprov", "avvikelse": "✖ Större avvikelse", "resultat": "Tre fel", "vidtaget": "Samtal"},
        {"sätt": "Avslut", "händelse": "För sent", "hantering": "Acceptera"},
        {"process": "Inköp"},
        {"mål": "1.2"},
    )
    about = book[workbook.ABOUT]
    about["B5"], about["B6"], about["B9"] = " Ekenäs  nämnd ", 2031.0, "Ett\nsamma stycke\n \nTvå"
    summary, plans = book[workbook.SUMMARY], book[workbook.ACTION_PLANS]
    summary["D2"], summary["B3"], summary["C3"], summary["D3"] = "Allt", "1.1", "Titel", "Ett mål"
    plans["B2"], plans["C2"], plans["D2"], plans["E2"], plans["F2"], plans["G2"] = (
        "Brist",
        "Så",
        2,
        8,
        "Gör",
        "Avslutad",
    )
    document = read_excel(saved(book))
    action = Action("Ny rutin", ActionStatus.ONGOING, "Går bra.\n\nSnart klar.")
    pay = WorkingMethod(
        "Utbetalning",
        "Två läser",
        (Event("Fel lön", 2, 4, None, (action,)),),
        (FollowUp("Stickprov", Deviation.MAJOR, "Tre fel", "Samtal"),),
    )
    leave = WorkingMethod("Avslut", "", (Event("För sent", treatment=Treatment.ACCEPT),))
    assert document == Document(
        Kind.PLAN,
        2031,
        "",
        "Ekenäs nämnd",
        "Ett samma stycke\n\nTvå",
        "Allt",
        (GoalSummary("1.1", "Titel", "Ett mål"),),
        (Goal("1.1", "Rätt lön", (Process("Lön", (pay, leave)), Process("Inköp"))), Goal("1.2")),
        (ActionPlan("Brist", "Så", 2, 8, "Gör", ActionStatus.CLOSED),),
        document.warnings,
    )


def test_rows_of_the_same_place_belong_together_wherever_they_stand() -> None:
    other = PLACE | {"sätt": "Annat"}
    found = methods(PLACE | {"händelse": "A"}, other | {"händelse": "B"}, PLACE | {"händelse": "C"})
    assert found == (
        WorkingMethod("Utbetalning", events=(Event("A"), Event("C"))),
        WorkingMethod("Annat", events=(Event("B"),)),
    )


def test_a_control_repeated_on_every_row_is_one_control() -> None:
    (method,) = methods(*(PLACE | {"kontroll": text, "händelse": text} for text in ("Två läser", "Två läser", "Tre")))
    assert method.control == "Två läser\n\nTre"


def test_a_sorted_report_is_read_in_its_own_order() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_excel(REPORT)))
    sheet = book[workbook.PLAN]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    sheet.append([None, "1.1", None, "Ekonomi", "Inventering", None, "Tillagd händelse"])
    first, last = read_excel(saved(book)).goals
    assert first.processes[0].working_methods[0] == DOCUMENT.goals[0].processes[0].working_methods[0]
    assert first.processes[0].working_methods[1] == WorkingMethod("Inventering", events=(Event("Tillagd händelse"),))
    assert last == DOCUMENT.goals[1]


def test_columns_may_be_moved_and_others_added_and_the_header_lowered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_excel(REPORT)))
    sheet = book[workbook.PLAN]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    del book[workbook.PLAN]
    sheet = book.create_sheet(workbook.PLAN)
    sheet.append(["Vår plan"])
    for row in rows:
        moved = [*row[9:11], "eget", *row[5:9], *row[:5], None, *row[11:]]
        sheet.append(moved)
    for _empty in range(30):
        sheet.append([None, " "])
    assert read_excel(saved(book)).goals == DOCUMENT.goals


def test_sheets_that_are_not_needed_may_be_missing() -> None:
    book = template()
    for name in (workbook.PLAN, workbook.SUMMARY, workbook.GUIDE):
        del book[name]
    assert read_excel(saved(book)).goals == ()


@pytest.mark.parametrize("number", [1, 1.0, "1"])
def test_a_whole_number_is_a_goals_number(number: float | str) -> None:
    assert goals(PLACE | {"mål": number})[0].number == "1"


def test_a_goal_that_excel_made_a_number_is_read_with_a_warning() -> None:
    document = read_excel(saved(filled(PLACE | {"mål": 1.1})))
    assert document.goals[0].number == "1.1"
    assert document.warnings[0].code == "goal-as-number"
    assert "2" in document.warnings[0].where
    assert "Plan" in document.warnings[0].where


def test_a_goal_that_excel_made_a_date_is_refused() -> None:
    sentence = refusal(filled(PLACE, PLACE | {"mål": dt.date(2031, 1, 10)}))
    assert [part in sentence for part in ("2031-01-10", "3", "Plan")] == [True, True, True]


def test_dates_and_numbers_in_texts_are_what_people_see() -> None:
    (method,) = methods(PLACE | {"händelse": dt.date(2031, 12, 31), "åtgärd": 12, "analys": 0.5})
    assert method.events == (Event("2031-12-31", actions=(Action("12", None, "0,5"),)),)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"uppföljning": "x", "avvikelse": "Nästan"}, ["Nästan", "Ingen avvikelse, Mindre avvikelse"]),
        ({"händelse": "x", "åtgärd": "x", "status": "Kanske"}, ["Kanske", "Ej påbörjad, Pågående"]),
        ({"händelse": "x", "hantering": "Blunda"}, ["Blunda", "Acceptera, Bevaka"]),
        ({"händelse": "x", "ny": "Kapitel"}, ["Kapitel", "Mål, Process, Arbetssätt"]),
        ({"händelse": "x", "s": "hög"}, ["hög", "Sannolikhet"]),
        ({"händelse": "x", "k": 2.5}, ["2,5", "Konsekvens"]),
        ({"rad": "femte", "händelse": "x"}, ["femte", "Rad"]),
        ({"åtgärd": "x"}, []),
        ({"händelse": "x", "status": "Avslutad"}, []),
        ({"händelse": "x", "analys": "x"}, []),
        ({"avvikelse": "Ingen avvikelse"}, []),
        ({"resultat": "x"}, []),
        ({"s": 3}, []),
        ({"händelse": "x", "uppföljning": "x", "åtgärd": "x"}, []),
        ({"titel": "En annan titel"}, ["1.1"]),
    ],
)
def test_what_cannot_be_told_is_refused_by_sheet_and_row(row: dict[str, Any], named: list[str]) -> None:
    before = PLACE | {"titel": "Titel", "händelse": "x"}
    sentence = refusal(filled(before, PLACE | {"sätt": "Annat"} | row))
    assert [part for part in [workbook.PLAN, "3", *named] if part not in sentence] == []


@pytest.mark.parametrize("row", [{"händelse": "x"}, {"process": "x"}, {"sätt": "x"}, {"mål": "1", "sätt": "x"}])
def test_a_row_that_belongs_nowhere_is_refused(row: dict[str, Any]) -> None:
    assert [part in refusal(filled(row)) for part in ("2", workbook.PLAN)] == [True, True]


def test_a_row_number_that_stands_twice_is_refused() -> None:
    sentence = refusal(filled(PLACE | {"rad": 7}, PLACE | {"rad": 8}, PLACE | {"rad": 7, "sätt": "Kopia"}))
    assert [part in sentence for part in ("7", "2", "4")] == [True, True, True]


def test_a_continuation_without_beginning_is_refused() -> None:
    sentence = refusal(filled({"rad": "5 forts. 1", "kontroll": "resten"}))
    assert [part in sentence for part in ("2", workbook.PLAN)] == [True, True]


@pytest.mark.parametrize(("kind", "named"), [(None, "Dokumenttyp"), ("Årsbok", "Årsbok")])
def test_the_kind_of_document_must_be_said(kind: str | None, named: str) -> None:
    sentence = refusal(template(kind))
    assert [part in sentence for part in (named, workbook.ABOUT, "Uppföljning av handlingsplaner")] == [True] * 3


def test_a_missing_column_is_named() -> None:
    book = template()
    book[workbook.PLAN]["G1"] = "Händelse?"
    assert [part in refusal(book) for part in (workbook.PLAN, workbook.EVENT)] == [True, True]


def test_a_column_that_stands_twice_is_named() -> None:
    book = template()
    book[workbook.PLAN]["Z1"] = "process"
    assert [part in refusal(book) for part in (workbook.PLAN, workbook.PROCESS)] == [True, True]


def test_a_plan_without_heading_for_its_shortcoming_is_refused() -> None:
    book = template()
    book[workbook.ACTION_PLANS]["C2"] = "Något"
    assert [part in refusal(book) for part in (workbook.ACTION_PLANS, "2", workbook.HEADING)] == [True] * 3


def test_another_workbook_is_refused_with_the_names_of_the_sheets() -> None:
    assert [part in refusal(openpyxl.Workbook()) for part in workbook.COLUMNS] == [True] * 5


def test_a_value_in_the_last_corner_is_refused_and_an_empty_one_is_not() -> None:
    def with_corner(cell: str) -> bytes:
        rows = f'<row r="1048576"><c r="A1"><v>1</v></c>{cell}</row>'
        xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
        return with_part(saved(template()), "xl/worksheets/sheet5.xml", xml.encode())

    assert refusal(with_corner('<c r="XFD1048576"><v>1</v></c>')) != refusal(b"PK")
    book = template()
    book[workbook.PLAN].cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)
    assert read_excel(saved(book)).kind == Kind.PLAN
