import pytest

from rimlig.documents.document import Event, Goal, Process, Treatment, WorkingMethod
from rimlig.imports.assemble import assemble
from rimlig.imports.blocks import OtherRow, Paragraph, Row
from rimlig.imports.risks import RiskTables

HEADER = ("Oönskad händelse", "Sannolikhet", "Konsekvens", "Riskvärde", "Hantering")
NOWHERE = (("", ""), "", "")
GOALS = (
    Goal("1.1", "Lära", (Process("Lön", (WorkingMethod("Attest", events=(Event("Fel lön"),)),)),)),
    Goal("3.5", "Ekonomi", (Process("Lön", (WorkingMethod("Attest", events=(Event("Fel lön"),)),)),)),
)


def _values(goals: tuple[Goal, ...]) -> list[tuple[str, int | None, int | None, Treatment | None]]:
    return [
        (event.text, event.likelihood, event.consequence, event.treatment)
        for goal in goals
        for process in goal.processes
        for method in process.working_methods
        for event in method.events
    ]


def test_values_go_to_every_copy_of_the_event() -> None:
    tables = RiskTables()
    tables.add(OtherRow(HEADER, ("fel  lön.", "3 Möjlig", "4", "12", "Reduceras")), *NOWHERE)
    assert _values(tables.into(GOALS)) == [("Fel lön", 3, 4, Treatment.REDUCE)] * 2


def test_values_go_only_to_the_process_that_is_named() -> None:
    tables = RiskTables()
    tables.add(OtherRow(HEADER, ("Fel lön", "3", "4", "12", "")), ("1.1", ""), "Inköp", "")
    assert _values(tables.into(GOALS))[:2] == [("Fel lön", None, None, None), ("Fel lön", 3, 4, None)]


def test_a_risk_that_no_table_has_becomes_an_event_of_its_process() -> None:
    tables = RiskTables()
    tables.add(OtherRow((*HEADER, "Process"), ("Mutor", "1", "5", "5", "Bevaka", "Lön")), *NOWHERE)
    assert (
        _values(tables.into(GOALS))
        == [
            ("Fel lön", None, None, None),
            ("Mutor", 1, 5, Treatment.WATCH),
        ]
        * 2
    )


def test_an_analysis_without_follow_up_tables_makes_the_plan() -> None:
    columns = ("Mål", "Process", "Arbetssätt", "Risk", "S", "K")
    tables = RiskTables()
    tables.add(OtherRow(columns, ("3.5 Ekonomi", "Lön", "Attest", "Fel lön", "2", "3")), *NOWHERE)
    assert tables.into(()) == (
        Goal("3.5", "Ekonomi", (Process("Lön", (WorkingMethod("Attest", events=(Event("Fel lön", 2, 3),)),)),)),
    )


@pytest.mark.parametrize("header", [("Namn", "Telefon"), ("Oönskad händelse", "Ansvarig")])
def test_a_table_of_something_else_is_told_once(header: tuple[str, ...]) -> None:
    tables = RiskTables()
    for name in ("A", "B"):
        tables.add(OtherRow(header, (name, "1"), "sidan 2"), *NOWHERE)
    assert [(remark.code, remark.where) for remark in tables.remarks] == [("unplaced-table", "sidan 2")]
    assert tables.into(GOALS) == GOALS


def test_the_headings_of_the_analysis_say_where_its_risks_stand() -> None:
    document = assemble(
        [
            Paragraph("Internkontrollplan 2026"),
            Paragraph("Väsentlighets- och riskanalys"),
            *(Paragraph(text) for text in ("3.5 Ekonomi", "Process:", "Lön", "Arbetssätt:", "Attest")),
            OtherRow(HEADER, ("Fel lön", "3", "4", "12", "Kontrollera")),
            OtherRow(HEADER, ("Mutor", "1", "5", "5", "Acceptera")),
            Paragraph("Nämndens planerade uppföljning av den löpande kontrollen"),
            *(Paragraph(text) for text in ("3.5 Ekonomi", "Process: Lön", "Arbetssätt: Attest")),
            Row(("Listan stäms av", "Fel lön", "", "", "Stickprov", "Pågående")),
        ]
    )
    assert document.kind == "plan"
    assert _values(document.goals) == [("Fel lön", 3, 4, Treatment.CONTROL), ("Mutor", 1, 5, Treatment.ACCEPT)]
