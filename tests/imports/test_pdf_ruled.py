"""Reading PDF files without tags: rules and gaps give the same blocks, or the reader says that they cannot."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
import typst
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings

from rimlig.documents import words
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.imports.assemble import assemble
from rimlig.imports.blocks import Block, Paragraph, Row, Unreadable
from rimlig.imports.pdf import read_pdf
from rimlig.reporting.pdf import render_pdf, report_fonts
from rimlig.reporting.report import Report
from strategies import reports

LEGACY = """
#set page(paper: "a4", flipped: true, margin: 2cm, header: [Tjänsteutlåtande #h(1fr) #context counter(page).display(
  (number, total) => "Sid " + str(number) + " (" + str(total) + ")", both: true)])
#set text(font: "Source Sans Pro", size: 10pt, hyphenate: false)
#set par(spacing: 1.3em)
#show table: set par(spacing: 1.1em)
#let part(texts) = texts.map(each => par(each)).join()
#for block in json(bytes(sys.inputs.data)) {
  if type(block) == str { par(block) } else {
    table(columns: (1fr, 1fr, 1.2fr, 2cm, 1.2fr, 2.4cm), stroke: 0.5pt,
      table.header(..block.header),
      ..block.rows.flatten().map(cell => table.cell(colspan: cell.span, part(cell.texts))))
  }
}
"""
SENTENCES = (
    "Stickprov har gjorts på {} löner, och alla utom två var rätt.",
    "Rutinen för barn- och ungdomsärenden är känd i hela förvaltningen, säger {} chefer.",
    "Under året har {} medarbetare fått information om jäv, mutor och representation.",
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


def prose(seed: int, sentences: int) -> str:
    """Return a paragraph of made-up sentences, no two of them equal."""
    return " ".join(SENTENCES[(seed + each) % 3].format(seed * 100 + each) for each in range(sentences))


def untagged(data: bytes) -> bytes:
    """Return the PDF with its tags taken out."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        del opened.Root["/StructTreeRoot"], opened.Root["/MarkInfo"]
        written = io.BytesIO()
        opened.save(written)
    return written.getvalue()


def legacy(blocks: list[str | list[tuple[str, str, str, str, str, str]]]) -> bytes:
    """Return a PDF as another system makes it: no tags, labels and names apart, tables in rules, cells over pages."""
    data: list[object] = []
    for block in blocks:
        rows = [merged(row) for row in block] if isinstance(block, list) else []
        data.append({"header": words.COLUMNS, "rows": rows} if rows else block)
    compiler = typst.Compiler(LEGACY.encode(), font_paths=report_fonts(), sys_inputs={"data": json.dumps(data)})
    made = compiler.compile(format="pdf", pdf_tags=False, timestamp=0)
    assert isinstance(made, bytes)
    return made


def merged(row: tuple[str, ...]) -> list[dict[str, object]]:
    """Return a row's cells, those of an analysis over two columns."""
    cells, column = [], 0
    while column < len(row):
        span = 2 if row[column].startswith("Analys") else 1
        cells.append({"span": span, "texts": row[column].split("\n\n")})
        column += span
    return cells


def words_of(blocks: list[Block]) -> list[object]:
    """Return what blocks say, without the levels that only tags tell and the places."""
    return [block.cells if isinstance(block, Row) else getattr(block, "text", block) for block in blocks]


METHODS = tuple(
    WorkingMethod(
        f"Arbetssätt nummer {number}",
        prose(number, 3),
        events=(
            Event(prose(number + 1, 2), actions=(Action(prose(number, 1), ActionStatus.CLOSED, prose(number, 2)),)),
        ),
        follow_ups=(FollowUp(prose(number, 2), Deviation.MINOR, prose(number, 9 + number * 5), prose(number, 4)),),
    )
    for number in range(8)
)
DOCUMENT = Document(
    Kind.FOLLOW_UP,
    2026,
    board="Lindhaga stadsdelsnämnd",
    introduction="\n\n".join(prose(number, 8) for number in range(9)),
    goals=(Goal("1.1", "Trygg skola", tuple(Process(f"Process nummer {n}", (m,)) for n, m in enumerate(METHODS))),),
)


def test_our_own_report_without_its_tags_is_the_same_document() -> None:
    data = render_pdf(Report(DOCUMENT, "Lindhaga stad"))
    assert replace(assemble(read_pdf(untagged(data))), warnings=()) == DOCUMENT


@settings(
    derandomize=True,
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=list(HealthCheck),
)
@given(report=reports())
def test_without_tags_it_is_the_same_or_refused(report: Report) -> None:
    # The matrix is coloured fields without rules: without tags nobody can tell that it is a table (docs/interchange.md).
    data = render_pdf(replace(report, document=replace(report.document, scale=None)))
    try:
        read = read_pdf(untagged(data))
    except Unreadable as refused:
        assert "cannot be told" in str(refused)  # noqa: PT017  (the only reason there is)
    else:
        assert words_of(read) == words_of(read_pdf(data))


def test_table_of_another_system_over_several_pages() -> None:
    rows = [
        (prose(1, 4), prose(2, 3), "", "", prose(3, 2), "Avslutad"),
        ("", "", "", "", f"Analys\n\n{prose(4, 14)}", ""),
        ("", "", prose(5, 3), "Ingen avvikelse", "", ""),
        ("", "", f"Analys\n\nBeskrivning av resultat:\n\n{prose(6, 60)}\n\n{prose(7, 9)}", "", "", ""),
        ("", prose(8, 30), "", "", prose(9, 2), "Pågående"),
    ]
    blocks: list[str | list[tuple[str, str, str, str, str, str]]] = []
    for number in range(6):
        blocks += [f"1.{number} Ett mål", "Process:", f"Namn {number}", "Arbetssätt:", prose(number, 1), rows]
    expected = [cells for block in blocks for cells in (block if isinstance(block, list) else [block])]
    assert words_of(read_pdf(legacy(blocks))) == expected


def test_prose_over_pages_is_joined_and_furniture_dropped() -> None:
    paragraphs = [prose(number, 5 + number % 7) for number in range(40)]
    assert read_pdf(legacy(list(paragraphs)))[0] == Paragraph(paragraphs[0], "page 1")
    assert words_of(read_pdf(legacy(list(paragraphs)))) == paragraphs


def test_break_that_cannot_be_told_is_refused_with_its_page() -> None:
    row = ("", "Händelse", "", "", "Åtgärd", "")
    rows = [row] * 200
    with pytest.raises(Unreadable, match="On page 1 it cannot be told"):
        read_pdf(legacy([rows]))


def test_open_rules_tell_that_a_cell_goes_on() -> None:
    source = """
    #set page(width: 20cm, height: 8cm, margin: 1cm)
    #set text(font: "Source Sans Pro", size: 10pt)
    #let columns = (1fr, 1fr, 1fr, 1fr, 1fr, 1fr)
    #let frame(..cells) = table(columns: columns, stroke: (x: 0.5pt, top: 0.5pt, bottom: none), ..cells)
    #frame([Löpande kontroll/Systematiska kontroller], [Oönskad händelse],
      [Uppföljning av arbetssätt/löpande kontroll], [Status], [Åtgärd], [Status],
      ..range(6).map(_ => box(height: 2.8cm)[Början.]))
    #pagebreak()
    #table(columns: columns, stroke: (x: 0.5pt, bottom: 0.5pt, top: none), ..range(6).map(_ => [Slutet.]))
    """
    compiler = typst.Compiler(source.encode(), font_paths=report_fonts())
    data = compiler.compile(format="pdf", pdf_tags=False, timestamp=0)
    assert isinstance(data, bytes)
    assert words_of(read_pdf(data)) == [("Början.\n\nSlutet.",) * 6]
