"""Plans with a risk analysis, as other programs write them."""

import io

import docx

from rimlig.documents.document import Kind, Treatment
from rimlig.imports.reading import read_document

HEADER = ("Process", "Oönskad händelse", "Sannolikhet", "Konsekvens", "Riskvärde", "Hantering")
SIX = (
    "Löpande kontroll/Systematiska kontroller",
    "Oönskad händelse",
    "Uppföljning av arbetssätt/löpande kontroll",
    "Status",
    "Åtgärd",
    "Status",
)


def _table(document: "docx.document.Document", *rows: tuple[str, ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _plan_as_word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Internkontrollplan 2026", "Title")
    document.add_heading("Inledning", 1)
    document.add_paragraph("Planen gäller hela nämnden.")
    document.add_heading("Väsentlighets- och riskanalys", 1)
    document.add_heading("3.5 Ekonomin håller över tid", 2)
    _table(
        document,
        HEADER,
        ("Lön", "Fel lön betalas ut", "3 Möjlig", "4 Allvarlig", "12", "Reduceras"),
        HEADER,
        ("Lön", "Jäv vid lönesättning", "1", "5", "5", "Acceptera"),
    )
    document.add_heading("Nämndens planerade uppföljning av den löpande kontrollen", 1)
    document.add_heading("3.5 Ekonomin håller över tid", 2)
    for line in ("Process:", "Lön", "Arbetssätt:", "Attest i två steg"):
        document.add_paragraph(line)
    _table(
        document,
        SIX,
        ("Listan stäms av", "Fel lön betalas ut", "", "", "Kurs i lönesystemet", "Pågående"),
        ("", "", "Lönelistor granskas", "", "", ""),
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_plan_in_word_gives_its_risks_their_values() -> None:
    document = read_document(_plan_as_word())
    assert (document.kind, document.year, document.title) == (Kind.PLAN, 2026, "Internkontrollplan 2026")
    assert document.introduction == "Planen gäller hela nämnden."
    (goal,) = document.goals
    (process,) = goal.processes
    (method,) = process.working_methods
    assert (goal.number, process.name, method.name) == ("3.5", "Lön", "Attest i två steg")
    assert [(event.text, event.likelihood, event.consequence, event.treatment) for event in method.events] == [
        ("Fel lön betalas ut", 3, 4, Treatment.REDUCE),
        ("Jäv vid lönesättning", 1, 5, Treatment.ACCEPT),
    ]
    assert [follow_up.text for follow_up in method.follow_ups] == ["Lönelistor granskas"]
